extension Guarantee.Declaration {
    static let flushesFirst = Self(
        name: "flushes-first",
        statement: "Dirty data is written back once before anything is taken away; an error changes nothing.",
        kernels: "none", cost: .walk, harm: [.waits])
}
