import DAXModel

/// Runs the hostile part of an execution on any system of tasks: operations in their order, preemptions where the case
/// or a strategy puts them. After loading it allocates nothing but the preemptions that it records.
public struct Scheduler: ~Copyable {
    /// How many not yet started operations a strategy looks ahead for tasks that could start early.
    private static var lookahead: Int { 4 }

    private var strategy = Strategy()
    private var program = Program()
    /// The steps tried.
    private let trace: UnsafeMutablePointer<TaskPosition>
    /// Whether one of the case's preemptions names a step, by step.
    private let isArmed: UnsafeMutablePointer<Bool>
    /// The steps that the case's preemptions name, in the order of the preemptions; each with its preemption's index.
    private var armed: [(step: StepID, decision: Int)] = []
    private var starts = [Int](repeating: 0, count: Limits.scheduledTasks)
    private var stack: [Int] = []
    private var decisions: [Preemption] = []
    private var taken: [Bool] = []
    private var ended: [Bool] = []
    /// The `delayTask` faults, each with its index in the case.
    private var delays: [(fault: Fault, index: Int)] = []
    private var operations: [Operation] = []
    /// Entries before this one have been started or can never be.
    private var firstOpen = 0
    /// A strategy picks among tasks that are inside an operation already, so that every operation begins only when
    /// nobody can go on: the order that user space can enforce. The case's own preemptions are not concerned.
    public var keepsOrder = false
    /// Steps tried so far.
    public private(set) var tried = 0
    /// What took place, in order.
    public private(set) var recorded: [Preemption] = []

    public init() {
        trace = .allocate(capacity: Limits.steps)
        isArmed = .allocate(capacity: StepID.bound)
        isArmed.initialize(repeating: false, count: StepID.bound)
        stack.reserveCapacity(Limits.preemptions)
        // Made now: the model's edges on the way to it would count as those of the first execution that asks.
        _ = StepIndex.steps(named: "")
    }

    deinit {
        trace.deallocate()
        isArmed.deallocate()
    }

    /// Preemptions of the case that did not take place.
    public var skipped: Int { taken.count { !$0 } }
    /// Bit n: preemption n of the case took place.
    public var takenPreemptions: Int { taken.indices.reduce(0) { taken[$1] ? $0 | 1 << $1 : $0 } }
    /// Bit n: fault n of the case held back an operation that would have begun.
    public private(set) var heldFaults = 0

    /// Runs the operations of a case until none can go on.
    public mutating func run<System: TaskSystem & ~Copyable>(
        _ system: inout System, _ c: borrowing Case, plan: SchedulePlan
    ) {
        precondition(system.taskCount <= Limits.scheduledTasks, "a system with too many tasks")
        begin(c, plan)
        arm(system)
        defer { disarm() }
        var current = -1
        var resumed = false
        while tried < Limits.steps {
            if current < 0 {
                current = pickNext(&system)
                guard current >= 0 else { return }
                resumed = false
            }
            if !resumed, let other = preempt(&system, current) {
                system.notePreemption(at: system.position(of: current).step, by: other)
                stack.append(current)
                current = other
                continue
            }
            resumed = false
            switch runBurst(&system, current) {
            case .ran:
                break
            case .ended:
                markEnded(current)
                current = resume(&system)
                resumed = current >= 0
            case .blocked, .oopsed:
                current = resume(&system)
                resumed = current >= 0
            }
        }
    }

    /// Runs a task up to the next point where it could be preempted.
    private mutating func runBurst<System: TaskSystem & ~Copyable>(
        _ system: inout System, _ task: Int
    ) -> StepOutcome {
        let limit = max(1, min(Limits.steps, strategy.nextDecision) - tried)
        let end = system.run(task, Burst(limit: limit, stops: isArmed, trace: trace + tried))
        tried += end.count
        return end.outcome
    }

    // MARK: Beginning and end

    private mutating func begin(_ c: borrowing Case, _ plan: SchedulePlan) {
        operations = c.operations
        program.load(operations)
        strategy.begin(plan)
        decisions = c.preemptions
        taken.removeAll(keepingCapacity: true)
        for _ in decisions { taken.append(false) }
        delays.removeAll(keepingCapacity: true)
        heldFaults = 0
        for (index, fault) in c.faults.enumerated() where fault.site == .delayTask { delays.append((fault, index)) }
        ended.removeAll(keepingCapacity: true)
        for _ in operations { ended.append(false) }
        for task in starts.indices { starts[task] = 0 }
        stack.removeAll(keepingCapacity: true)
        recorded.removeAll()
        tried = 0
        firstOpen = 0
    }

    private mutating func arm<System: TaskSystem & ~Copyable>(_ system: borrowing System) {
        for index in decisions.indices {
            for step in system.steps(named: decisions[index].step) {
                isArmed[Int(step.rawValue)] = true
                armed.append((step, index))
            }
        }
    }

    private mutating func disarm() {
        for (step, _) in armed { isArmed[Int(step.rawValue)] = false }
        armed.removeAll(keepingCapacity: true)
    }

    // MARK: Who runs next

    /// Without a current task: who was woken first, else the next operation in order.
    private mutating func pickNext<System: TaskSystem & ~Copyable>(_ system: inout System) -> Int {
        var woken = -1
        var runnable = system.runnableTasks
        while runnable != 0 {
            let task = runnable.trailingZeroBitCount
            runnable &= runnable &- 1
            if woken < 0 || system.wakeOrder(of: task) < system.wakeOrder(of: woken) { woken = task }
        }
        if woken >= 0 { return woken }
        return startNext(&system, ignoringDelays: false) ?? startNext(&system, ignoringDelays: true) ?? -1
    }

    private mutating func startNext<System: TaskSystem & ~Copyable>(
        _ system: inout System, ignoringDelays: Bool
    ) -> Int? {
        if ignoringDelays && delays.isEmpty { return nil }
        var index = firstOpen
        while index < program.entries.count {
            let entry = program.entries[index]
            if starts[entry.task] > entry.ordinal {
                if index == firstOpen { firstOpen += 1 }
            } else if system.isIdle(entry.task), starts[entry.task] == entry.ordinal,
                ignoringDelays || !holdsBack(entry.operation)
            {
                start(&system, entry)
                return entry.task
            }
            index += 1
        }
        return nil
    }

    private mutating func start<System: TaskSystem & ~Copyable>(_ system: inout System, _ entry: Program.Entry) {
        starts[entry.task] += 1
        system.start(operation: entry.operation)
    }

    /// A fault keeps the operation, whose turn has come, from beginning; it counts as one that struck.
    private mutating func holdsBack(_ operation: Int) -> Bool {
        guard let delay = delay(of: operation) else { return false }
        heldFaults |= 1 << delay
        return true
    }

    /// Index of the fault that the operation waits by.
    private func delay(of operation: Int) -> Int? {
        for delay in delays where delay.fault.operation == operations[operation].id {
            for other in operations.indices where operations[other].id == delay.fault.until && !ended[other] {
                return delay.index
            }
        }
        return nil
    }

    private mutating func markEnded(_ task: Int) {
        guard !delays.isEmpty else { return }
        let last = starts[task] - 1
        for entry in program.entries where entry.task == task && entry.ordinal == last { ended[entry.operation] = true }
    }

    /// The task that was preempted last and can go on, or -1.
    private mutating func resume<System: TaskSystem & ~Copyable>(_ system: inout System) -> Int {
        while let task = stack.popLast() { if system.isRunnable(task) { return task } }
        return -1
    }

    // MARK: Preemption

    /// The task that takes the current one's place now, if the case or the strategy says so.
    private mutating func preempt<System: TaskSystem & ~Copyable>(
        _ system: inout System, _ current: Int
    ) -> Int? {
        let position = system.position(of: current)
        guard isArmed[Int(position.step.rawValue)] || tried >= strategy.nextDecision else { return nil }
        // Each task on the stack of the preempted ones stands there by a preemption that was recorded.
        guard recorded.count < Limits.preemptions else {
            if tried >= strategy.nextDecision { _ = strategy.decide(step: tried, current: current, candidates: 0) }
            return nil
        }
        var other = decided(&system, current, position)
        if tried >= strategy.nextDecision {
            let candidates = other == nil ? candidates(&system, besides: current) : 0
            let choice = strategy.decide(step: tried, current: current, candidates: candidates)
            if other == nil { other = choice }
        }
        guard let other else { return nil }
        recorded.append(
            Preemption(
                task: UInt8(current), operation: position.operation, step: system.name(of: position.step),
                occurrence: UInt16(countOccurrences(position)), run: UInt8(other)))
        if system.isIdle(other) { startEarly(&system, other) }
        return other
    }

    /// The case's own decision for this point, if it can take place.
    private mutating func decided<System: TaskSystem & ~Copyable>(
        _ system: inout System, _ current: Int, _ position: TaskPosition
    ) -> Int? {
        guard isArmed[Int(position.step.rawValue)] else { return nil }
        var occurrence = -1
        for (step, index) in armed where step == position.step && !taken[index] {
            guard Int(decisions[index].task) == current, decisions[index].operation == position.operation else {
                continue
            }
            if occurrence < 0 { occurrence = countOccurrences(position) }
            guard Int(decisions[index].occurrence) == occurrence else { continue }
            let other = Int(decisions[index].run)
            guard other != current, other < system.taskCount,
                system.isRunnable(other) || (system.isIdle(other) && nextEntry(of: other) != nil)
            else { return nil }
            taken[index] = true
            return other
        }
        return nil
    }

    /// How often this task has tried this step under this operation's id, in all rounds of a loop taken together.
    private func countOccurrences(_ position: TaskPosition) -> Int {
        position.occurrences(in: trace, count: tried)
    }

    /// Tasks that could run instead: those inside an operation, and those whose next operation comes soon.
    private func candidates<System: TaskSystem & ~Copyable>(_ system: inout System, besides current: Int) -> Int {
        var mask = system.runnableTasks & ~(1 &<< current)
        for task in stack { mask &= ~(1 &<< task) }
        guard !keepsOrder else { return mask }
        var seen = 0
        var index = firstOpen
        while index < program.entries.count && seen < Scheduler.lookahead {
            let entry = program.entries[index]
            index += 1
            guard starts[entry.task] <= entry.ordinal else { continue }
            seen += 1
            if entry.task != current, starts[entry.task] == entry.ordinal, system.isIdle(entry.task),
                delay(of: entry.operation) == nil
            {
                mask |= 1 << entry.task
            }
        }
        return mask
    }

    private func nextEntry(of task: Int) -> Program.Entry? {
        var index = firstOpen
        while index < program.entries.count {
            let entry = program.entries[index]
            if entry.task == task && entry.ordinal == starts[task] { return entry }
            index += 1
        }
        return nil
    }

    private mutating func startEarly<System: TaskSystem & ~Copyable>(_ system: inout System, _ task: Int) {
        guard let entry = nextEntry(of: task) else { preconditionFailure("nothing to start early") }
        start(&system, entry)
    }
}
