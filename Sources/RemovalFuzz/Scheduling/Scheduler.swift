import DAXModel

/// Runs the hostile part of an execution on any system of tasks: operations in their order, and where the case or a
/// strategy decides it, somebody else. Once it has been used it allocates nothing.
///
/// A task goes on until it blocks or its operation ends. Then whoever was woken first goes on, else the next operation in
/// order begins. A decision before a step puts another task in the current one's place; one after a step says who
/// follows. By the rule of the stack a task whose place was taken resumes as soon as the other has blocked or ended.
public struct Scheduler: ~Copyable {
    var strategy = PlannedStrategy()
    /// The step before which the strategy is asked next.
    var nextDecision = Int.max
    /// How many operations that have not begun are looked at for tasks that could begin early.
    var lookahead = 0
    var rule = SchedulingRule.stack
    var order = OperationOrder()
    var decisions = ArmedDecisions()
    var log: DecisionLog
    /// The steps tried.
    let trace: UnsafeMutablePointer<TaskPosition>
    /// By the rule of the stack: the tasks whose place was taken.
    var stack: [Int] = []
    /// Steps tried when the strategy was asked last, or a decision of the case took place: a step comes before the next
    /// question, so no two decisions are about the same step.
    var askedAt = -1
    private var saved = Position()

    /// A strategy picks among tasks that are inside an operation already, so that every operation begins only when
    /// nobody can go on: the order that user space can enforce. The case's own decisions are not concerned.
    public var keepsOrder = false
    /// Steps tried so far.
    public internal(set) var tried = 0

    /// - Parameter decisionLimit: Most decisions of an execution; after that a strategy is not asked any more.
    public init(decisionLimit: Int = Limits.preemptions) {
        log = DecisionLog(limit: decisionLimit)
        trace = .allocate(capacity: Limits.steps)
        stack.reserveCapacity(decisionLimit)
        // Made now: the model's edges on the way to it would count as those of the first execution that asks.
        _ = StepIndex.steps(named: "")
    }

    deinit { trace.deallocate() }

    /// Decisions of the case that did not take place.
    public var skipped: Int { decisions.skipped }
    /// Bit n: decision n of the case took place.
    public var takenPreemptions: Int { decisions.takenMask }
    /// Bit n: fault n of the case held back an operation that would have begun.
    public var heldFaults: Int { order.heldFaults }

    /// What took place, in order: as the decisions of the case, it leads to the same execution without a strategy. What
    /// changes nothing is not in it.
    public func recorded<System: TaskSystem & ~Copyable>(in system: borrowing System) -> [Preemption] {
        log.spelled(in: system, trace: trace)
    }

    /// Runs the operations of a case until none can go on.
    /// - Precondition: the plan's rule is the case's, where both have one.
    public mutating func run<System: TaskSystem & ~Copyable>(
        _ system: inout System, _ c: borrowing Case, plan: SchedulePlan
    ) {
        begin(system, c, rule: plan.rule)
        follow(plan)
        go(&system)
    }

    // MARK: A beginning that several executions share

    /// What an execution that goes on from here needs to know, beside what the case and the trace hold.
    private struct Position {
        var tried = 0
        var decisions = 0
    }

    /// Runs the operations of a case without a strategy until, nobody being able to go on, the order would begin the
    /// operation at an index of the program, or a later one; and remembers where that is.
    public mutating func runBeginning<System: TaskSystem & ~Copyable>(
        _ system: inout System, _ c: borrowing Case, before entry: Int, rule: SchedulingRule
    ) {
        begin(system, c, rule: rule)
        follow(.recorded)
        order.stop = entry
        go(&system)
        order.stop = .max
        saved = Position(tried: tried, decisions: log.count)
        order.save()
        decisions.save()
    }

    /// Goes on from where `runBeginning` ended, on a system that has been put back there.
    public mutating func resume<System: TaskSystem & ~Copyable>(_ system: inout System, plan: SchedulePlan) {
        tried = saved.tried
        log.truncate(to: saved.decisions)
        order.restore()
        decisions.restore()
        stack.removeAll(keepingCapacity: true)
        askedAt = -1
        follow(plan)
        go(&system)
    }

    // MARK: Running

    private mutating func begin<System: TaskSystem & ~Copyable>(
        _ system: borrowing System, _ c: borrowing Case, rule: SchedulingRule?
    ) {
        precondition(system.taskCount <= Limits.scheduledTasks, "a system with too many tasks")
        precondition(rule == nil || c.rule == nil || rule == c.rule, "a plan by another rule than the case's decisions")
        self.rule = rule ?? c.rule ?? .free
        order.begin(c)
        decisions.arm(c.preemptions, in: system)
        log.truncate(to: 0)
        stack.removeAll(keepingCapacity: true)
        tried = 0
        askedAt = -1
    }

    private mutating func follow(_ plan: SchedulePlan) {
        strategy.follow(plan, from: tried)
        nextDecision = strategy.nextDecision
        if case .free(_, _, let lookahead) = plan { self.lookahead = lookahead } else { lookahead = 4 }
    }

    private mutating func go<System: TaskSystem & ~Copyable>(_ system: inout System) {
        var current = -1
        // Who resumes is not displaced at once.
        var resumed = false
        while tried < Limits.steps {
            if current < 0 {
                if let waiting = popWaiting(system) {
                    (current, resumed) = (waiting, true)
                } else if let next = successor(&system) {
                    current = next
                } else {
                    return
                }
            }
            if !resumed, let other = displace(&system, current) {
                if rule == .stack {
                    system.notePreemption(at: system.position(of: current).step, by: other)
                    stack.append(current)
                }
                current = other
                continue
            }
            resumed = false
            switch runBurst(&system, current) {
            case .ran: break
            case .ended:
                order.markEnded(current)
                current = -1
            case .blocked, .oopsed: current = -1
            }
        }
    }

    /// Runs a task up to the next point where its place could be taken.
    private mutating func runBurst<System: TaskSystem & ~Copyable>(
        _ system: inout System, _ task: Int
    ) -> StepOutcome {
        let limit = max(1, min(Limits.steps, nextDecision) - tried)
        let end = system.run(task, Burst(limit: limit, stops: decisions.stops, trace: trace + tried))
        tried += end.count
        return end.outcome
    }

    /// By the rule of the stack: the task whose place was taken last and that can go on.
    private mutating func popWaiting<System: TaskSystem & ~Copyable>(_ system: borrowing System) -> Int? {
        while let task = stack.popLast() { if system.isRunnable(task) { return task } }
        return nil
    }
}
