/// The strategy of a plan. All of them stand side by side, so that asking one copies none: it happens in the search's
/// inner loop.
struct PlannedStrategy: ~Copyable {
    private enum Kind {
        case recorded, random, pct, bounded, walk, nested, pause, partialOrder, uniform
    }

    private var kind = Kind.recorded
    /// What the strategy that is followed remembers of each task.
    private let tasks = TaskNumbers()
    private var recorded = Recorded()
    private var random: RandomInterrupts
    private var pct: PriorityChanges
    private var bounded: BoundedInterrupts
    private var walk: Walk
    private var nested: NestedWalk
    private var pause: PausingWalk
    private var partialOrder: PartialOrder
    private var uniform: Uniform

    /// The step before which it wants to be asked next.
    private(set) var nextDecision = Int.max

    init() {
        random = RandomInterrupts(seed: 0, interval: 1)
        pct = PriorityChanges(seed: 0, depth: 1, length: 1, tasks: tasks.view)
        bounded = BoundedInterrupts(seed: 0, count: 0, length: 1)
        walk = Walk(seed: 0, from: 0)
        nested = NestedWalk(seed: 0, from: 0, tasks: tasks.view)
        pause = PausingWalk(seed: 0, from: 0, tasks: tasks.view)
        partialOrder = PartialOrder(seed: 0, from: 0, tasks: tasks.view)
        uniform = Uniform(seed: 0, from: 0)
    }

    /// Begins anew.
    /// - Parameter step: The number of the first step that it may decide about.
    mutating func follow(_ plan: SchedulePlan, from step: Int) {
        switch plan {
        case .recorded: kind = .recorded
        case .random(let seed, let interval):
            (kind, random) = (.random, RandomInterrupts(seed: seed, interval: interval))
        case .pct(let seed, let depth, let length):
            (kind, pct) = (.pct, PriorityChanges(seed: seed, depth: depth, length: length, tasks: tasks.view))
        case .bounded(let seed, let count, let length):
            (kind, bounded) = (.bounded, BoundedInterrupts(seed: seed, count: count, length: length))
        case .free(let strategy, let seed, _): follow(strategy, seed, step)
        }
        nextDecision = with(Next())
    }

    private mutating func follow(_ strategy: FreeStrategy, _ seed: UInt64, _ step: Int) {
        switch strategy {
        case .walk: (kind, walk) = (.walk, Walk(seed: seed, from: step))
        case .nested: (kind, nested) = (.nested, NestedWalk(seed: seed, from: step, tasks: tasks.view))
        case .pause: (kind, pause) = (.pause, PausingWalk(seed: seed, from: step, tasks: tasks.view))
        case .partialOrder:
            (kind, partialOrder) = (.partialOrder, PartialOrder(seed: seed, from: step, tasks: tasks.view))
        case .uniform: (kind, uniform) = (.uniform, Uniform(seed: seed, from: step))
        }
    }

    /// Whether it has a say in who follows: a replay has none.
    var isAskedAfterwards: Bool { kind != .recorded }

    mutating func before(step: Int, current: Int, candidates: Int) -> Int? {
        let answer = with(Before(step: step, current: current, candidates: candidates))
        nextDecision = with(Next())
        return answer
    }

    mutating func after(step: Int, current: Int, usual: Int, candidates: Int) -> Int? {
        let answer = with(After(step: step, current: current, usual: usual, candidates: candidates))
        nextDecision = with(Next())
        return answer
    }

    @inline(__always) private mutating func with<Q: Question>(_ question: Q) -> Q.Answer {
        switch kind {
        case .recorded: question.put(to: &recorded)
        case .random: question.put(to: &random)
        case .pct: question.put(to: &pct)
        case .bounded: question.put(to: &bounded)
        case .walk: question.put(to: &walk)
        case .nested: question.put(to: &nested)
        case .pause: question.put(to: &pause)
        case .partialOrder: question.put(to: &partialOrder)
        case .uniform: question.put(to: &uniform)
        }
    }
}

/// One of the questions of `Strategy`.
private protocol Question {
    associatedtype Answer
    func put<S: Strategy>(to strategy: inout S) -> Answer
}

private struct Next: Question {
    @inline(__always) func put<S: Strategy>(to strategy: inout S) -> Int { strategy.nextDecision }
}

private struct Before: Question {
    let step: Int
    let current: Int
    let candidates: Int

    @inline(__always) func put<S: Strategy>(to strategy: inout S) -> Int? {
        strategy.before(step: step, current: current, candidates: candidates)
    }
}

private struct After: Question {
    let step: Int
    let current: Int
    let usual: Int
    let candidates: Int

    @inline(__always) func put<S: Strategy>(to strategy: inout S) -> Int? {
        strategy.after(step: step, current: current, usual: usual, candidates: candidates)
    }
}
