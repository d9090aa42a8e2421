/// Who interrupts whom, beyond the preemptions that the case names itself.
public enum SchedulePlan: Hashable, Sendable {
    /// Only the case's own preemptions: a replay. Draws no random number.
    case recorded
    /// At every step, one chance in `interval` to run another task.
    case random(seed: UInt64, interval: Int)
    /// Probabilistic concurrency testing: random priorities and `depth` - 1 change points among `length` steps.
    case pct(seed: UInt64, depth: Int, length: Int)
    /// At most `count` preemptions at steps drawn from `length`.
    case bounded(seed: UInt64, count: Int, length: Int)
}
