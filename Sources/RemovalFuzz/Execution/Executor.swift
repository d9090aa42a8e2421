import DAXModel

/// Runs cases on one target: the hostile part under a schedule, then the closing under fair scheduling.
public struct Executor: ~Copyable {
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

    /// Whether executions from the next one on note where guarantees that the target lacks would have acted.
    public var watchesGhosts: Bool {
        get { machine.watchesGhosts }
        set { machine.watchesGhosts = newValue }
    }

    /// The guarantees that would have acted in the last execution, each with the step at which it would have been first.
    public var ghosts: [(guarantee: Guarantee, step: StepID)] { machine.ghosts }

    /// The state that the last execution has ended in.
    public var state: MachineState { machine.state }

    /// Runs a case to its end.
    /// - Precondition: the case is valid.
    public mutating func run(_ c: borrowing Case, plan: SchedulePlan = .recorded) -> Execution {
        machine.execute(c, by: &scheduler, plan: plan)
    }
}
