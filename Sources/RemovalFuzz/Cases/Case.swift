import DAXModel

/// A decision of the schedule: at one step of one task, who runs. Without decisions a task goes on until it blocks or
/// its operation ends; then whoever was woken first goes on, else the next operation in order begins.
public struct Preemption: Hashable, Sendable {
    /// When it is made, and what becomes of the task that it is about.
    public enum Moment: UInt8, CaseIterable, Hashable, Sendable {
        /// Before the step. The other task runs until it blocks or its operation ends; then this one resumes.
        case interrupting
        /// Before the step. The other task goes on from here as if it had been its turn.
        case before
        /// Once the task has blocked, died or ended its operation with the step. The other task runs next.
        case after
    }

    public var moment: Moment
    /// The task that the decision is about.
    public var task: UInt8
    /// The operation it is in; reserved ids name what the kernel started by itself.
    public var operation: UInt16
    /// The step, as "path:step".
    public var step: String
    /// The how-many-eth time, from zero, that this task executes or tries this step within this operation; the rounds
    /// of a loop count on.
    public var occurrence: UInt16
    /// The task that runs instead, or next.
    public var run: UInt8

    public init(
        _ moment: Moment = .interrupting, task: UInt8, operation: UInt16, step: String, occurrence: UInt16, run: UInt8
    ) {
        self.moment = moment
        self.task = task
        self.operation = operation
        self.step = step
        self.occurrence = occurrence
        self.run = run
    }
}

/// A whole execution, once a target is named: what is done, in which order, what goes wrong, and who interrupts whom.
public struct Case: Hashable, Sendable {
    public var mkfs: MkfsOptions
    /// All operations in their order across tasks. The operations of one task are its program.
    public var operations: [Operation]
    /// At most `Limits.faults`.
    public var faults: [Fault]
    /// At most `Limits.preemptions`, all of one rule.
    public var preemptions: [Preemption]

    public init(
        mkfs: MkfsOptions = MkfsOptions(), operations: [Operation] = [], faults: [Fault] = [],
        preemptions: [Preemption] = []
    ) {
        self.mkfs = mkfs
        self.operations = operations
        self.faults = faults
        self.preemptions = preemptions
    }
}

/// What becomes of a task that another one took the place of. A case has decisions of one rule only.
public enum SchedulingRule: Hashable, Sendable {
    /// It resumes as soon as the other blocks or ends its operation; those that wait so form a stack.
    case stack
    /// It is a runnable task like others.
    case free
}

extension Preemption.Moment {
    /// The rule that it belongs to.
    public var rule: SchedulingRule { self == .interrupting ? .stack : .free }
}

extension Case {
    /// The rule of its decisions; nil without any, when both come to the same.
    public var rule: SchedulingRule? { preemptions.first?.moment.rule }
}
