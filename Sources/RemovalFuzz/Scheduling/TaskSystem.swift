import DAXModel

/// All that a scheduler knows of what it schedules: tasks, each with a pending named step and the object that the step
/// is about. The DAX model is one such system; the classic concurrency puzzles of the tests are others.
public protocol TaskSystem: ~Copyable {
    /// Tasks are numbered from zero.
    var taskCount: Int { get }
    /// Alive and between operations.
    func isIdle(_ task: Int) -> Bool
    /// Inside an operation and able to execute its next step.
    func isRunnable(_ task: Int) -> Bool
    /// Ended for good.
    func isGone(_ task: Int) -> Bool
    /// The step that a task inside an operation is about to execute.
    func pendingStep(of task: Int) -> StepID
    /// A key of the object that the step is about; steps with equal keys may conflict.
    func pendingObject(of task: Int) -> UInt64
    /// The id of the operation that a task is in.
    func operationID(of task: Int) -> UInt16
    /// When a task was last woken: the smallest number has waited longest.
    func wakeOrder(of task: Int) -> Int
    /// Begins an operation on its task, which is idle.
    mutating func start(operation index: Int)
    /// Executes one step of a runnable task.
    mutating func step(_ task: Int) -> StepOutcome
    /// Tells the system that a task goes on after another one stopped; for its coverage features.
    mutating func noteSwitch(from previous: StepID, to task: Int)
}

extension Machine: TaskSystem {
    public var taskCount: Int { Limits.tasks }
}
