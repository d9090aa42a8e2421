/// What follows every case: the fair phase (signals delivered, user freezes thawed, all tasks ended, umount), then
/// rebind, remount and verification, then the balance of the books. Run by the reserved task under fair scheduling.
enum Closing: UInt8, PathSteps {
    case deliver_signals, fithaw, fithaw_done, kill_all_tasks, wait_for_tasks, umount, umount_done, wait_for_super
    case wait_for_device, rebind, remount, remount_done, verify, final_umount, final_umount_done, balance
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
        case .fithaw:
            guard sb.state == .active, sb.frozen == FreezeLevel.complete, canThaw else {
                return .to(Closing.kill_all_tasks)
            }
            f.pointee.cursor += 1
            return f.pointee.cursor <= 8 ? call(t, .thaw_super) : .to(Closing.kill_all_tasks)
        case .fithaw_done:
            return .to(Closing.fithaw)
        case .kill_all_tasks:
            for process in 0..<Limits.userTasks { killGroup(process, from: t) }
            return .next
        case .wait_for_tasks:
            // A freeze that was under way may complete only now.
            if sb.state == .active, sb.frozen == FreezeLevel.complete, canThaw, f.pointee.cursor <= 8 {
                return .to(Closing.fithaw)
            }
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

    /// A descriptor opened before reaches the ioctl; on a file system that is up a new one can be opened.
    private var canThaw: Bool {
        guard sb.userHolders > 0 || rules.freeze == .shared else { return false }
        if sb.shutdown == 0 && sb.attached { return true }
        for file in 0..<Limits.files where files[file].references > 0 { return true }
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
