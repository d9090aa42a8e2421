extension Guarantee.Declaration {
    static let killListCannotFail = Self(
        name: "kill-list-cannot-fail",
        statement: "No allocation stands between a process and its signal.",
        kernels: "none", cost: .state)
}

extension Machine {
    /// The GFP_ATOMIC allocation of `__add_to_kill` fails.
    mutating func killListFails(_ t: TaskID) -> Bool {
        guard !rules.guarantees.contains(.killListCannotFail), strikes(.killAllocation, t) else { return false }
        if watchesGhosts { noteGhost(.killListCannotFail, t) }
        return true
    }
}
