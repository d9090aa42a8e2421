import DAXModel

/// A walk on which whoever was switched away from sits out for a while, or for good, unless nobody else can run: one
/// task stands still at a step while the others go far.
struct PausingWalk: Strategy {
    private var random: Random
    private var pace: Pace
    /// By task: the step from which it may run again.
    private let until: TaskNumbers.View
    /// A pause lasts from 2 to this power to twice that; the longest ones never end.
    private let power: Int
    var nextDecision: Int { pace.next }

    init(seed: UInt64, from step: Int, tasks: TaskNumbers.View) {
        random = Random(seed: seed)
        pace = Pace(from: step, &random)
        power = random.below(10)
        until = tasks
        for task in 0..<Limits.scheduledTasks { until[task] = 0 }
    }

    mutating func before(step: Int, current: Int, candidates: Int) -> Int? {
        pace.draw(after: step, &random)
        guard let task = random.task(among: awake(candidates, step)) else { return nil }
        until[current] = power < 8 ? step + 1 << power + random.below(1 << power) : .max
        return task
    }

    mutating func after(step: Int, current: Int, usual: Int, candidates: Int) -> Int? {
        let awake = awake(candidates, step)
        if !pace.choosesAfterwards && (awake == 0 || awake & 1 << usual != 0) { return nil }
        return random.task(among: awake == 0 ? candidates : awake)
    }

    /// Those of the candidates that do not sit out.
    private func awake(_ candidates: Int, _ step: Int) -> Int {
        var result = candidates
        var rest = candidates
        while rest != 0 {
            let task = rest.trailingZeroBitCount
            if until[task] > step { result &= ~(1 << task) }
            rest &= rest &- 1
        }
        return result
    }
}
