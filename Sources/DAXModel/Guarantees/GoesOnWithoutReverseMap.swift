extension Guarantee.Declaration {
    static let goesOnWithoutReverseMap = Self(
        name: "goes-on-without-reverse-map",
        statement: "Without a reverse map the walk is left out, and not what follows it.",
        kernels: "none", cost: .check)
}
