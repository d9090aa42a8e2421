extension Guarantee.Declaration {
    static let frozenDuringWalk = Self(
        name: "frozen-during-walk",
        statement: "The file system is frozen while the callback works.",
        kernels: "v10 and later; 6.8 (fa422b353d21)", cost: .wait, harm: [.waits, .locks, .fails])
}
