/// What follows every case: the fair phase (signals delivered, user freezes thawed, all tasks ended, umount), then
/// rebind, remount and verification, then the balance of the books. Run by the reserved task under fair scheduling.
struct ClosingPhase: KernelPath {
    typealias Step = Closing
    static var path: Path { .closing }
    /// Attempts to thaw.
    var thaws: Int8 = 0
}

/// The moves of the closing, in their order.
public enum Closing: UInt8, PathSteps {
    case deliver_signals, reattach, fithaw, fithaw_done, kill_all_tasks, wait_for_tasks, umount, umount_done
    case wait_for_super, wait_for_device, rebind, remount, remount_done, verify
    case final_umount, final_umount_done, balance

    /// The move that a step is; nil for the steps of every other path, those that a move calls among them.
    public init?(_ step: StepID) {
        guard step.rawValue >> 6 == Path.closing.rawValue else { return nil }
        self.init(rawValue: UInt8(step.rawValue & 63))
    }
}

extension Machine {
    /// Ends the hostile part: no fault strikes and no delay holds any more.
    public mutating func beginClosing() {
        armedSites = 0
        startReserved(TaskID.closer, id: OperationID.closing, ClosingPhase())
    }

    /// The closing has come to its end.
    public var isClosed: Bool { tasks[TaskID.closer].state == .idle && tasks[TaskID.closer].depth == 0 }

    mutating func closing(_ t: TaskID, _ f: Activation<ClosingPhase>) -> Next {
        switch f.step {
        case .deliver_signals:
            readsAll(.signals)
            for thread in TaskID.users where tasks[thread].delayedUntil != 0 {
                tasks[thread].delayedUntil = 0
                writes(.signals, tasks[thread].process)
                signalWakeUp(thread)
            }
            return .next
        case .reattach:
            // A frozen file system without a mount is mounted again to be thawed.
            guard sb.frozen == .complete, sb.shutdown == .none, canReattach, driver.diskAlive else {
                return .next
            }
            return call(t, DoMount())
        case .fithaw:
            guard sb.state == .active, sb.frozen == .complete, canThaw else {
                return .to(Closing.kill_all_tasks)
            }
            f.locals.thaws += 1
            guard f.locals.thaws <= 8 else { return .to(Closing.kill_all_tasks) }
            return call(t, ThawSuper(holder: .userspace))
        case .fithaw_done:
            return .to(Closing.fithaw)
        case .kill_all_tasks:
            for process in ProcessID.first(Limits.userTasks) { killGroup(process, from: t) }
            return .next
        case .wait_for_tasks:
            // A freeze that was under way may complete only now.
            if sb.state == .active, sb.frozen == .complete, f.locals.thaws <= 8,
                canThaw || (canReattach && sb.shutdown == .none && driver.diskAlive)
            {
                return .to(Closing.reattach)
            }
            // A fork that was under way leaves a child that nobody has killed yet.
            if someProcessLives { return .to(Closing.kill_all_tasks) }
            return everyTaskIsGone ? .next : .again
        case .umount:
            guard sb.state == .active && sb.attached else { return .to(Closing.wait_for_super) }
            return call(t, DoUmount())
        case .umount_done:
            return result(t) == Errno.EBUSY ? .to(Closing.umount) : .next
        case .wait_for_super:
            return sb.state == .none ? .next : .again
        case .wait_for_device:
            reads(.task, TaskID.inodegcWorker)
            return driver.lock.isNone && tasks[TaskID.inodegcWorker].state == .idle ? .next : .again
        case .rebind:
            guard !driver.bound else { return .next }
            guard driver.epoch < .last else { return .to(Closing.balance) }
            return call(t, BindStore())
        case .remount:
            return call(t, DoMount())
        case .remount_done:
            guard result(t) == 0 else {
                emit(.remountFailed, t)
                return .to(Closing.balance)
            }
            return .next
        case .verify:
            emit(.remounted, t)
            return .next
        case .final_umount:
            return call(t, DoUmount())
        case .final_umount_done:
            return .next
        case .balance:
            emit(.executionEnds, t)
            return .done(0)
        }
    }

    /// A descriptor opened before reaches the ioctl, if a task that has it is awake to call; on a file system that is
    /// up a new one can be opened. A mapping keeps its file open, but nobody can call through it.
    private var canThaw: Bool {
        guard sb.userHolders > 0 || !rules.guarantees.contains(.freezeHolders) else { return false }
        if sb.shutdown == .none && sb.attached { return true }
        readsAll(.task)
        for t in TaskID.users where tasks[t].state == .idle || tasks[t].state == .runnable {
            for slot in tasks[t].process.descriptors where !descriptors[slot].isNone { return true }
        }
        return false
    }

    private var someProcessLives: Bool {
        readsAll(.signals)
        let processes = processTable
        for process in ProcessID.first(Limits.userTasks) where processes[process].alive && !processes[process].exiting {
            return true
        }
        return false
    }

    private var everyTaskIsGone: Bool {
        readsAll(.task)
        for t in TaskID.users where !isGone(t) { return false }
        return true
    }
}

extension Machine {
    /// The closing task is inside something that moves on, rather than waiting for others or for an umount.
    public var closingMoves: Bool {
        let depth = tasks[TaskID.closer].depth
        guard tasks[TaskID.closer].state == .runnable, depth > 0 else { return false }
        let frame = frames[FrameID(of: .closer, depth: 0)]
        switch Closing(rawValue: frame.pc)! {
        case .wait_for_tasks, .wait_for_super, .wait_for_device, .umount, .umount_done: return depth > 2
        default: return true
        }
    }
}
