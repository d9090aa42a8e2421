extension Guarantee.Declaration {
    static let preRemove = Self(
        name: "pre-remove",
        statement: "The callback knows a removal from a memory failure: metadata records do not ask for a shutdown.",
        kernels: "v10 and later; 6.8 (fa422b353d21)", cost: .check)
}
