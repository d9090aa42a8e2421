import DAXModel

/// An execution told step by step: which task did what, in the kernel's names, and what it changed.
public struct Timeline: Sendable {
    /// One executed step.
    public struct Event: Sendable {
        public var task: Int
        /// The operation as text, or the name of what the kernel does by itself.
        public var operation: String
        /// Operations are told apart by this number even when their text is the same.
        public var start: Int
        public var path: String
        public var step: String
        /// Depth of the kernel stack, from 1.
        public var depth: Int
        /// What changed: states and violations.
        public var notes: [String]
        /// The operation's result, when the step was its last.
        public var result: String?

        /// What the closing does is told even where it changes nothing: a reader looks for the umount.
        fileprivate var isMilestone: Bool {
            path == "closing" && ["umount", "rebind", "remount", "verify", "final_umount"].contains(step)
        }
    }

    public private(set) var events: [Event] = []
    /// The execution that was told.
    public private(set) var execution = Execution()
    /// Who did not get on at the end, and why; empty unless the closing was stuck.
    public private(set) var waits: [Wait] = []
    /// The case that was told.
    public let source: Case

    /// Replays a case on a target and records every step.
    public init(of c: Case, on target: Target, plan: SchedulePlan = .recorded) {
        var system = TracedMachine(target: target, case: c)
        var scheduler = Scheduler()
        scheduler.run(&system, c, plan: plan)
        FairPhase.close(&system)
        events = system.events
        waits = system.waits
        source = c
        execution = system.execution
        execution.note(scheduler)
    }

    /// The timeline as text: an operation a block, a step a line; at the end what breaks and who waits for whom.
    /// - Parameter everyStep: also the steps that changed nothing.
    public func lines(everyStep: Bool = false) -> [String] {
        var lines: [String] = []
        var current = -1
        for event in events {
            let isSpoken = everyStep || !event.notes.isEmpty || event.result != nil || event.isMilestone
            if event.start != current && isSpoken {
                current = event.start
                lines.append("\(Timeline.name(event.task))  \(event.operation)")
            }
            guard isSpoken else { continue }
            let indent = String(repeating: " ", count: 4 + 2 * (everyStep ? event.depth : 0))
            let place = indent + event.path + ":" + event.step
            let width = max(place.count, 62)
            if let first = event.notes.first {
                lines.append(place + String(repeating: " ", count: width - place.count) + "  " + first)
                for note in event.notes.dropFirst() { lines.append(String(repeating: " ", count: width + 2) + note) }
            } else if everyStep || event.isMilestone {
                lines.append(place)
            }
            if let result = event.result { lines.append("    returns " + result) }
        }
        return lines + ending
    }

    static func name(_ task: Int) -> String { CaseNames.task(UInt8(task)) }
}

/// A machine that tells what it does.
private struct TracedMachine: ClosableSystem, ~Copyable {
    private var machine: Machine
    private let source: Case
    private(set) var events: [Timeline.Event] = []
    private(set) var waits: [Wait] = []
    private var starts = [Int](repeating: -1, count: Limits.tasks)
    private var startCount = 0
    private var texts = [String](repeating: "", count: Limits.tasks)
    private var facts: [Machine.Fact]

    init(target: Target, case c: Case) {
        machine = Machine(target: target)
        machine.load(mkfs: c.mkfs, operations: c.operations, faults: c.faults)
        source = c
        facts = machine.summary()
    }

    var execution: Execution {
        var execution = Execution()
        execution.digest = machine.digest.value
        execution.steps = machine.stepCount
        for index in 0..<machine.violationCount { execution.violations.append(machine.violation(index)) }
        for index in source.faults.indices where machine.hasFired(fault: index) { execution.firedFaults |= 1 << index }
        return execution
    }

    mutating func start(operation index: Int) {
        let operation = source.operations[index]
        begin(Int(operation.task), operation.text)
        machine.start(operation: index)
    }

    private mutating func begin(_ task: Int, _ text: String) {
        startCount += 1
        starts[task] = startCount
        texts[task] = text
    }

    mutating func step(_ task: Int) -> StepOutcome {
        if machine.operationID(of: task) >= OperationID.firstReserved {
            let text = CaseNames.operation(machine.operationID(of: task))
            if texts[task] != text { begin(task, text) }
        }
        let position = machine.describePosition(task)
        let operation = machine.operationID(of: task)
        let before = machine.violationCount
        let outcome = machine.step(task)
        var notes = changes()
        // An operation that ends may be followed at once by an exit, when a signal is pending.
        let hasEnded = outcome == .ended || machine.operationID(of: task) != operation
        switch outcome {
        case .ran, .ended: break
        case .blocked: notes.append("sleeps")
        case .oopsed: notes.append("OOPS: the task dies here and keeps what it holds")
        }
        for index in before..<machine.violationCount {
            notes.append("VIOLATION " + machine.violation(index).signature)
        }
        events.append(
            Timeline.Event(
                task: task, operation: texts[task], start: starts[task], path: position.path, step: position.step,
                depth: position.depth, notes: notes,
                result: hasEnded ? Operation.describe(result: machine.result(of: task)) : nil))
        return outcome
    }

    /// What the step changed, object by object.
    private mutating func changes() -> [String] {
        let now = machine.summary()
        var notes: [String] = []
        for fact in now where !facts.contains(fact) {
            notes.append(fact.object + ": " + fact.value)
        }
        for fact in facts where !now.contains(where: { $0.object == fact.object }) {
            notes.append(fact.object + ": none")
        }
        facts = now
        return notes
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
    mutating func beginClosing() { machine.beginClosing() }
    mutating func reportStuck() {
        waits = machine.waits()
        machine.reportStuck()
    }
    mutating func foldFinalState() { machine.foldFinalState() }
}
