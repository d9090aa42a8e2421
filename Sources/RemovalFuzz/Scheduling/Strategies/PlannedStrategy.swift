/// The strategy of a plan, as a value without a box: it is asked in the search's inner loop.
enum PlannedStrategy: BitwiseCopyable {
    case recorded(Recorded)
    case random(RandomInterrupts)
    case pct(PriorityChanges)
    case bounded(BoundedInterrupts)
    case walk(Walk)
    case nested(NestedWalk)
    case pause(PausingWalk)
    case partialOrder(PartialOrder)
    case uniform(Uniform)

    /// - Parameter step: The number of the first step that it may decide about.
    init(_ plan: SchedulePlan, from step: Int) {
        switch plan {
        case .recorded: self = .recorded(Recorded())
        case .random(let seed, let interval): self = .random(RandomInterrupts(seed: seed, interval: interval))
        case .pct(let seed, let depth, let length):
            self = .pct(PriorityChanges(seed: seed, depth: depth, length: length))
        case .bounded(let seed, let count, let length):
            self = .bounded(BoundedInterrupts(seed: seed, count: count, length: length))
        case .free(.walk, let seed, _): self = .walk(Walk(seed: seed, from: step))
        case .free(.nested, let seed, _): self = .nested(NestedWalk(seed: seed, from: step))
        case .free(.pause, let seed, _): self = .pause(PausingWalk(seed: seed, from: step))
        case .free(.partialOrder, let seed, _): self = .partialOrder(PartialOrder(seed: seed, from: step))
        case .free(.uniform, let seed, _): self = .uniform(Uniform(seed: seed, from: step))
        }
    }

    var nextDecision: Int {
        switch self {
        case .recorded(let strategy): strategy.nextDecision
        case .random(let strategy): strategy.nextDecision
        case .pct(let strategy): strategy.nextDecision
        case .bounded(let strategy): strategy.nextDecision
        case .walk(let strategy): strategy.nextDecision
        case .nested(let strategy): strategy.nextDecision
        case .pause(let strategy): strategy.nextDecision
        case .partialOrder(let strategy): strategy.nextDecision
        case .uniform(let strategy): strategy.nextDecision
        }
    }

    /// Whether it has a say in who follows: a replay has none.
    var isAskedAfterwards: Bool {
        if case .recorded = self { return false }
        return true
    }

    mutating func before(step: Int, current: Int, candidates: Int) -> Int? {
        ask(Before(step: step, current: current, candidates: candidates))
    }

    mutating func after(step: Int, current: Int, usual: Int, candidates: Int) -> Int? {
        ask(After(step: step, current: current, usual: usual, candidates: candidates))
    }

    @inline(__always) private mutating func ask(_ question: some Question) -> Int? {
        switch self {
        case .recorded: return nil
        case .random(var strategy):
            defer { self = .random(strategy) }
            return question.put(to: &strategy)
        case .pct(var strategy):
            defer { self = .pct(strategy) }
            return question.put(to: &strategy)
        case .bounded(var strategy):
            defer { self = .bounded(strategy) }
            return question.put(to: &strategy)
        case .walk(var strategy):
            defer { self = .walk(strategy) }
            return question.put(to: &strategy)
        case .nested(var strategy):
            defer { self = .nested(strategy) }
            return question.put(to: &strategy)
        case .pause(var strategy):
            defer { self = .pause(strategy) }
            return question.put(to: &strategy)
        case .partialOrder(var strategy):
            defer { self = .partialOrder(strategy) }
            return question.put(to: &strategy)
        case .uniform(var strategy):
            defer { self = .uniform(strategy) }
            return question.put(to: &strategy)
        }
    }
}

/// One of the two questions of `Strategy`.
private protocol Question {
    func put<S: Strategy>(to strategy: inout S) -> Int?
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
