extension Guarantee.Declaration {
    static let thawsUserFreeze = Self(
        name: "thaws-user-freeze",
        statement: "The callback undoes also the freeze of userspace: nobody could after the removal.",
        kernels: "6.8 (fa422b353d21)", cost: .check)
}
