import DAXModel

/// Partial order sampling: each task's next step has a random priority, the highest one runs, and its task draws anew.
///
/// A simplification: the published rule draws anew for the steps that the executed one races with; what a step will touch
/// is not known before it is executed.
struct PartialOrder: Strategy {
    private var random: Random
    private let priorities: TaskNumbers.View
    private(set) var nextDecision: Int

    init(seed: UInt64, from step: Int, tasks: TaskNumbers.View) {
        random = Random(seed: seed)
        nextDecision = step
        priorities = tasks
        for task in 0..<Limits.scheduledTasks { priorities[task] = drawn() }
    }

    mutating func before(step: Int, current: Int, candidates: Int) -> Int? {
        nextDecision = step + 1
        let best = highest(candidates | 1 << current)
        priorities[best] = drawn()
        return best == current ? nil : best
    }

    mutating func after(step: Int, current: Int, usual: Int, candidates: Int) -> Int? {
        nextDecision = step + 1
        let best = highest(candidates)
        priorities[best] = drawn()
        return best
    }

    private mutating func drawn() -> Int { Int(truncatingIfNeeded: random.next() >> 1) }

    private func highest(_ candidates: Int) -> Int {
        var rest = candidates
        var best = candidates.trailingZeroBitCount
        while rest != 0 {
            let task = rest.trailingZeroBitCount
            if priorities[task] > priorities[best] { best = task }
            rest &= rest &- 1
        }
        return best
    }
}
