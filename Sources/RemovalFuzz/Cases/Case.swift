import DAXModel

/// A decision of the schedule: instead of this step, another task runs until it blocks or its operation ends; then
/// the preempted task resumes.
public struct Preemption: Hashable, Sendable {
    /// The task that is preempted.
    public var task: UInt8
    /// The operation it is in; reserved ids name what the kernel started by itself.
    public var operation: UInt16
    /// The step it is about to execute, as "path:step".
    public var step: String
    /// The how-many-eth time, from zero, that this task is about to execute this step within this operation; the
    /// rounds of a loop count on.
    public var occurrence: UInt16
    /// The task that runs instead.
    public var run: UInt8

    public init(task: UInt8, operation: UInt16, step: String, occurrence: UInt16, run: UInt8) {
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
    /// At most `Limits.preemptions`.
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
