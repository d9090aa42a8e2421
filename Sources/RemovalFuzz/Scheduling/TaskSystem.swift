import DAXModel

/// All that a scheduler knows of what it schedules: tasks, each with a pending named step. The DAX model is one such system; the classic concurrency puzzles of the tests are others.
public protocol TaskSystem: ~Copyable {
    /// Tasks are numbered from zero; there are at most `Limits.scheduledTasks`.
    var taskCount: Int { get }
    /// Bit n: task n is inside an operation and able to execute its next step.
    var runnableTasks: Int { get }
    /// Alive and between operations.
    func isIdle(_ task: Int) -> Bool
    /// Ended for good.
    func isGone(_ task: Int) -> Bool
    /// Where a task is that is inside an operation.
    func position(of task: Int) -> TaskPosition
    /// When a task was last woken: the smallest number has waited longest.
    func wakeOrder(of task: Int) -> Int
    /// The name of a step, as "path:step".
    func name(of step: StepID) -> String
    /// Every step of this name; empty when there is none. They lie below `StepID.bound`.
    func steps(named name: String) -> [StepID]
    /// Begins an operation on its task, which is idle.
    mutating func start(operation index: Int)
    /// Executes one step of a runnable task.
    mutating func step(_ task: Int) -> StepOutcome
    /// Executes steps of a runnable task until one of them is not followed by another, or the burst is over.
    mutating func run(_ task: Int, _ burst: Burst) -> Burst.End
    /// Tells the system that a task goes on before another one's step; for its coverage features.
    mutating func notePreemption(at step: StepID, by task: Int)
}

extension TaskSystem where Self: ~Copyable {
    /// Inside an operation and able to execute its next step.
    func isRunnable(_ task: Int) -> Bool { runnableTasks & (1 &<< task) != 0 }

    /// Without a look at the steps of the DAX model, a system names its own.
    public func name(of step: StepID) -> String { StepTable.shared.qualified(step) }
    public func steps(named name: String) -> [StepID] { StepIndex.steps(named: name) }

    /// Step by step.
    public mutating func run(_ task: Int, _ burst: Burst) -> Burst.End {
        var count = 0
        repeat {
            let position = position(of: task)
            if count > 0 && burst.stops[Int(position.step.rawValue)] { break }
            burst.trace[count] = position
            count += 1
            let outcome = step(task)
            guard outcome == .ran else { return Burst.End(outcome, count) }
        } while count < burst.limit
        return Burst.End(.ran, count)
    }

    /// A system without coverage features of its own ignores preemptions.
    public mutating func notePreemption(at step: StepID, by task: Int) {}
}

extension Machine: TaskSystem {
    public var taskCount: Int { Limits.tasks }
}
