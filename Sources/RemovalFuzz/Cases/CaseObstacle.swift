import DAXModel

/// Why a fault or a preemption cannot take place in a case, on whichever design. What only this design, this order or
/// this occurrence keeps from it is no obstacle: that is seen, and told, when the case has been executed.
enum CaseObstacle: Hashable {
    /// The case has no operation of this id.
    case noOperation
    /// The operation is another task's.
    case foreignOperation(owner: UInt8)
    /// The kind of the operation never comes to the site or the step.
    case neverReached
    /// No path has a step of this name.
    case unknownStep
    /// What the kernel does by itself is not done by this task.
    case otherPerformer
    /// The closing: no fault strikes there and nobody is preempted.
    case closing
    /// The task to run is the one that is preempted.
    case runsItself
    /// The task to run performs nothing and is never created.
    case runsNobody
    /// What would release the delay never ends.
    case neverReleased
}

extension Case {
    func obstacle(to fault: Fault) -> CaseObstacle? {
        guard fault.operation < OperationID.firstReserved else {
            return fault.operation == OperationID.closing ? .closing : .neverReached
        }
        guard let operation = operation(fault.operation) else { return .noOperation }
        guard operation.task == fault.task else { return .foreignOperation(owner: operation.task) }
        guard operation.kind.reaches(fault.site) else { return .neverReached }
        return fault.site.form.detail == .until ? obstacle(toRelease: fault) : nil
    }

    /// The closing delivers all signals, so "until closing" means as late as can be; a task does not wait for it.
    private func obstacle(toRelease fault: Fault) -> CaseObstacle? {
        guard let release = operation(fault.until) else {
            let isEvent = fault.until == OperationID.closing || fault.until == OperationID.inodegc
            return fault.until < OperationID.firstReserved
                ? .noOperation : isEvent && fault.site == .delaySignal ? nil : .neverReleased
        }
        return release.kind.isLoop ? .neverReleased : nil
    }

    /// - Parameter tasks: `tasksThatRun`.
    func obstacle(to preemption: Preemption, tasks: UInt16) -> CaseObstacle? {
        let closer = UInt8(Limits.closer)
        if preemption.operation == OperationID.closing || preemption.task == closer || preemption.run == closer {
            return .closing
        }
        // After its own operation a task may well be the one that goes on.
        guard preemption.run != preemption.task || preemption.moment == .after else { return .runsItself }
        guard tasks & 1 << UInt16(preemption.run) != 0 else { return .runsNobody }
        let performers = StepIndex.performers(ofStepNamed: preemption.step)
        if let operation = operation(preemption.operation) {
            guard operation.task == preemption.task else { return .foreignOperation(owner: operation.task) }
            guard let performers else { return .unknownStep }
            return performers.contains(operation.kind) ? nil : .neverReached
        }
        guard CaseNames.isReserved(preemption.operation) else { return .noOperation }
        let isWorker = preemption.task == Limits.inodegcWorker
        guard isWorker == (preemption.operation == OperationID.inodegc),
            tasks & 1 << UInt16(preemption.task) != 0
        else { return .otherPerformer }
        guard let performers else { return .unknownStep }
        return performers.contains(reserved: preemption.operation) ? nil : .neverReached
    }

    /// Bit n: task n performs operations, is created by one, or is the kernel's worker.
    var tasksThatRun: UInt16 {
        var tasks: UInt16 = 1 << UInt16(Limits.inodegcWorker)
        for operation in operations {
            tasks |= 1 << UInt16(operation.task)
            if let child = operation.createdTask { tasks |= 1 << UInt16(child.rawValue) }
        }
        return tasks
    }

    /// The operation of an id; nil when the case does not have it.
    func operation(_ id: UInt16) -> Operation? {
        for operation in operations where operation.id == id { return operation }
        return nil
    }
}
