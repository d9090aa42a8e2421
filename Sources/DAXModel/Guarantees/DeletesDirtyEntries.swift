extension Guarantee.Declaration {
    static let deletesDirtyEntries = Self(
        name: "deletes-dirty-entries",
        statement: "The removal deletes entries also when they are dirty.",
        kernels: "none", cost: .check)
}
