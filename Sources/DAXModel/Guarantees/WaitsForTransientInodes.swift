extension Guarantee.Declaration {
    static let waitsForTransientInodes = Self(
        name: "waits-for-transient-inodes",
        statement: "A walk over the inodes waits for those that are being set up or freed.",
        kernels: "none", cost: .wait, harm: [.waits])
}
