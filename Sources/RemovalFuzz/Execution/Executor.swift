import DAXModel

/// Runs cases on one target: the hostile part under a schedule, then the closing under fair scheduling.
public struct Executor: ~Copyable {
    /// Rounds of the fair phase after which it counts as stuck.
    private static var fairRounds: Int { 4000 }
    /// Rounds in which nobody but the closing task could run, after which it counts as stuck.
    private static var idleRounds: Int { 64 }

    private var machine: Machine
    private var scheduler = Scheduler()

    /// An executor for one target; it keeps its memory from execution to execution.
    public init(target: Target) { machine = Machine(target: target) }

    /// Sends the model's own features to caller-owned tables from the next execution on.
    public mutating func setFeatures(_ sink: FeatureSink) { machine.features = sink }

    /// The features of the last execution.
    public var features: FeatureSink { machine.features }

    /// Replaces the target from the next execution on.
    public mutating func retarget(_ target: Target) { machine.retarget(target) }

    /// Runs a case to its end.
    /// - Precondition: the case is valid.
    public mutating func run(_ c: borrowing Case, plan: SchedulePlan = .recorded) -> Execution {
        machine.load(mkfs: c.mkfs, operations: c.operations, faults: c.faults)
        scheduler.run(&machine, c, plan: plan)
        close()
        var execution = Execution()
        execution.digest = machine.digest.value
        execution.steps = machine.stepCount
        for index in 0..<machine.violationCount { execution.violations.append(machine.violation(index)) }
        execution.preemptions = scheduler.recorded
        execution.skippedPreemptions = scheduler.skipped
        for index in c.faults.indices where machine.hasFired(fault: index) { execution.firedFaults |= 1 << index }
        return execution
    }

    /// The fair phase: every task that can run runs one step in turn, until the closing task is done or stuck.
    private mutating func close() {
        machine.beginClosing()
        var idle = 0
        for _ in 0..<Executor.fairRounds where !machine.isClosed {
            var progressed = false
            for task in 0..<Limits.tasks where machine.isRunnable(task) {
                _ = machine.step(task)
                if task != Limits.closer || machine.closingMoves { progressed = true }
            }
            idle = progressed ? 0 : idle + 1
            if idle > Executor.idleRounds { break }
        }
        if !machine.isClosed { machine.reportStuck() }
        machine.foldFinalState()
    }
}
