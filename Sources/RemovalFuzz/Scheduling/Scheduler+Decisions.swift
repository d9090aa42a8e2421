import DAXModel

// Where somebody else runs than without a decision. A decision of the case comes before the strategy's.
extension Scheduler {
    /// The task that takes the current one's place before its next step, if the case or the strategy says so.
    mutating func displace<System: TaskSystem & ~Copyable>(_ system: inout System, _ current: Int) -> Int? {
        let position = system.position(of: current)
        let isDue = tried >= nextDecision && askedAt != tried
        guard isDue || decisions.stops[Int(position.step.rawValue)] else { return nil }
        if log.isFull {
            // Nothing more is decided, so nobody has to be asked.
            nextDecision = .max
            return nil
        }
        var other = decided(system, before: position, by: current)
        if isDue && (other == nil || rule == .stack) {
            let candidates = other == nil ? candidates(system) & ~(1 &<< current) & ~waiting : 0
            let choice = ask(current, candidates: candidates)
            if other == nil { other = choice }
        }
        guard let other else { return nil }
        askedAt = tried
        log.append(rule == .stack ? .interrupting : .before, at: position, tried: tried, run: other)
        if system.isIdle(other) { order.startEarly(&system, other) }
        return other
    }

    private mutating func ask(_ current: Int, candidates: Int) -> Int? {
        let choice = strategy.before(step: tried, current: current, candidates: candidates)
        nextDecision = strategy.nextDecision
        return choice
    }

    /// Who runs now that the task of the last step has blocked or ended its operation; nil when nobody can.
    mutating func successor<System: TaskSystem & ~Copyable>(_ system: inout System) -> Int? {
        guard let usual = order.next(system) else { return nil }
        let task = usual.task
        if rule == .free, tried > 0, !log.isFull, let other = follower(system, usual: task), other != task {
            log.append(.after, at: trace[tried - 1], tried: tried - 1, run: other)
            if system.isIdle(other) { order.startEarly(&system, other) }
            return other
        }
        if case .begins(let entry) = usual { order.start(&system, entry) }
        return task
    }

    /// Who follows the last step by a decision; it may be the usual task.
    private mutating func follower<System: TaskSystem & ~Copyable>(_ system: borrowing System, usual: Int) -> Int? {
        let last = trace[tried - 1]
        if let other = decided(system, after: last) {
            askedAt = tried
            return other
        }
        guard strategy.isAskedAfterwards else { return nil }
        askedAt = tried
        let choice = strategy.after(
            step: tried, current: last.task, usual: usual, candidates: candidates(system) | 1 &<< usual)
        nextDecision = strategy.nextDecision
        return choice
    }

    // MARK: The case's own

    private mutating func decided<System: TaskSystem & ~Copyable>(
        _ system: borrowing System, before position: TaskPosition, by current: Int
    ) -> Int? {
        guard decisions.stops[Int(position.step.rawValue)] else { return nil }
        guard let index = decisions.open(at: position, in: trace, tried: tried, afterwards: false) else { return nil }
        return take(index, system, instead: current)
    }

    private mutating func decided<System: TaskSystem & ~Copyable>(
        _ system: borrowing System, after position: TaskPosition
    ) -> Int? {
        guard let index = decisions.open(at: position, in: trace, tried: tried - 1, afterwards: true) else {
            return nil
        }
        return take(index, system, instead: -1)
    }

    /// The task that a decision names, if it can run now.
    private mutating func take<System: TaskSystem & ~Copyable>(
        _ index: Int, _ system: borrowing System, instead current: Int
    ) -> Int? {
        let other = decisions.run(index)
        guard other != current, other < system.taskCount,
            system.isRunnable(other) || (system.isIdle(other) && order.nextEntry(of: other) != nil)
        else { return nil }
        decisions.take(index)
        return other
    }

    // MARK: Candidates

    /// Tasks that can run: those inside an operation, and those whose next operation is among the next ones.
    private func candidates<System: TaskSystem & ~Copyable>(_ system: borrowing System) -> Int {
        system.runnableTasks | (keepsOrder ? 0 : order.canBegin(system, within: lookahead))
    }

    /// By the rule of the stack: the tasks whose place was taken.
    private var waiting: Int { stack.reduce(0) { $0 | 1 &<< $1 } }
}
