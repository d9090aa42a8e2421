import DAXModel

/// Runs the hostile part of an execution on any system of tasks: operations in their order, preemptions where the case
/// or a strategy puts them. After loading it allocates nothing but the preemptions that it records.
public struct Scheduler: ~Copyable {
    /// Steps after which the hostile part is cut off, so that no case runs for ever.
    public static var stepLimit: Int { 4096 }
    /// How many not yet started operations a strategy looks ahead for tasks that could start early.
    private static var lookahead: Int { 4 }

    private var strategy = Strategy()
    private var program = Program()
    /// One word for each step tried: task, operation id, step.
    private let trace: UnsafeMutablePointer<UInt64>
    /// Number of the case's preemptions that name a step, by step.
    private let armed: UnsafeMutablePointer<UInt8>
    private var starts = [Int](repeating: 0, count: 16)
    private var stack: [Int] = []
    private var decisions: [Preemption] = []
    private var taken: [Bool] = []
    private var ended: [Bool] = []
    private var delays: [Fault] = []
    private var operations: [Operation] = []
    private var lastStep = StepID.none
    private var lastTask = -1
    /// Entries before this one have been started or can never be.
    private var firstOpen = 0
    /// Steps tried so far.
    public private(set) var tried = 0
    /// What took place, in order.
    public private(set) var recorded: [Preemption] = []

    public init() {
        trace = .allocate(capacity: Scheduler.stepLimit)
        armed = .allocate(capacity: StepID.bound)
        armed.initialize(repeating: 0, count: StepID.bound)
        stack.reserveCapacity(64)
    }

    deinit {
        trace.deallocate()
        armed.deallocate()
    }

    /// Preemptions of the case that did not take place.
    public var skipped: Int { taken.count { !$0 } }

    /// Runs the operations of a case until none can go on.
    public mutating func run<System: TaskSystem & ~Copyable>(
        _ system: inout System, _ c: borrowing Case, plan: SchedulePlan
    ) {
        begin(c, plan)
        defer { disarm() }
        var current = -1
        var resumed = false
        while tried < Scheduler.stepLimit {
            if current < 0 {
                current = pickNext(&system)
                guard current >= 0 else { return }
                resumed = false
            }
            let pending = system.pendingStep(of: current)
            if !resumed, armed[Int(pending.rawValue)] != 0 || tried >= strategy.nextDecision {
                if let other = preempt(&system, current, pending) {
                    stack.append(current)
                    current = other
                    continue
                }
            }
            resumed = false
            if current != lastTask { noteSwitch(&system, to: current) }
            note(current, system.operationID(of: current), pending)
            switch system.step(current) {
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

    // MARK: Beginning and end

    private mutating func begin(_ c: borrowing Case, _ plan: SchedulePlan) {
        operations = c.operations
        program.load(operations)
        strategy.begin(plan)
        decisions = c.preemptions
        taken.removeAll(keepingCapacity: true)
        for decision in decisions {
            taken.append(false)
            for step in StepIndex.steps(named: decision.step) { armed[Int(step.rawValue)] += 1 }
        }
        delays.removeAll(keepingCapacity: true)
        for fault in c.faults where fault.site == .delayTask { delays.append(fault) }
        ended.removeAll(keepingCapacity: true)
        for _ in operations { ended.append(false) }
        for task in starts.indices { starts[task] = 0 }
        stack.removeAll(keepingCapacity: true)
        recorded.removeAll()
        tried = 0
        firstOpen = 0
        lastTask = -1
        lastStep = .none
    }

    private mutating func disarm() {
        for decision in decisions {
            for step in StepIndex.steps(named: decision.step) { armed[Int(step.rawValue)] = 0 }
        }
    }

    private mutating func note(_ task: Int, _ operation: UInt16, _ step: StepID) {
        trace[tried] = UInt64(task) << 32 | UInt64(operation) << 16 | UInt64(step.rawValue)
        tried += 1
        lastTask = task
        lastStep = step
    }

    private mutating func noteSwitch<System: TaskSystem & ~Copyable>(_ system: inout System, to task: Int) {
        if lastTask >= 0 { system.noteSwitch(from: lastStep, to: task) }
    }

    // MARK: Who runs next

    /// Without a current task: who was woken first, else the next operation in order.
    private mutating func pickNext<System: TaskSystem & ~Copyable>(_ system: inout System) -> Int {
        var woken = -1
        for task in 0..<system.taskCount where system.isRunnable(task) {
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
                ignoringDelays || !isDelayed(entry.operation)
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

    private func isDelayed(_ operation: Int) -> Bool {
        for delay in delays where delay.operation == operations[operation].id {
            for other in operations.indices where operations[other].id == delay.until && !ended[other] { return true }
        }
        return false
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

    private mutating func preempt<System: TaskSystem & ~Copyable>(
        _ system: inout System, _ current: Int, _ pending: StepID
    ) -> Int? {
        guard stack.count < 32, recorded.count < Case.preemptionLimit else {
            if tried >= strategy.nextDecision { _ = strategy.decide(step: tried, current: current, candidates: 0) }
            return nil
        }
        let occurrence = countOccurrences(current, system.operationID(of: current), pending)
        var other = decided(&system, current, pending, occurrence)
        if tried >= strategy.nextDecision {
            let candidates = other == nil ? candidates(&system, besides: current) : 0
            let choice = strategy.decide(step: tried, current: current, candidates: candidates)
            if other == nil { other = choice }
        }
        guard let other else { return nil }
        recorded.append(
            Preemption(
                task: UInt8(current), operation: system.operationID(of: current),
                step: StepTable.shared.qualified(pending), occurrence: UInt16(occurrence), run: UInt8(other)))
        if system.isIdle(other) { startEarly(&system, other) }
        return other
    }

    /// The case's own decision for this point, if it can take place.
    private mutating func decided<System: TaskSystem & ~Copyable>(
        _ system: inout System, _ current: Int, _ pending: StepID, _ occurrence: Int
    ) -> Int? {
        guard armed[Int(pending.rawValue)] != 0 else { return nil }
        let operation = system.operationID(of: current)
        let name = StepTable.shared.qualified(pending)
        for index in decisions.indices where !taken[index] {
            let decision = decisions[index]
            guard Int(decision.task) == current, decision.operation == operation,
                Int(decision.occurrence) == occurrence, decision.step == name
            else { continue }
            let other = Int(decision.run)
            guard other != current, other < system.taskCount,
                system.isRunnable(other) || (system.isIdle(other) && nextEntry(of: other) != nil)
            else { return nil }
            taken[index] = true
            return other
        }
        return nil
    }

    /// How often this task has tried this step under this operation's id, in all rounds of a loop taken together.
    private func countOccurrences(_ task: Int, _ operation: UInt16, _ step: StepID) -> Int {
        let word = UInt64(task) << 32 | UInt64(operation) << 16 | UInt64(step.rawValue)
        var count = 0
        var index = 0
        while index < tried {
            if trace[index] == word { count += 1 }
            index += 1
        }
        return count
    }

    /// Tasks that could run instead: those inside an operation, and those whose next operation comes soon.
    private func candidates<System: TaskSystem & ~Copyable>(_ system: inout System, besides current: Int) -> Int {
        var mask = 0
        for task in 0..<system.taskCount where task != current && system.isRunnable(task) && !stack.contains(task) {
            mask |= 1 << task
        }
        var seen = 0
        var index = firstOpen
        while index < program.entries.count && seen < Scheduler.lookahead {
            let entry = program.entries[index]
            index += 1
            guard starts[entry.task] <= entry.ordinal else { continue }
            seen += 1
            if entry.task != current, starts[entry.task] == entry.ordinal, system.isIdle(entry.task),
                !isDelayed(entry.operation)
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
