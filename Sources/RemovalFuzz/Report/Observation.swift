import DAXModel

/// What an execution shows to those outside of the kernel: results of calls, signals, shutdowns, oopses, tasks that
/// sleep. It is what a case on a real kernel can be compared with.
public struct Observation: Sendable {
    /// How a call ended.
    public enum Outcome: Hashable, Sendable {
        /// It returned this: an error below zero, or what the operation says.
        case returned(Int)
        /// Its task died in the kernel.
        case oopsed
        /// It had not ended when the execution was over.
        case unfinished
    }

    /// One start of an operation of the case.
    public struct Call: Hashable, Sendable {
        /// The operation's id.
        public var id: UInt16
        public var task: Int
        public var outcome: Outcome

        /// The outcome in the kernel's words: "EIO", "SIGBUS/BUS_ADRERR", "4", "OOPS", "unfinished".
        public var result: String {
            switch outcome {
            case .returned(let value): Operation.describe(result: value)
            case .oopsed: "OOPS"
            case .unfinished: "unfinished"
            }
        }
    }

    /// A task that slept in the kernel when nobody could go on any more.
    public struct Sleeper: Hashable, Sendable {
        public var task: Int
        /// The step that it could not execute, as "path:step".
        public var step: String

        public init(task: Int, step: String) {
            self.task = task
            self.step = step
        }
    }

    /// The calls of the case in the order in which they began.
    public private(set) var calls: [Call] = []
    /// Flags of every `xfs_force_shutdown` that took effect, one for each mount at most.
    public private(set) var shutdowns: [Int] = []
    /// Tasks whose thread group the removal has signalled, ascending.
    public private(set) var signalled: [Int] = []
    /// Tasks that slept when the hostile part was over, before the fair phase.
    public private(set) var sleepers: [Sleeper] = []
    /// Tasks that died in the kernel, the closing's own one included, in that order.
    public private(set) var oopsed: [Int] = []
    /// The execution that was watched.
    public private(set) var execution = Execution()

    /// Runs a case on a target and watches it.
    /// - Precondition: the case is valid.
    public init(of c: Case, on target: Target, plan: SchedulePlan = .recorded) {
        var system = ObservedMachine(target: target, case: c)
        var scheduler = Scheduler()
        scheduler.run(&system, c, plan: plan)
        FairPhase.close(&system)
        self = system.seen
        execution = system.execution(of: c)
        execution.preemptions = scheduler.recorded
        execution.skippedPreemptions = scheduler.skipped
    }

    private init() {}

    /// The results of every start of an operation, in words; empty when it never began.
    public func results(of id: UInt16) -> [String] { calls.filter { $0.id == id }.map(\.result) }

    /// A machine that notes what can be seen from outside.
    private struct ObservedMachine: ClosableSystem, ~Copyable {
        private var machine: Machine
        private let operations: [Operation]
        private(set) var seen = Observation()
        /// Index of each task's current call, or -1.
        private var current = [Int](repeating: -1, count: Limits.tasks)
        private var shutdown = 0

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
            let task = Int(operations[index].task)
            current[task] = seen.calls.count
            seen.calls.append(Call(id: operations[index].id, task: task, outcome: .unfinished))
            machine.start(operation: index)
        }

        mutating func step(_ task: Int) -> StepOutcome {
            let operation = machine.operationID(of: task)
            let outcome = machine.step(task)
            switch outcome {
            case .ended: end(task, .returned(machine.result(of: task)))
            case .oopsed:
                seen.oopsed.append(task)
                end(task, .oopsed)
            case .ran:
                // It ended, and a signal set the task to exit at once.
                if machine.operationID(of: task) != operation { end(task, .returned(machine.result(of: task))) }
            case .blocked: break
            }
            noteStates()
            return outcome
        }

        private mutating func end(_ task: Int, _ outcome: Outcome) {
            guard current[task] >= 0 else { return }
            seen.calls[current[task]].outcome = outcome
            current[task] = -1
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

        mutating func beginClosing() {
            for task in 0..<Limits.tasks where machine.isBlocked(task) {
                let step = StepTable.shared.qualified(machine.pendingStep(of: task))
                seen.sleepers.append(Sleeper(task: task, step: step))
            }
            machine.beginClosing()
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
        mutating func reportStuck() { machine.reportStuck() }
        mutating func foldFinalState() { machine.foldFinalState() }
    }
}
