import DAXModel

/// What decides, beyond a case's own decisions, who runs. A strategy is a function of its seed and of what it is asked;
/// what it answers is recorded if it differs from what happens without it.
protocol Strategy: BitwiseCopyable {
    /// The number of the step before which it wants to be asked next; `Int.max` for never.
    var nextDecision: Int { get }

    /// Before a step of the current task: who runs instead, or nil to go on.
    /// - Parameters:
    ///   - step: The number of the step.
    ///   - candidates: Bit n: task n, another one, can run instead.
    mutating func before(step: Int, current: Int, candidates: Int) -> Int?

    /// The current task has blocked or ended its operation: who runs next, or nil for the usual one.
    /// - Parameters:
    ///   - step: The number of the next step.
    ///   - usual: Who runs without a decision, one of the candidates.
    mutating func after(step: Int, current: Int, usual: Int, candidates: Int) -> Int?
}

extension Strategy {
    mutating func after(step: Int, current: Int, usual: Int, candidates: Int) -> Int? { nil }
}

/// A replay: nothing is decided but by the case.
struct Recorded: Strategy {
    var nextDecision: Int { .max }
    mutating func before(step: Int, current: Int, candidates: Int) -> Int? { nil }
}

extension Random {
    /// One of the tasks of a mask; nil when it is empty.
    mutating func task(among candidates: Int) -> Int? {
        guard candidates != 0 else { return nil }
        var rest = candidates
        for _ in 0..<below(candidates.nonzeroBitCount) { rest &= rest &- 1 }
        return rest.trailingZeroBitCount
    }
}
