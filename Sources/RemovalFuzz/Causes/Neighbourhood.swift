import DAXModel

/// Executions near a witness. What is gone from the witness alone may have moved a step away; what is gone from all of
/// these is gone.
///
/// Number 0 is the witness itself. The others move one or two of its decisions by a few steps of their task; where they are
/// those of the stack every other one gets one or two preemptions more, and where it has none, each. They stay near: far away are other
/// causes. A decision is known by task, operation, step and occurrence, so it means the same on a target that has a step
/// more. A function of the witness and the number.
struct Neighbourhood: Sendable {
    /// How far away members are.
    enum Reach: Sendable {
        case wide
        /// Decisions are moved by two steps at most, and there are no further ones.
        case narrow
    }

    /// Steps of its task by which a decision is moved at most.
    private static var farthest: Int { 8 }

    let subject: Case
    let reach: Reach
    /// For each decision, itself as it would be so many steps of its task earlier or later.
    private let moves: [[Preemption]]
    private let length: Int

    /// - Parameters:
    ///   - trace: The steps that the witness tries on the plain target.
    init(of subject: Case, reach: Reach, trace: [TaskPosition]) {
        self.subject = subject
        self.reach = reach
        length = trace.count
        let distance = reach == .narrow ? 2 : Self.farthest
        moves = subject.preemptions.map { DecisionPlaces(of: $0, in: trace).near(distance) }
    }

    /// A case and how it is executed.
    func member(_ number: Int) -> (case: Case, plan: SchedulePlan) {
        guard number > 0 else { return (subject, .recorded) }
        var random = Random(seed: UInt64(number))
        let isMoved = subject.rule == .free || reach == .narrow || number % 2 == 1
        guard isMoved, !subject.preemptions.isEmpty else {
            return (subject, .bounded(seed: random.next(), count: 1 + random.below(2), length: length))
        }
        var moved = subject
        for _ in 0..<1 + random.below(2) {
            let index = random.below(moved.preemptions.count)
            guard !moves[index].isEmpty else { continue }
            let choice = random.pick(moves[index])
            if !moved.preemptions.contains(choice) { moved.preemptions[index] = choice }
        }
        return (moved, .recorded)
    }
}
