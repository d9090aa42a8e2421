import DAXModel

/// A machine that tells a recorder what happens. The recorder stands outside of the plain machine's step loop, which a
/// search runs in bursts: this one goes step by step.
struct RecordedMachine<R: Recorder>: ClosableSystem, ~Copyable {
    private var machine: Machine
    private(set) var recorder: R
    /// Of the loaded case.
    private var operations: [Operation] = []
    /// By task: the operation that was told as begun and not as ended.
    private var begun = [UInt16?](repeating: nil, count: Limits.tasks)
    /// The stack of the step that is executed; kept so that its memory is.
    private var stack: [StepID] = []

    init(target: Target, recorder: R) {
        machine = Machine(target: target)
        self.recorder = recorder
    }

    mutating func load(_ c: borrowing Case) {
        operations = c.operations
        for task in begun.indices { begun[task] = nil }
        machine.load(c)
        recorder.loaded(machine)
    }

    mutating func start(operation index: Int) {
        let operation = operations[index]
        begin(RecordedStart(task: Int(operation.task), id: operation.id, operation: operation))
        machine.start(operation: index)
    }

    private mutating func begin(_ start: RecordedStart) {
        begun[start.task] = start.id
        recorder.begins(start, machine)
    }

    mutating func step(_ task: Int) -> StepOutcome {
        let operation = machine.operationID(of: task)
        // Nobody starts what the kernel does by itself.
        if begun[task] == nil { begin(RecordedStart(task: task, id: operation)) }
        let runnable = machine.runnableTasks
        let known = machine.violationCount
        machine.copyKernelStack(of: task, into: &stack)
        let outcome = machine.step(task)
        let end = end(of: operation, of: task, outcome)
        if end != nil { begun[task] = nil }
        recorder.executed(
            RecordedStep(
                task: task, operation: operation, stack: stack, runnable: runnable, outcome: outcome, end: end,
                violations: known..<machine.violationCount), machine)
        return outcome
    }

    /// How the task's operation ended with the step.
    private func end(of operation: UInt16, of task: Int, _ outcome: StepOutcome) -> RecordedStep.End? {
        switch outcome {
        case .ended: return .returned(machine.result(of: task))
        case .oopsed: return .oopsed
        case .blocked: return nil
        case .ran:
            // It ended, and a signal set the task to exit at once.
            return machine.operationID(of: task) == operation ? nil : .killed(machine.result(of: task))
        }
    }

    mutating func beginClosing() {
        recorder.closingBegins(machine)
        machine.beginClosing()
    }

    mutating func reportStuck() {
        recorder.isStuck(machine)
        machine.reportStuck()
    }

    mutating func foldFinalState() { machine.foldFinalState() }
    func execution(of c: borrowing Case) -> Execution { machine.execution(of: c) }

    var taskCount: Int { machine.taskCount }
    var runnableTasks: Int { machine.runnableTasks }
    var isClosed: Bool { machine.isClosed }
    var closingMoves: Bool { machine.closingMoves }
    func isIdle(_ task: Int) -> Bool { machine.isIdle(task) }
    func isGone(_ task: Int) -> Bool { machine.isGone(task) }
    func position(of task: Int) -> TaskPosition { machine.position(of: task) }
    func wakeOrder(of task: Int) -> Int { machine.wakeOrder(of: task) }
}
