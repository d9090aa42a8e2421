extension Guarantee.Declaration {
    static let placebo = Self(
        name: "placebo",
        statement: "Nothing: a step that does nothing, to tell what a step more changes by itself.",
        kernels: "none", cost: .nothing)
}
