extension Guarantee.Declaration {
    static let publishesHolderWithOperations = Self(
        name: "holder-published-with-operations",
        statement: """
            `fs_dax_get_by_bdev` publishes the holder and its operations in one store: nobody sees the one without \
            the other.
            """,
        kernels: "none", cost: .check)
}

extension Machine {
    /// `kill_dax` finds a holder whose operations are not there yet: the callback is not called.
    mutating func missesOperations(_ t: TaskID) -> Bool {
        guard !daxDevices[driver.epoch].holderOps else { return false }
        if watchesGhosts { noteGhost(.publishesHolderWithOperations, t) }
        return true
    }
}
