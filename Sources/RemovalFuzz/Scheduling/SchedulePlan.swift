/// Who takes whose place, beyond the decisions that the case has itself.
public enum SchedulePlan: Hashable, Sendable {
    /// Only the case's own decisions: a replay. Draws no random number.
    case recorded
    /// By the rule of the stack: at every step, one chance in `interval` to run another task.
    case random(seed: UInt64, interval: Int)
    /// By the rule of the stack, probabilistic concurrency testing: random priorities and `depth` - 1 change points among
    /// `length` steps.
    case pct(seed: UInt64, depth: Int, length: Int)
    /// By the rule of the stack: at most `count` preemptions at steps drawn from `length`.
    case bounded(seed: UInt64, count: Int, length: Int)
    /// By the free rule: a strategy, and how many of the next operations may begin early.
    case free(FreeStrategy, seed: UInt64, lookahead: Int)

    /// Nil for a replay, which follows the case's.
    public var rule: SchedulingRule? {
        switch self {
        case .recorded: nil
        case .random, .pct, .bounded: .stack
        case .free: .free
        }
    }
}

/// The strategies of the free rule.
public enum FreeStrategy: CaseIterable, Hashable, Sendable {
    case walk, nested, pause, partialOrder, uniform
}

extension FreeStrategy {
    /// A strategy in the shares of the search.
    public static func drawn(_ random: inout Random) -> FreeStrategy {
        switch random.below(16) {
        case 0..<5: .walk
        case 5..<10: .nested
        case 10..<14: .pause
        case 14: .partialOrder
        default: .uniform
        }
    }
}

extension SchedulePlan {
    /// How many of the next operations may begin early: what the search draws from.
    public static var lookaheads: [Int] { [2, 3, 4, 6, 8, 64] }

    /// By the rule of the stack, in the shares of the search of the last release: a third recorded, the rest by one of the
    /// strategies, whose parameters vary.
    public static func stacked(typicalSteps: Int, random: inout Random) -> SchedulePlan {
        let seed = random.next()
        switch random.below(9) {
        case 0, 1, 2: return .recorded
        case 3, 4: return .random(seed: seed, interval: 4 << random.below(6))
        case 5, 6: return .pct(seed: seed, depth: 2 + random.below(3), length: typicalSteps)
        default: return .bounded(seed: seed, count: 1 + random.below(3), length: typicalSteps)
        }
    }
}
