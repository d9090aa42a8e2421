extension Guarantee.Declaration {
    static let deletesDirtyEntries = Self(
        name: "deletes-dirty-entries",
        statement: "The removal deletes entries also when they are dirty.",
        kernels: "none", cost: .check)
}

extension Machine {
    /// A dirty entry is deleted all the same: the task runs the removal.
    mutating func deletesDirtyEntry(_ t: TaskID) -> Bool { isRemovalTask(t) && holds(.deletesDirtyEntries, t) }
}
