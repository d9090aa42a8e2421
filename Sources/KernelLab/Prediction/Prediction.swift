import DAXModel
import RemovalFuzz

/// What the model says a case will show on a target: the outcomes of all schedules that honour the case's order of
/// operations, and those that need more than user space can enforce.
///
/// Where at no moment more than one task can run there is one schedule; if tasks sleep at its end, with several orders
/// of the closing. Otherwise schedules are sampled, from fixed seeds, until many in a row have shown nothing new.
public struct Prediction: Sendable {
    /// Schedules in a row without a new outcome after which the sampling ends.
    private static var patience: Int { 300 }
    /// Most schedules that are sampled.
    private static var limit: Int { 3000 }

    public let target: Target
    /// An operation begins only when nobody can go on. Not so where the case interrupts operations: its program begins
    /// two at once then, and any may begin before the one before it has ended.
    private let keepsOrder: Bool
    /// Outcomes of the case without its preemptions and without faults that only a model can inject, distinct, in the
    /// order they were found. The first belongs to the schedule that switches only where a task sleeps or ends.
    public private(set) var outcomes: [Outcome] = []
    /// The outcome of the case as it is, where it has preemptions or faults that cannot be forced; else nil.
    public private(set) var forced: Outcome?
    /// Schedules that were run.
    public private(set) var schedules = 0
    /// Violations of the schedules behind `outcomes`, by signature, in the order they were found.
    public private(set) var signatures: [String] = []

    /// - Parameter seen: What kernels showed. The sampling ends as soon as all of it is predicted; if some of it is not,
    ///   or none is given, it goes on to its end.
    /// - Precondition: the case is valid.
    public init(of c: Case, on target: Target, explaining seen: [Outcome] = []) {
        self.target = target
        keepsOrder = c.preemptions.isEmpty
        var plain = c
        plain.preemptions = []
        plain.faults = c.faults.filter(\.isForceable)
        var quiet = 0
        if run(plain, .recorded) || !keepsOrder {
            var isExplained = explains(seen)
            while !isExplained && quiet < Prediction.patience && schedules < Prediction.limit {
                let known = outcomes.count
                _ = run(plain, Prediction.plan(schedules))
                quiet = outcomes.count > known ? 0 : quiet + 1
                if quiet == 0 { isExplained = explains(seen) }
            }
        }
        if plain != c { forced = Outcome(Observation(of: c, on: target), of: c) }
    }

    /// User space cannot force the case's own outcome, and nothing that is compared tells it from what it can force.
    public var isIndistinct: Bool { forced.map { unforced.contains($0) } ?? false }

    /// The outcomes that need no luck: where operations may begin early, only that of the plain order.
    var unforced: [Outcome] { keepsOrder ? outcomes : Array(outcomes.prefix(1)) }

    /// Whether something was seen, and all of it is predicted.
    private func explains(_ seen: [Outcome]) -> Bool {
        !seen.isEmpty && seen.allSatisfy { seen in outcomes.contains { $0.differences(from: seen).isEmpty } }
    }

    /// Runs one schedule; whether another one could show something else.
    private mutating func run(_ c: Case, _ plan: SchedulePlan) -> Bool {
        let seen = observe(c, plan, firstInClosing: 0)
        // Who goes on first when the closing lets everybody go is anybody's guess.
        if !seen.sleepers.isEmpty {
            for task in 1..<Limits.userTasks { _ = observe(c, plan, firstInClosing: task) }
        }
        return seen.hadChoice
    }

    private mutating func observe(_ c: Case, _ plan: SchedulePlan, firstInClosing: Int) -> Observation {
        let seen = Observation(of: c, on: target, plan: plan, keepsOrder: keepsOrder, firstInClosing: firstInClosing)
        schedules += 1
        let outcome = Outcome(seen, of: c)
        if !outcomes.contains(outcome) { outcomes.append(outcome) }
        for signature in seen.execution.signatures where !signatures.contains(signature) {
            signatures.append(signature)
        }
        return seen
    }

    /// Few and many preemptions in turn.
    private static func plan(_ index: Int) -> SchedulePlan {
        let seed = UInt64(index)
        switch index % 3 {
        case 0: return .random(seed: seed, interval: 2)
        case 1: return .random(seed: seed, interval: 12)
        default: return .pct(seed: seed, depth: 3, length: 400)
        }
    }
}

extension Fault {
    /// User space can bring it about: a task that starts its operation later.
    public var isForceable: Bool { site == .delayTask }
}
