import DAXModel

/// A strategy's decisions while one case runs: at which steps it looks for another task, and which one it takes.
///
/// All strategies work on top of the case's order of operations; what they decide is recorded as preemptions.
struct Strategy {
    private enum Kind { case none, random, pct, bounded }
    private var kind = Kind.none
    private var random = Random(seed: 0)
    private var interval = 1
    private var remaining = 0
    private var length = 1
    private var priorities = [Int](repeating: 0, count: Limits.scheduledTasks)
    private var lowest = 0
    /// The number of the step before which the strategy decides next; `Int.max` for never.
    private(set) var nextDecision = Int.max

    /// Starts afresh for one execution.
    mutating func begin(_ plan: SchedulePlan) {
        nextDecision = .max
        switch plan {
        case .recorded:
            kind = .none
        case .random(let seed, let interval):
            kind = .random
            random = Random(seed: seed)
            self.interval = max(1, interval)
            nextDecision = random.below(2 * self.interval)
        case .pct(let seed, let depth, let length):
            beginPositions(.pct, seed, count: max(0, depth - 1), length)
            for task in priorities.indices { priorities[task] = random.below(1 << 20) }
            lowest = 0
        case .bounded(let seed, let count, let length):
            beginPositions(.bounded, seed, count: max(0, count), length)
        }
    }

    private mutating func beginPositions(_ kind: Kind, _ seed: UInt64, count: Int, _ length: Int) {
        self.kind = kind
        random = Random(seed: seed)
        self.length = max(1, length)
        remaining = count
        scheduleNext(after: -1)
    }

    /// Draws the next position so that `remaining` of them spread over what is left of `length`.
    private mutating func scheduleNext(after step: Int) {
        guard remaining > 0 else {
            nextDecision = .max
            return
        }
        let left = max(1, length - step - 1)
        // The smallest of `remaining` uniform draws.
        var smallest = random.below(left)
        for _ in 1..<max(1, min(remaining, 8)) { smallest = min(smallest, random.below(left)) }
        nextDecision = step + 1 + smallest
        remaining -= 1
    }

    /// Chooses among the candidates at a decision point; nil to go on with the current task.
    /// - Parameter candidates: bit n: task n can run instead.
    mutating func decide(step: Int, current: Int, candidates: Int) -> Int? {
        switch kind {
        case .none:
            return nil
        case .random:
            nextDecision = step + 1 + random.below(2 * interval)
            return pick(candidates)
        case .bounded:
            scheduleNext(after: step)
            return pick(candidates)
        case .pct:
            scheduleNext(after: step)
            lowest -= 1
            priorities[current] = lowest
            var best = -1
            for task in 0..<Limits.scheduledTasks where candidates & (1 << task) != 0 {
                if best < 0 || priorities[task] > priorities[best] { best = task }
            }
            return best < 0 ? nil : best
        }
    }

    private mutating func pick(_ candidates: Int) -> Int? {
        guard candidates != 0 else { return nil }
        var skip = random.below(candidates.nonzeroBitCount)
        for task in 0..<Limits.scheduledTasks where candidates & (1 << task) != 0 {
            if skip == 0 { return task }
            skip -= 1
        }
        return nil
    }
}
