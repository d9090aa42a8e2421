extension Guarantee.Declaration {
    static let goesOnWithoutTransaction = Self(
        name: "goes-on-without-transaction",
        statement: "The walk does not need a transaction to be allocated.",
        kernels: "none", cost: .check)
}
