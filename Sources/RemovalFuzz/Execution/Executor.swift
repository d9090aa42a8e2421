import DAXModel

/// Runs cases on one target: the hostile part under a schedule, then the closing under fair scheduling.
public struct Executor: ~Copyable {
    private var machine: Machine
    private var scheduler = Scheduler()
    /// Where the variants of a case begin.
    private var snapshot: Machine
    /// The case that was executed last, or whose variants are.
    private var subject = Case()
    /// An execution has begun and not come to its end.
    private(set) var isRunning = false

    /// An executor for one target; it keeps its memory from execution to execution.
    public init(target: Target) {
        machine = Machine(target: target)
        snapshot = Machine(target: target)
    }

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
    public mutating func run(_ c: Case, plan: SchedulePlan = .recorded) -> Execution {
        subject = c
        isRunning = true
        defer { isRunning = false }
        return machine.execute(c, by: &scheduler, plan: plan)
    }

    /// The case that is being executed, with the decisions that have taken place so far.
    var underWay: Case {
        var result = subject
        result.preemptions = scheduler.recorded(in: machine)
        return result
    }

    /// The steps that the hostile part of the last execution has tried, in order.
    var trace: [TaskPosition] { Array(UnsafeBufferPointer(start: scheduler.trace, count: scheduler.tried)) }

    // MARK: Variants

    /// Runs the first operations of a case in their order: those before an index of its program. Variants go on from
    /// there, until another case is run.
    /// - Precondition: the case is valid; it has no decisions, or those of the free rule.
    mutating func begin(_ c: Case, before entry: Int) {
        subject = c
        machine.load(c)
        scheduler.runBeginning(&machine, c, before: entry, rule: .free)
        snapshot.copyState(of: machine)
    }

    /// Runs a variant up to the end of its hostile part.
    /// - Parameter keepsFeatures: Those of the beginning count as this variant's.
    mutating func vary(by plan: SchedulePlan, keepsFeatures: Bool) {
        machine.copyState(of: snapshot)
        if !keepsFeatures { machine.features.begin() }
        scheduler.resume(&machine, plan: plan)
    }

    /// Runs the closing of a variant.
    mutating func close() { FairPhase.close(&machine) }

    /// What the variant that ran last has led to.
    func execution() -> Execution {
        var execution = machine.execution(of: subject)
        execution.note(scheduler, machine)
        return execution
    }

    /// Steps of the variant so far, those of the beginning included.
    var steps: Int { machine.stepCount }
    /// Steps that all variants share.
    var stepsOfBeginning: Int { snapshot.stepCount }
    /// Whether the variant has shown anything so far.
    var hasViolations: Bool { machine.violationCount > 0 }
    /// What a closing can see of where the variant is.
    var endHash: UInt64 { machine.endHash }
}
