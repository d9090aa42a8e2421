extension Guarantee.Declaration {
    static let invalidatesWholeFiles = Self(
        name: "invalidates-whole-files",
        statement: "Of a file that the walk comes to all pages are invalidated, not only those of the record.",
        kernels: "none", cost: .walk, harm: [.waits])
}
