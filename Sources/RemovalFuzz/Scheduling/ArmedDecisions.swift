import DAXModel

/// The decisions of the executed case, by the step that they are about.
struct ArmedDecisions: ~Copyable {
    /// A decision about a step. Several steps share a name: then a decision is about each of them.
    private struct Armed {
        var position: TaskPosition
        var decision: Int
    }

    /// Whether a decision is made before a step, by `StepID.rawValue`.
    let stops: UnsafeMutablePointer<Bool>
    private var before: [Armed] = []
    private var after: [Armed] = []
    private var decisions: [Preemption] = []
    private var taken: [Bool] = []
    private var savedTaken: [Bool] = []

    init() {
        stops = .allocate(capacity: StepID.bound)
        stops.initialize(repeating: false, count: StepID.bound)
    }

    deinit { stops.deallocate() }

    /// Replaces the decisions by those of another case.
    mutating func arm<System: TaskSystem & ~Copyable>(_ decisions: [Preemption], in system: borrowing System) {
        for armed in before { stops[Int(armed.position.step.rawValue)] = false }
        before.removeAll(keepingCapacity: true)
        after.removeAll(keepingCapacity: true)
        taken.removeAll(keepingCapacity: true)
        self.decisions = decisions
        for (index, decision) in decisions.enumerated() {
            taken.append(false)
            for step in system.steps(named: decision.step) {
                let position = TaskPosition(task: Int(decision.task), operation: decision.operation, step: step)
                if decision.moment == .after {
                    after.append(Armed(position: position, decision: index))
                } else {
                    before.append(Armed(position: position, decision: index))
                    stops[Int(step.rawValue)] = true
                }
            }
        }
    }

    /// The first decision about a step that has not taken place.
    /// - Parameters:
    ///   - tried: So many steps of the trace come before it.
    ///   - afterwards: A decision that is made after the step, not before.
    func open(
        at position: TaskPosition, in trace: UnsafePointer<TaskPosition>, tried: Int, afterwards: Bool
    ) -> Int? {
        var occurrence: Int?
        for armed in afterwards ? after : before where armed.position == position && !taken[armed.decision] {
            let seen = occurrence ?? position.occurrences(in: trace, count: tried)
            occurrence = seen
            if Int(decisions[armed.decision].occurrence) == seen { return armed.decision }
        }
        return nil
    }

    /// The task that a decision names.
    func run(_ index: Int) -> Int { Int(decisions[index].run) }

    /// Notes that a decision takes place.
    mutating func take(_ index: Int) { taken[index] = true }

    var skipped: Int { taken.count { !$0 } }
    /// Bit n: decision n took place.
    var takenMask: Int { taken.indices.reduce(0) { taken[$1] ? $0 | 1 << $1 : $0 } }

    mutating func save() {
        savedTaken.removeAll(keepingCapacity: true)
        savedTaken.append(contentsOf: taken)
    }

    mutating func restore() { for index in taken.indices { taken[index] = savedTaken[index] } }
}
