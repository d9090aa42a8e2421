extension Guarantee.Declaration {
    static let superBlockHeld = Self(
        name: "super-block-held",
        statement: """
            The callback finds the super block under s_umount and keeps it active: a mount in progress is waited \
            for, and no umount frees it meanwhile.
            """,
        kernels: "none", cost: .wait, harm: [.waits, .locks])
}
