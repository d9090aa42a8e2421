extension Guarantee.Declaration {
    static let publishesHolderAfterBorn = Self(
        name: "holder-published-after-born",
        statement: """
            The holder is published only when the mount is born (SB_BORN); a device that is dead by then fails the \
            mount.
            """,
        kernels: "none", cost: .check, harm: [.fails])
}
