extension Guarantee.Declaration {
    static let goesOnAfterFailedFreeze = Self(
        name: "goes-on-after-failed-freeze",
        statement: "A freeze that fails is only logged: the walk and what follows are done all the same.",
        kernels: "6.8 (fa422b353d21)", cost: .check)
}
