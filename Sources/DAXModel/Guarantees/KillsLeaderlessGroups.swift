extension Guarantee.Declaration {
    static let killsLeaderlessGroups = Self(
        name: "kills-leaderless-groups",
        statement: "A thread group is signalled also when its leader has exited.",
        kernels: "none", cost: .check)
}

extension Machine {
    /// `task_early_kill`: why a process is left off the list whatever it maps; nil when it is not.
    mutating func reasonToSpare(_ t: TaskID, _ process: ProcessID) -> PassReason? {
        // The task walk looks at thread-group leaders; one that has exited has no mm, whoever of its group asked for an
        // early kill.
        if processes[process].leaderExited && !holds(.killsLeaderlessGroups, t) { return .leaderGone }
        let isChosen = process == tasks[t].process || !earlyKillThread(process).isNone
        return isChosen || holds(.killsAllMappers, t) ? nil : .scopeCurrent
    }
}
