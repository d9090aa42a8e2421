import DAXModel

/// A walk on which whoever was switched away from goes on when the others have blocked or ended, the last one first.
struct NestedWalk: Strategy {
    private var random: Random
    private var pace: Pace
    /// The tasks that were switched away from, the first `waiting` of them.
    private let stack: TaskNumbers.View
    private var waiting = 0
    var nextDecision: Int { pace.next }

    init(seed: UInt64, from step: Int, tasks: TaskNumbers.View) {
        random = Random(seed: seed)
        pace = Pace(from: step, &random)
        stack = tasks
    }

    mutating func before(step: Int, current: Int, candidates: Int) -> Int? {
        pace.draw(after: step, &random)
        guard let task = random.task(among: candidates) else { return nil }
        if waiting < Limits.scheduledTasks {
            stack[waiting] = current
            waiting += 1
        }
        return task
    }

    mutating func after(step: Int, current: Int, usual: Int, candidates: Int) -> Int? {
        while waiting > 0 {
            waiting -= 1
            let task = stack[waiting]
            if candidates & 1 << task != 0 { return task }
        }
        return pace.choosesAfterwards ? random.task(among: candidates) : nil
    }
}
