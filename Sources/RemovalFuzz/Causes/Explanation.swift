import DAXModel

/// What a case needs to fail, part by part, and where its decisions may stand: by executing it without each, and with each
/// decision elsewhere.
public struct Explanation: Sendable {
    /// What an execution without a part, or with a decision elsewhere, leads to.
    public enum Effect: Hashable, Sendable {
        /// The same class of violation.
        case same
        /// Nothing is wrong.
        case clean
        /// Something else is wrong: the first signature.
        case other(String)
    }

    /// Where a decision may stand: all steps of its task were tried.
    public struct Window: Sendable {
        /// Places that lead to the same class in a row with the decision's own, that one included.
        public let length: Int
        /// The first and the last step of that row.
        public let first: String
        public let last: String
        /// Places elsewhere that lead to the same class.
        public let elsewhere: Int
        /// Places tried.
        public let tried: Int
        /// The nearest place that does not lead to it, how many steps of the task away it is, and what it leads to.
        public let nearest: (step: String, distance: Int, effect: Effect)?
    }

    public let violation: Violation
    public let wanted: ViolationClass
    /// Without each operation, fault and decision.
    public let operations: [Effect]
    public let faults: [Effect]
    public let decisions: [Effect]
    public let windows: [Window]
    /// Executions that it took.
    public let executions: Int

    /// nil: the case does not show the signature.
    public init?(of subject: Case, _ signature: String, on target: Target) {
        var trial = Trial(target)
        let execution = trial.executor.run(subject)
        guard let violation = execution.violations.first(where: { $0.signature == signature }) else { return nil }
        self.violation = violation
        wanted = execution.cause(of: violation)
        let trace = trial.executor.trace
        let wanted = wanted
        operations = subject.operations.indices.map { index in
            trial.effect(of: subject.dropping(index..<index + 1), wanted)
        }
        faults = subject.faults.indices.map { trial.effect(of: subject.droppingFaults($0..<$0 + 1), wanted) }
        decisions = subject.preemptions.indices.map {
            trial.effect(of: subject.droppingPreemptions($0..<$0 + 1), wanted)
        }
        windows = subject.preemptions.indices.map { trial.window(of: $0, in: subject, trace, wanted) }
        executions = trial.executions
    }

    /// Executes cases on one target and says what they show.
    private struct Trial: ~Copyable {
        var executor: Executor
        private(set) var executions = 1

        init(_ target: Target) { executor = Executor(target: target) }

        mutating func effect(of subject: Case, _ wanted: ViolationClass) -> Effect {
            executions += 1
            let violations = executor.run(subject).violations
            if violations.contains(where: { ViolationClass($0) == wanted }) { return .same }
            return violations.first.map { .other($0.signature) } ?? .clean
        }

        mutating func window(
            of index: Int, in subject: Case, _ trace: [TaskPosition], _ wanted: ViolationClass
        ) -> Window {
            let decision = subject.preemptions[index]
            let places = DecisionPlaces(of: decision, in: trace)
            // A place where another decision stands is not tried: a case has no two of one step.
            var effects: [Effect?] = []
            for place in places.all {
                guard place == decision || !subject.preemptions.contains(where: { $0.isAbout(sameStepAs: place) })
                else {
                    effects.append(nil)
                    continue
                }
                var moved = subject
                moved.preemptions[index] = place
                effects.append(effect(of: moved, wanted))
            }
            guard let own = places.own else {
                return Window(
                    length: 1, first: decision.step, last: decision.step, elsewhere: 0, tried: 0, nearest: nil)
            }
            var (low, high) = (own, own)
            while low > 0, effects[low - 1] == .same { low -= 1 }
            while high + 1 < effects.count, effects[high + 1] == .same { high += 1 }
            let outside = [low - 1, high + 1].filter { effects.indices.contains($0) && effects[$0] != nil }
                .min { abs($0 - own) < abs($1 - own) }
            return Window(
                length: high - low + 1, first: places.all[low].step, last: places.all[high].step,
                elsewhere: effects.count { $0 == .same } - (high - low + 1), tried: effects.count { $0 != nil },
                nearest: outside.flatMap { place in effects[place].map { (places.all[place].step, place - own, $0) } })
        }
    }
}

extension Preemption {
    /// Both are made at the same moment.
    fileprivate func isAbout(sameStepAs other: Preemption) -> Bool {
        (task, operation, occurrence) == (other.task, other.operation, other.occurrence) && step == other.step
            && (moment == .after) == (other.moment == .after)
    }
}
