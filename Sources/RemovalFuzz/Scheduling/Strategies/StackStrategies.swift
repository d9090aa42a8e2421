import DAXModel

// The strategies of the rule of the stack, which the search used before the free rule.

/// At every step one chance in `interval`.
struct RandomInterrupts: Strategy {
    private var random: Random
    private let interval: Int
    private(set) var nextDecision: Int

    init(seed: UInt64, interval: Int) {
        random = Random(seed: seed)
        self.interval = max(1, interval)
        nextDecision = random.below(2 * self.interval)
    }

    mutating func before(step: Int, current: Int, candidates: Int) -> Int? {
        nextDecision = step + 1 + random.below(2 * interval)
        return random.task(among: candidates)
    }
}

/// A few preemptions at random steps.
struct BoundedInterrupts: Strategy {
    private var random: Random
    private var positions: SpreadPositions
    var nextDecision: Int { positions.next }

    init(seed: UInt64, count: Int, length: Int) {
        random = Random(seed: seed)
        positions = SpreadPositions(count: count, length: length, &random)
    }

    mutating func before(step: Int, current: Int, candidates: Int) -> Int? {
        positions.draw(after: step, &random)
        return random.task(among: candidates)
    }
}

/// Random priorities; at a few random steps the current task gets the lowest of all.
struct PriorityChanges: Strategy {
    private var random: Random
    private var positions: SpreadPositions
    private let priorities: TaskNumbers.View
    private var lowest = 0
    var nextDecision: Int { positions.next }

    init(seed: UInt64, depth: Int, length: Int, tasks: TaskNumbers.View) {
        random = Random(seed: seed)
        positions = SpreadPositions(count: depth - 1, length: length, &random)
        priorities = tasks
        for task in 0..<Limits.scheduledTasks { priorities[task] = random.below(1 << 20) }
    }

    mutating func before(step: Int, current: Int, candidates: Int) -> Int? {
        positions.draw(after: step, &random)
        lowest -= 1
        priorities[current] = lowest
        var best: Int?
        for task in 0..<Limits.scheduledTasks where candidates & (1 << task) != 0 {
            if best.map({ priorities[task] > priorities[$0] }) ?? true { best = task }
        }
        return best
    }
}

/// A number of steps drawn so that they spread over a length, one after the other.
private struct SpreadPositions: BitwiseCopyable {
    private let length: Int
    private var remaining: Int
    private(set) var next = Int.max

    init(count: Int, length: Int, _ random: inout Random) {
        self.length = max(1, length)
        remaining = max(0, count)
        draw(after: -1, &random)
    }

    mutating func draw(after step: Int, _ random: inout Random) {
        next = .max
        guard remaining > 0 else { return }
        let left = max(1, length - step - 1)
        // The smallest of `remaining` uniform draws.
        var smallest = random.below(left)
        for _ in 1..<max(1, min(remaining, 8)) { smallest = min(smallest, random.below(left)) }
        next = step + 1 + smallest
        remaining -= 1
    }
}
