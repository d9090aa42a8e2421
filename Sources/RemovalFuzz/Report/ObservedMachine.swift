import DAXModel

/// A machine that notes what can be seen from outside.
struct ObservedMachine: ClosableSystem, ~Copyable {
    private var machine: Machine
    private let operations: [Operation]
    private(set) var seen = Observation()
    /// Index of each task's current call, or -1.
    private var current = [Int](repeating: -1, count: Limits.tasks)
    private var shutdown = 0
    private var isClosing = false
    /// The stack before the last step, innermost first.
    private var stack: [StepID] = []

    init(target: Target, case c: Case) {
        machine = Machine(target: target)
        machine.load(mkfs: c.mkfs, operations: c.operations, faults: c.faults)
        operations = c.operations
    }

    func execution(of c: Case) -> Execution {
        var execution = Execution()
        execution.digest = machine.digest.value
        execution.steps = machine.stepCount
        for index in 0..<machine.violationCount { execution.violations.append(machine.violation(index)) }
        for index in c.faults.indices where machine.hasFired(fault: index) { execution.firedFaults |= 1 << index }
        return execution
    }

    mutating func start(operation index: Int) {
        noteSleepers()
        let task = Int(operations[index].task)
        current[task] = seen.calls.count
        seen.calls.append(Observation.Call(id: operations[index].id, task: task, outcome: .unfinished))
        machine.start(operation: index)
    }

    mutating func step(_ task: Int) -> StepOutcome {
        if machine.runnableTasks.nonzeroBitCount > 1 && !isClosing { seen.hadChoice = true }
        let operation = machine.operationID(of: task)
        machine.copyKernelStack(of: task, into: &stack)
        let outcome = machine.step(task)
        noteWrites(operation)
        switch outcome {
        case .ended: end(task, .returned(machine.result(of: task)))
        case .oopsed:
            let table = StepTable.shared
            let names = [table.step(stack[0])] + stack.map { table.path($0) }
            seen.oopses.append(Observation.Oops(task: task, stack: names))
            end(task, .oopsed)
        case .ran:
            // It ended, and a signal set the task to exit at once.
            if machine.operationID(of: task) != operation { end(task, fatalResult(task)) }
        case .blocked: break
        }
        noteStates()
        if task == Limits.closer && stack.count == 1 { noteClosing(StepTable.shared.step(stack[0])) }
        return outcome
    }

    /// A task that dies on its way back to user space cannot tell what its call returned, but its own signal can.
    private func fatalResult(_ task: Int) -> Observation.Outcome {
        let result = machine.result(of: task)
        return Operation.isSignal(result: result) ? .returned(result) : .killed
    }

    /// Preempted tasks do not sleep: they are able to run.
    private mutating func noteSleepers() {
        for task in current.indices where current[task] >= 0 && machine.isBlocked(task) {
            seen.calls[current[task]].slept = true
        }
    }

    private mutating func end(_ task: Int, _ outcome: Observation.Outcome) {
        guard current[task] >= 0 else { return }
        seen.calls[current[task]].outcome = outcome
        current[task] = -1
    }

    private mutating func noteWrites(_ operation: UInt16) {
        while seen.writers.count < machine.writeCount { seen.writers.append(operation) }
    }

    private mutating func noteStates() {
        if machine.shutdownFlags != shutdown {
            shutdown = machine.shutdownFlags
            if shutdown != 0 { seen.shutdowns.append(shutdown) }
        }
        for task in 0..<Limits.userTasks
        where machine.isSignalledByRemoval(task) && !seen.signalled.contains(task) {
            seen.signalled.append(task)
            seen.signalled.sort()
        }
    }

    private mutating func noteClosing(_ step: String) {
        let result = machine.result(of: Limits.closer)
        switch step {
        case "kill_all_tasks": seen.closing.wasAttached = machine.isAttached
        case "umount_done": seen.closing.umount = result
        case "remount_done": seen.closing.mount = result
        case "verify": seen.closing.files = (0..<Limits.names).map { machine.listFile($0) }
        case "final_umount_done": seen.closing.lastUmount = result
        default: break
        }
    }

    mutating func beginClosing() {
        noteSleepers()
        for task in 0..<Limits.tasks where machine.isBlocked(task) {
            let step = StepTable.shared.qualified(machine.pendingStep(of: task))
            seen.sleepers.append(Observation.Sleeper(task: task, step: step))
        }
        // What ends from here on, ends because the closing lets it.
        for task in current.indices { current[task] = -1 }
        isClosing = true
        machine.beginClosing()
    }

    mutating func reportStuck() {
        let position = machine.isGone(Limits.closer) ? StepID.none : machine.pendingStep(of: Limits.closer)
        seen.closing.stuckAt = position == .none ? "gone" : StepTable.shared.qualified(position)
        for task in 0..<Limits.userTasks where machine.isBlocked(task) { seen.closing.left.append(task) }
        machine.reportStuck()
    }

    var taskCount: Int { machine.taskCount }
    var runnableTasks: Int { machine.runnableTasks }
    func isIdle(_ task: Int) -> Bool { machine.isIdle(task) }
    func isGone(_ task: Int) -> Bool { machine.isGone(task) }
    func position(of task: Int) -> TaskPosition { machine.position(of: task) }
    func pendingObject(of task: Int) -> UInt64 { machine.pendingObject(of: task) }
    func wakeOrder(of task: Int) -> Int { machine.wakeOrder(of: task) }
    var isClosed: Bool { machine.isClosed }
    var closingMoves: Bool { machine.closingMoves }
    mutating func foldFinalState() { machine.foldFinalState() }
}
