extension Guarantee.Declaration {
    static let killsAllMappers = Self(
        name: "kills-all-mappers",
        statement: """
            Every thread group that maps a page is signalled, not only the current one and those that asked for it \
            (PR_MCE_KILL_EARLY).
            """,
        kernels: "6.8 (fa422b353d21)", cost: .walk)
}

extension Machine {
    /// `find_early_kill_thread`: a thread that opted in, or none.
    func earlyKillThread(_ process: ProcessID) -> TaskID {
        reads(.signals, process)
        for thread in TaskID.users
        where tasks[thread].process == process && tasks[thread].mceEarly && !isGone(thread) {
            return thread
        }
        return .none
    }
}
