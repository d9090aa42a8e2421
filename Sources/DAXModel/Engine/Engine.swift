// Running the machine: one step of one task at a time. Who runs is the caller's decision.

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
        emit(.operationBegins, t)
        push(t, path, from: .none)
    }

    /// Executes the task's pending step.
    /// - Precondition: the task is runnable.
    public mutating func step(_ t: Int) -> StepOutcome { advance(TaskID(t), alone: 1).outcome }

    /// One step of each task that can run when its turn comes, in the order of their numbers. While the closing is alone
    /// and inside something that moves on, its next rounds are taken at once.
    /// - Returns: whether anybody got on, and how many rounds that were, at most `limit`.
    public mutating func takeTurns(limit: Int) -> (moved: Bool, rounds: Int) {
        var moved = false
        var rounds = 1
        var ahead = runnableTasks
        let isAlone = ahead == 1 &<< TaskID.closer.index
        while ahead != 0 {
            let t = TaskID(ahead.trailingZeroBitCount)
            let taken = advance(t, alone: isAlone && t == .closer ? limit : 1).count
            rounds = max(rounds, taken)
            if t != .closer || closingMoves { moved = true }
            // Only the tasks after this one: it may have woken some of them.
            ahead = runnableTasks & (-2 &<< t.index)
        }
        return (moved, rounds)
    }

    /// One step of a task; and further ones up to `limit` while no other task can run and the stack is so deep that the
    /// closing is sure to move on.
    private mutating func advance(_ t: TaskID, alone limit: Int) -> Burst.End {
        let task = tasks.pointer(t)
        precondition(task.pointee.state == .runnable, "only a runnable task can be stepped")
        let alone = 1 &<< t.index
        var count = 0
        repeat {
            let frame = innermostFrame(t)
            let id = StepID(frame.pointee.path, frame.pointee.pc)
            count &+= 1
            memory.pointee.currentStep = id
            let next = execute(t, frame)
            noteStep(id, t, task.pointee.operationID)
            switch next {
            case .next: frame.pointee.pc &+= 1
            case .jump(let step): frame.pointee.pc = step
            case .again, .called: break
            case .done, .wait, .waitKillable, .oops:
                let outcome = leave(next, t)
                guard outcome == .ran else {
                    noteSleep(t, isRetry: count == 1, outcome)
                    return Burst.End(outcome, count)
                }
            }
        } while count < limit && task.pointee.depth > 2 && runnableTasks == alone
        task.pointee.asleepSince = -1
        return Burst.End(.ran, count)
    }

    /// Counts and folds a step that was executed.
    @inline(__always) private mutating func noteStep(_ id: StepID, _ t: TaskID, _ operation: UInt16) {
        stepCount &+= 1
        digest.fold(stepHash(id) ^ (UInt64(operation) << 8 | UInt64(truncatingIfNeeded: t.index)))
    }

    /// Executes the task's steps, from the pending one on, until it cannot go on, its operation ends, or the burst is
    /// over.
    /// - Precondition: the task is runnable.
    public mutating func run(_ t: Int, _ burst: Burst) -> Burst.End { run(TaskID(t), burst) }

    @inline(__always) private mutating func run(_ t: TaskID, _ burst: Burst) -> Burst.End {
        let task = tasks.pointer(t)
        precondition(task.pointee.state == .runnable, "only a runnable task can be stepped")
        var frame = innermostFrame(t)
        var count = 0
        repeat {
            let id = StepID(frame.pointee.path, frame.pointee.pc)
            if count > 0 && burst.stops[Int(id.rawValue)] { break }
            burst.trace[count] = TaskPosition(task: t.index, operation: task.pointee.operationID, step: id)
            count &+= 1
            memory.pointee.currentStep = id
            let next = execute(t, frame)
            noteStep(id, t, task.pointee.operationID)
            switch next {
            case .next:
                frame.pointee.pc &+= 1
            case .jump(let step):
                frame.pointee.pc = step
            case .again:
                break
            case .called:
                frame = innermostFrame(t)
            case .done, .wait, .waitKillable, .oops:
                let outcome = leave(next, t)
                guard outcome == .ran else {
                    noteSleep(t, isRetry: count == 1, outcome)
                    return Burst.End(outcome, count)
                }
                frame = innermostFrame(t)
            }
        } while count < burst.limit
        task.pointee.asleepSince = -1
        return Burst.End(.ran, count)
    }

    /// A task that was woken begins a burst with the step that it slept at.
    private mutating func noteSleep(_ t: TaskID, isRetry: Bool, _ outcome: StepOutcome) {
        guard outcome == .blocked else { return tasks[t].asleepSince = -1 }
        if !isRetry || tasks[t].asleepSince < 0 { tasks[t].asleepSince = Int32(truncatingIfNeeded: stepCount - 1) }
    }

    /// The step was the path's last, or could not be executed.
    @inline(__always) private mutating func leave(_ next: Next, _ t: TaskID) -> StepOutcome {
        switch next {
        case .done(let result):
            return finishPath(t, result)
        case .wait(let channel):
            return block(t, channel, killable: false)
        case .waitKillable(let channel):
            return block(t, channel, killable: true)
        case .oops:
            violations.oopsed = true
            digest.fold(0x6f6f7073 as UInt64)
            makeTaskDead(t)
            return .oopsed
        case .next, .again, .jump, .called:
            return .ran
        }
    }

    private mutating func finishPath(_ t: TaskID, _ result: Int) -> StepOutcome {
        digest.fold(result)
        tasks[t].result = result
        tasks[t].depth -= 1
        guard tasks[t].depth == 0 else { return .ran }
        if tasks[t].state == .dead || tasks[t].state == .oopsed { return .ended }
        emit(.operationEnded(result: result), t)
        noteOperationEnd(t, result)
        releaseDelays(t)
        setState(t, .idle)
        tasks[t].operation = .none
        returnToUserMode(t)
        return tasks[t].state == .idle ? .ended : .ran
    }

    /// A tuple of abstract state at the end of each operation, as a feature of the search.
    private mutating func noteOperationEnd(_ t: TaskID, _ result: Int) {
        var state = UInt64(truncatingIfNeeded: min(0, result)) << 8 | UInt64(sb.frozen.rawValue)
        if sb.shutdown != .none { state |= 1 << 4 }
        if removal.notified { state |= 1 << 5 }
        if removal.killed { state |= 1 << 6 }
        if removal.pagesGone { state |= 1 << 7 }
        features.note((stepHash(StepID(frames[FrameID(of: t, depth: 0)].path, 0)) ^ state) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// A feature of the search: before this step, another task goes on in that path.
    public mutating func notePreemption(at step: StepID, by t: Int) {
        let other = frames[innermostIndex(TaskID(t))].path
        features.note(stepHash(step) &* 3 ^ stepHash(StepID(other, 0)))
    }

    private mutating func block(_ t: TaskID, _ channel: Channel, killable: Bool) -> StepOutcome {
        setState(t, .blocked)
        tasks[t].channel = channel
        tasks[t].killable = killable
        digest.fold(UInt64(channel.index) << 1 | 1)
        return .blocked
    }

    // MARK: What steps use

    /// Pushes a callee's frame; the caller goes on with its next step when the callee returns.
    @inline(__always) mutating func call<P: KernelPath>(_ t: TaskID, _ callee: P) -> Next {
        let caller = innermostFrame(t)
        let step = StepID(caller.pointee.path, caller.pointee.pc)
        caller.pointee.pc &+= 1
        push(t, callee, from: step)
        return .called
    }

    /// As `call`, but the caller goes on with a step of its choice.
    @inline(__always) mutating func call<P: KernelPath, S: PathSteps>(_ t: TaskID, _ callee: P, then step: S) -> Next {
        let caller = innermostFrame(t)
        let from = StepID(caller.pointee.path, caller.pointee.pc)
        caller.pointee.pc = step.rawValue
        push(t, callee, from: from)
        return .called
    }

    /// Replaces the current frame by a callee's, which returns in its place, to its caller.
    @inline(__always) mutating func callThenReturn<P: KernelPath>(_ t: TaskID, _ callee: P) -> Next {
        let caller = innermostFrame(t).pointee.caller
        tasks[t].depth -= 1
        push(t, callee, from: caller)
        return .called
    }

    @inline(__always) mutating func push<P: KernelPath>(_ t: TaskID, _ callee: P, from caller: StepID) {
        precondition(MemoryLayout<P>.size <= Frame.localsSize, "more locals than a frame has room for")
        let depth = Int(tasks[t].depth)
        precondition(depth < Limits.stackDepth, "kernel stack overflow")
        tasks[t].depth = Int8(truncatingIfNeeded: depth &+ 1)
        let frame = frames.pointer(innermostIndex(t))
        frame.pointee = Frame(P.path, from: caller)
        Activation<P>(frame: frame).locals = callee
    }

    /// Result of the callee that returned last.
    @inline(__always) func result(_ t: TaskID) -> Int { tasks[t].result }

    /// The innermost frame of the task's kernel stack.
    /// - Precondition: the task is inside an operation.
    @inline(__always) mutating func innermostFrame(_ t: TaskID) -> UnsafeMutablePointer<Frame> {
        frames.pointer(innermostIndex(t))
    }

    @inline(__always) func innermostIndex(_ t: TaskID) -> FrameID {
        FrameID(of: t, depth: Int(tasks[t].depth) &- 1)
    }

    /// The step that is being executed.
    @inline(__always) func here(_ t: TaskID) -> StepID { memory.pointee.currentStep }

    /// The step that a task is about to execute, or sleeps at.
    @inline(__always) func pendingStep(of t: TaskID) -> StepID {
        let frame = innermostIndex(t)
        return StepID(frames[frame].path, frames[frame].pc)
    }

    /// The step that called the task's innermost path; none where that is an operation's first.
    @inline(__always) func caller(_ t: TaskID) -> StepID { frames[innermostIndex(t)].caller }

    mutating func nextWake() -> Int32 {
        wakeCounter += 1
        return Int32(truncatingIfNeeded: wakeCounter)
    }

    /// Puts a task into a state. The only way to do so: the sets of runnable and of sleeping tasks have to follow.
    mutating func setState(_ t: TaskID, _ state: TaskState) {
        tasks[t].state = state
        let others = ~(1 &<< t.index)
        runnableTasks &= others
        sleepingTasks &= others
        if state == .runnable { runnableTasks |= ~others }
        if state == .blocked { sleepingTasks |= ~others }
    }

    /// Wakes every task that sleeps on the channel, in the order of their numbers.
    ///
    /// A simplification: all waiters wake and try again; the kernel's exclusive wake-ups choose one.
    mutating func wake(_ channel: Channel) {
        var sleepers = sleepingTasks
        while sleepers != 0 {
            let t = TaskID(sleepers.trailingZeroBitCount)
            sleepers &= sleepers &- 1
            guard tasks[t].channel == channel else { continue }
            tasks[t].wakeOrder = nextWake()
            setState(t, .runnable)
        }
    }

    /// An injected fault strikes at this site now.
    @inline(__always) mutating func strikes(_ site: FaultSite, _ t: TaskID) -> Bool {
        guard armedSites & (1 << Int(site.rawValue)) != 0 else { return false }
        return findFault(site, t)
    }

    /// As `strikes`, for a site whose faults name what they are about.
    @inline(__always) mutating func strikes(
        _ site: FaultSite, _ t: TaskID, _ isMeant: (borrowing Machine, Fault) -> Bool
    ) -> Bool {
        guard armedSites & (1 << Int(site.rawValue)) != 0 else { return false }
        return findFault(site, t, isMeant)
    }

    private mutating func findFault(
        _ site: FaultSite, _ t: TaskID, _ isMeant: (borrowing Machine, Fault) -> Bool = { _, _ in true }
    ) -> Bool {
        var struck = false
        for index in FaultIndex.first(faultCount) {
            let armed = faults.pointer(index)
            let fault = armed.pointee.fault
            guard fault.site == site, !armed.pointee.fired, TaskID(Int(fault.task)) == t,
                fault.operation == tasks[t].operationID, isMeant(self, fault)
            else { continue }
            if armed.pointee.reached == UInt16(fault.occurrence) {
                armed.pointee.fired = true
                struck = true
            }
            armed.pointee.reached += 1
        }
        if struck { digest.fold(UInt64(site.rawValue) << 32 | 0xfa) }
        return struck
    }

    /// Faults of the loaded case that have struck.
    public func hasFired(fault index: Int) -> Bool { faults[FaultIndex(index)].fired }
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
    func isRemovalTask(_ t: TaskID) -> Bool { driver.isUnbinding && driver.lock == t }
}
