extension Guarantee.Declaration {
    static let insertionGate = Self(
        name: "insertion-gate",
        statement: """
            Once removal begins no DAX entry is inserted: a fault reads the gate under the entry lock and fails.
            """,
        kernels: "none", cost: .state, harm: [.fails])
}

extension Machine {
    /// A fault that would insert an entry is refused. Asked under the entry lock.
    @inline(__always) mutating func refusesInsertion(_ t: TaskID) -> Bool {
        if rules.guarantees.contains(.insertionGate) { return sb.revoked }
        if watchesGhosts && removal.notified && sb.epoch == driver.epoch { noteGhost(.insertionGate, t) }
        return false
    }
}
