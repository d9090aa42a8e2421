import DAXModel

/// A system that executes cases to their end: the hostile part under a schedule, then a closing with the fair phase,
/// rebind, remount and verification.
protocol ClosableSystem: TaskSystem, ~Copyable {
    var isClosed: Bool { get }
    var closingMoves: Bool { get }
    /// One step of each task that can run when its turn comes, in the order of their numbers; or several such rounds, at
    /// most `limit`, of which all but the last moved somebody on. Whether the last did, and how many rounds that were.
    mutating func takeTurns(limit: Int) -> (moved: Bool, rounds: Int)
    /// Puts the system into the state before the first operation of a case.
    mutating func load(_ c: borrowing Case)
    mutating func beginClosing()
    mutating func reportStuck()
    mutating func foldFinalState()
    /// What the system itself knows of the execution of the loaded case; the rest is the scheduler's.
    func execution(of c: borrowing Case) -> Execution
}

extension ClosableSystem where Self: ~Copyable {
    /// Executes a case from its loading to the end of its closing. Whoever executes, records or explains comes by here.
    /// - Parameter firstInClosing: The task that has the first turn of each round of the closing.
    /// - Precondition: the case is valid.
    mutating func execute(
        _ c: borrowing Case, by scheduler: inout Scheduler, plan: SchedulePlan, firstInClosing: Int = 0
    ) -> Execution {
        load(c)
        scheduler.run(&self, c, plan: plan)
        FairPhase.close(&self, first: firstInClosing)
        var execution = execution(of: c)
        execution.note(scheduler, self)
        return execution
    }
}

extension ClosableSystem where Self: ~Copyable {
    /// Step by step.
    mutating func takeTurns(limit: Int) -> (moved: Bool, rounds: Int) {
        var progressed = false
        var ahead = runnableTasks
        while ahead != 0 {
            let task = ahead.trailingZeroBitCount
            _ = step(task)
            if task != Limits.closer || closingMoves { progressed = true }
            // Only the tasks after this one: it may have woken some of them.
            ahead = runnableTasks & (-2 &<< task)
        }
        return (progressed, 1)
    }
}

extension Machine: ClosableSystem {
    mutating func load(_ c: borrowing Case) { load(mkfs: c.mkfs, operations: c.operations, faults: c.faults) }

    func execution(of c: borrowing Case) -> Execution {
        var execution = Execution()
        execution.digest = digest.value
        execution.steps = stepCount
        for index in 0..<violationCount { execution.violations.append(violation(index)) }
        for index in c.faults.indices where hasFired(fault: index) { execution.firedFaults |= 1 << index }
        return execution
    }
}
