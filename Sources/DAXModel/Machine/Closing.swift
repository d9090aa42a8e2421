/// What follows every case: the fair phase (signals delivered, user freezes thawed, all tasks ended, umount), then
/// rebind, remount and verification, then the balance of the books. Run by the reserved task under fair scheduling.
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
        startReserved(Limits.closer, id: OperationID.closing, path: .closing)
    }

    /// The closing has come to its end.
    public var isClosed: Bool { tasks[Limits.closer].state == .idle && tasks[Limits.closer].depth == 0 }

    mutating func closing(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch Closing(rawValue: f.pointee.pc)! {
        case .deliver_signals:
            for thread in 0..<Limits.userTasks where tasks[thread].delayedUntil != 0 {
                tasks[thread].delayedUntil = 0
                signalWakeUp(thread)
            }
            return .next
        case .reattach:
            // A frozen file system without a mount is mounted again to be thawed.
            guard sb.frozen == FreezeLevel.complete, sb.shutdown == 0, canReattach, driver.diskAlive else {
                return .next
            }
            return call(t, .do_mount)
        case .fithaw:
            guard sb.state == .active, sb.frozen == FreezeLevel.complete, canThaw else {
                return .to(Closing.kill_all_tasks)
            }
            f.pointee.cursor += 1
            guard f.pointee.cursor <= 8 else { return .to(Closing.kill_all_tasks) }
            return call(t, .thaw_super)
        case .fithaw_done:
            return .to(Closing.fithaw)
        case .kill_all_tasks:
            for process in 0..<Limits.userTasks { killGroup(process, from: t) }
            return .next
        case .wait_for_tasks:
            // A freeze that was under way may complete only now.
            if sb.state == .active, sb.frozen == FreezeLevel.complete, f.pointee.cursor <= 8,
                canThaw || (canReattach && sb.shutdown == 0 && driver.diskAlive)
            {
                return .to(Closing.reattach)
            }
            // A fork that was under way leaves a child that nobody has killed yet.
            if someProcessLives { return .to(Closing.kill_all_tasks) }
            return everyTaskIsGone ? .next : .again
        case .umount:
            guard sb.state == .active && sb.attached else { return .to(Closing.wait_for_super) }
            return call(t, .do_umount)
        case .umount_done:
            return result(t) == Errno.EBUSY ? .to(Closing.umount) : .next
        case .wait_for_super:
            return sb.state == .none ? .next : .again
        case .wait_for_device:
            return driver.lock < 0 && tasks[Limits.inodegcWorker].state == .idle ? .next : .again
        case .rebind:
            guard !driver.bound else { return .next }
            guard driver.epoch < Limits.epochs else { return .to(Closing.balance) }
            return call(t, .bind_store)
        case .remount:
            return call(t, .do_mount)
        case .remount_done:
            guard result(t) == 0 else {
                report(
                    t,
                    Violation(
                        oracle: .durability, object: .superblock, step: here(t), detail: .mountFailed,
                        observable: .errno))
                return .to(Closing.balance)
            }
            return .next
        case .verify:
            verifyPromises(t)
            return .next
        case .final_umount:
            return call(t, .do_umount)
        case .final_umount_done:
            return .next
        case .balance:
            auditBalance(t)
            return .done(0)
        }
    }

    /// A descriptor opened before reaches the ioctl, if a task that has it is awake to call; on a file system that is
    /// up a new one can be opened. A mapping keeps its file open, but nobody can call through it.
    private var canThaw: Bool {
        guard sb.userHolders > 0 || !rules.guarantees.contains(.freezeHolders) else { return false }
        if sb.shutdown == 0 && sb.attached { return true }
        for t in 0..<Limits.userTasks where tasks[t].state == .idle || tasks[t].state == .runnable {
            let first = tasks[t].process * Limits.descriptors
            for slot in first..<first + Limits.descriptors where descriptors[slot] >= 0 { return true }
        }
        return false
    }

    private var someProcessLives: Bool {
        for process in 0..<Limits.userTasks where processes[process].alive && !processes[process].exiting {
            return true
        }
        return false
    }

    private var everyTaskIsGone: Bool {
        for t in 0..<Limits.userTasks where !isGone(t) { return false }
        return true
    }
}

extension Machine {
    /// The closing task is inside something that moves on, rather than waiting for others or for an umount.
    public var closingMoves: Bool {
        let depth = tasks[Limits.closer].depth
        guard tasks[Limits.closer].state == .runnable, depth > 0 else { return false }
        let frame = frames[Limits.closer * Limits.stackDepth]
        switch Closing(rawValue: frame.pc)! {
        case .wait_for_tasks, .wait_for_super, .wait_for_device, .umount, .umount_done: return depth > 2
        default: return true
        }
    }
}
