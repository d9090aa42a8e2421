/// From time to time, to any other task. How long a task is left alone in the mean is drawn once: a walk is hectic or
/// calm.
struct Walk: Strategy {
    private var random: Random
    private var pace: Pace
    var nextDecision: Int { pace.next }

    init(seed: UInt64, from step: Int) {
        random = Random(seed: seed)
        pace = Pace(from: step, &random)
    }

    mutating func before(step: Int, current: Int, candidates: Int) -> Int? {
        pace.draw(after: step, &random)
        return random.task(among: candidates)
    }

    mutating func after(step: Int, current: Int, usual: Int, candidates: Int) -> Int? {
        pace.choosesAfterwards ? random.task(among: candidates) : nil
    }
}

/// When a walk switches: after distances that are drawn evenly from nothing to twice a mean.
struct Pace: BitwiseCopyable {
    private let mean: Int
    /// Who runs after a task has blocked or ended is the strategy's choice, and not left to the order.
    let choosesAfterwards: Bool
    /// The step before which it switches next.
    private(set) var next: Int

    /// A mean of 1 to 64 steps, the powers of two alike.
    init(from step: Int, _ random: inout Random) {
        mean = 1 << random.below(7)
        choosesAfterwards = random.chance(1, in: 2)
        next = step + random.below(2 * mean)
    }

    mutating func draw(after step: Int, _ random: inout Random) { next = step + 1 + random.below(2 * mean) }
}
