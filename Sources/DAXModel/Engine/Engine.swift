// Loading a case, and beginning its operations. Who runs is the caller's decision.

extension Machine {
    /// Puts the machine into the state before the first operation of a case: a bound device with a fresh file system
    /// that is not mounted, and the tasks that no `fork` or `thread` creates.
    ///
    /// - Precondition: counts within `Limits`, every index of every operation in range.
    public mutating func load(mkfs: MkfsOptions, operations list: [Operation], faults faultList: [Fault]) {
        precondition(list.count <= Limits.operations && faultList.count <= Limits.faults)
        reset()
        features.begin()
        forgetGhosts()
        for (index, operation) in list.enumerated() { operations[OperationIndex(index)] = operation }
        operationCount = list.count
        armedSites = 0
        for (index, fault) in faultList.enumerated() {
            faults[FaultIndex(index)] = ArmedFault(fault: fault)
            armedSites |= 1 << Int(fault.site.rawValue)
        }
        faultCount = faultList.count
        makeFilesystem(mkfs)
        bindDevice(.closer)
        createInitialTasks()
    }

    private mutating func createInitialTasks() {
        var created = 0
        for index in OperationIndex.first(operationCount) {
            if let child = operations[index].createdTask { created |= 1 << child.number }
        }
        for index in OperationIndex.first(operationCount) {
            let t = TaskID(Int(operations[index].task))
            if created & (1 << t.index) == 0 && tasks[t].state == .absent { createProcess(leader: t) }
        }
        createProcess(leader: .closer)
        setState(.inodegcWorker, .idle)
    }

    // MARK: Operations and steps

    /// The task is alive and between operations.
    public func isIdle(_ t: Int) -> Bool { tasks[TaskID(t)].state == .idle }
    /// The task is inside an operation and can execute its next step.
    public func isRunnable(_ t: Int) -> Bool { tasks[TaskID(t)].state == .runnable }
    /// The task is inside an operation and sleeps.
    public func isBlocked(_ t: Int) -> Bool { tasks[TaskID(t)].state == .blocked }
    /// The task has exited, died in the kernel, or does not exist yet.
    public func isGone(_ t: Int) -> Bool { isGone(TaskID(t)) }

    func isGone(_ t: TaskID) -> Bool {
        tasks[t].state == .dead || tasks[t].state == .oopsed || tasks[t].state == .absent
    }
    /// The task was never created.
    public func isAbsent(_ t: Int) -> Bool { tasks[TaskID(t)].state == .absent }
    /// The id of the operation that the task is in.
    public func operationID(of t: Int) -> UInt16 { tasks[TaskID(t)].operationID }
    /// When the task was last woken; the smallest number has waited longest.
    public func wakeOrder(of t: Int) -> Int { Int(tasks[TaskID(t)].wakeOrder) }
    /// The result of the task's last operation.
    public func result(of t: Int) -> Int { tasks[TaskID(t)].result }

    /// The step that the task is about to execute.
    /// - Precondition: the task is inside an operation.
    @inline(__always) public func pendingStep(of t: Int) -> StepID { pendingStep(of: TaskID(t)) }

    /// The operation that the task is in, and the step that it is about to execute.
    /// - Precondition: the task is inside an operation.
    public func position(of t: Int) -> TaskPosition {
        TaskPosition(task: t, operation: tasks[TaskID(t)].operationID, step: pendingStep(of: TaskID(t)))
    }

    /// Begins an operation of the loaded case on its task.
    /// - Precondition: the task is idle.
    public mutating func start(operation index: Int) {
        let operation = operations[OperationIndex(index)]
        let t = TaskID(Int(operation.task))
        precondition(tasks[t].state == .idle, "a task runs one operation at a time")
        tasks[t].operation = OperationIndex(index)
        tasks[t].operationID = operation.id
        tasks[t].depth = 0
        setState(t, .runnable)
        emit(.operationBegins, t)
        pushSystemCall(t, operation)
    }

    /// Begins something that the kernel or the closing phase does by itself.
    mutating func startReserved<P: KernelPath>(_ t: TaskID, id: UInt16, _ path: P) {
        tasks[t].operation = .none
        tasks[t].operationID = id
        tasks[t].depth = 0
        tasks[t].wakeOrder = nextWake()
        setState(t, .runnable)
        writes(.task, t)
        push(t, path, from: .none)
    }

    /// Violations found since the case was loaded.
    public var violationCount: Int { violations.count }
    /// A violation, in the order they were found.
    public func violation(_ index: Int) -> Violation { violations[index] }
}

extension Machine {
    /// The case's operation that the task is performing.
    /// - Precondition: the task was started by `start(operation:)`.
    @inline(__always) func currentOperation(_ t: TaskID) -> Operation { operations[tasks[t].operation] }

    /// The task runs the removal: what it does to mappings and entries is the design's doing.
    /// Only steps of its own make a task the removal or end that, so that asking touches nothing.
    func isRemovalTask(_ t: TaskID) -> Bool {
        let driver = memory.pointee.state.device.driver
        return driver.isUnbinding && driver.lock == t
    }
}
