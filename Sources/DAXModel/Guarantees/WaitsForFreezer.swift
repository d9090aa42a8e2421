extension Guarantee.Declaration {
    static let waitsForFreezer = Self(
        name: "waits-for-freezer",
        statement: """
            A freeze that is under way when the file system is shut down is waited for, so that it can be undone.
            """,
        kernels: "none", cost: .wait, harm: [.waits])
}
