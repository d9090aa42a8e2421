extension Guarantee.Declaration {
    static let invalidatesRecords = Self(
        name: "invalidates-records",
        statement: "What the walk comes to is invalidated after its mappers were signalled: its clean entries go.",
        kernels: "6.8 (fa422b353d21)", cost: .walk, harm: [.waits])
}
