extension Guarantee.Declaration {
    static let freezeHolders = Self(
        name: "freeze-holders",
        statement: """
            Kernel and userspace may each hold a freeze; it ends with the last of them, and one kernel freeze waits \
            for another.
            """,
        kernels: "6.6", cost: .state, harm: [.waits])
}
