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
