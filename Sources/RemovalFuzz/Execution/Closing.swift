import DAXModel

/// Fair scheduling: every task that can run executes one step in turn.
enum FairPhase {
    /// Rounds after which the phase counts as stuck.
    private static var rounds: Int { 4000 }
    /// Rounds in which nobody but the waiting closing task could run, after which it counts as stuck.
    private static var idleRounds: Int { 64 }

    /// Runs the closing to its end, or until it is stuck, which is a violation.
    /// - Parameter first: The task that has the first turn of each round.
    static func close<System: ClosableSystem & ~Copyable>(_ system: inout System, first: Int = 0) {
        system.beginClosing()
        var idle = 0
        var round = 0
        while round < rounds && !system.isClosed && idle <= idleRounds {
            let (moved, taken) =
                first == 0 ? system.takeTurns(limit: rounds - round) : (takeTurns(&system, first: first), 1)
            round += taken
            idle = moved ? 0 : taken > 1 ? 1 : idle + 1
        }
        if !system.isClosed { system.reportStuck() }
        system.foldFinalState()
    }

    /// A round that begins with another task of the case than the first; the closing's own comes after them.
    private static func takeTurns<System: ClosableSystem & ~Copyable>(_ system: inout System, first: Int) -> Bool {
        var progressed = false
        for offset in 0..<system.taskCount {
            let task = offset < Limits.userTasks ? (first + offset) % Limits.userTasks : offset
            guard system.runnableTasks & (1 &<< task) != 0 else { continue }
            _ = system.step(task)
            if task != Limits.closer || system.closingMoves { progressed = true }
        }
        return progressed
    }
}
