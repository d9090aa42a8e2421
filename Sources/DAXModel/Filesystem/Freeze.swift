// fs/super.c: freeze levels, freeze_super, thaw_super.

extension Machine {
    /// `sb_start_write`, `sb_start_pagefault`, `sb_start_intwrite`: false when the level is frozen and the caller has
    /// to sleep until the thaw.
    @inline(__always) mutating func sbStart(_ level: Int, _ t: Int) -> Bool {
        guard sb.frozen < level else { return false }
        switch level {
        case FreezeLevel.write: sb.writers += 1
        case FreezeLevel.pagefault: sb.faulters += 1
        default: sb.transactions += 1
        }
        sb.users[level: level].enter(mark(t))
        return true
    }

    /// `sb_end_write` and its like: a freezer may be waiting for the last user.
    @inline(__always) mutating func sbEnd(_ level: Int, _ t: Int) {
        switch level {
        case FreezeLevel.write: sb.writers -= 1
        case FreezeLevel.pagefault: sb.faulters -= 1
        default: sb.transactions -= 1
        }
        sb.users[level: level].leave(t)
        if sb.frozen != 0 { wake(Channel(.freezeWriters)) }
    }

    /// A freeze by this holder is refused with EBUSY.
    private mutating func refusesFreeze(_ t: Int, kernel: Bool) -> Bool {
        guard sb.frozen == FreezeLevel.complete else { return false }
        guard holds(.freezeHolders, t) else { return true }
        return kernel ? sb.kernelHolders > 0 : sb.userHolders > 0
    }
}

/// `freeze_super`. Returns 0, EBUSY when this holder already froze it, or the error of the sync inside.
enum FreezeSuper: UInt8, PathSteps {
    case super_lock_excl, sb_freeze_write, sb_wait_write, sb_wait_pagefault, sync_filesystem, sync_filesystem_done
    case sb_wait_fs, xfs_fs_freeze, xfs_log_quiesce, xfs_ail_push_all_sync
    case xfs_log_cover, xfs_log_cover_done, freeze_complete
}

extension Machine {
    mutating func freezeSuper(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let kernel = f.pointee.flags.contains(.kernel)
        switch FreezeSuper(rawValue: f.pointee.pc)! {
        case .super_lock_excl:
            return beginFreeze(t, kernel: kernel)
        case .sb_freeze_write:
            sb.frozen = FreezeLevel.write
            // s_umount is dropped while the writers are waited for.
            sb.sUmount.endWrite(t)
            wake(Channel(.sUmount))
            return .next
        case .sb_wait_write:
            guard sb.writers == 0 else { return .wait(Channel(.freezeWriters)) }
            // From here on s_umount is held again: the page faults are waited for under it.
            guard sb.sUmount.tryWrite(mark(t)) else { return .wait(Channel(.sUmount)) }
            sb.frozen = FreezeLevel.pagefault
            return .next
        case .sb_wait_pagefault:
            guard sb.faulters == 0 else { return .wait(Channel(.freezeWriters)) }
            return .next
        case .sync_filesystem:
            guard !strikes(.freezeSync, t) else { return failFreeze(t, Errno.EIO) }
            return call(t, .sync_filesystem)
        case .sync_filesystem_done:
            guard result(t) == 0 else { return failFreeze(t, result(t)) }
            sb.frozen = FreezeLevel.fs
            return .next
        case .sb_wait_fs:
            guard sb.transactions == 0 else { return .wait(Channel(.freezeWriters)) }
            return .next
        case .xfs_fs_freeze:
            return .next
        case .xfs_log_quiesce:
            return call(t, .xfs_log_force)
        case .xfs_ail_push_all_sync:
            return pushAil()
        case .xfs_log_cover:
            // The super block's counters are always written through the log.
            guard sb.shutdown == 0, isDiskGone else { return .next }
            return call(t, .xfs_force_shutdown, value: ShutdownReason.logIOError)
        case .xfs_log_cover_done:
            return sb.shutdown == ShutdownReason.logIOError && isDiskGone ? failFreeze(t, Errno.EIO) : .next
        case .freeze_complete:
            sb.frozen = FreezeLevel.complete
            addHolder(kernel: kernel)
            promiseEverything()
            sb.freezer = -1
            sb.sUmount.endWrite(t)
            wake(Channel(.sUmount))
            wake(Channel(.freezeState))
            return .done(0)
        }
    }

    /// `xfs_ail_push_all_sync`: metadata that the log holds is written to its place. A write that fails is tried again
    /// for ever, unless the file system is shut down.
    private mutating func pushAil() -> Next {
        if sb.ailBusy && sb.shutdown == 0 {
            guard !isDiskGone else { return .wait(Channel(.ail)) }
            sb.ailBusy = false
        }
        return .next
    }

    private mutating func beginFreeze(_ t: Int, kernel: Bool) -> Next {
        guard sb.sUmount.isFree else { return .wait(Channel(.sUmount)) }
        guard sb.state == .active && sb.born else { return .done(Errno.EINVAL) }
        if refusesFreeze(t, kernel: kernel) { return .done(Errno.EBUSY) }
        if sb.frozen == FreezeLevel.complete {
            // The other kind of holder froze it already: only the count changes.
            addHolder(kernel: kernel)
            return .done(0)
        }
        if sb.frozen != FreezeLevel.none {
            // Another freeze or thaw is on its way. The old semantics refuse, the new ones wait for it, unless they are
            // killed meanwhile.
            guard holds(.freezeHolders, t) else { return .done(Errno.EBUSY) }
            return fatalSignalPending(t) ? .done(Errno.EINTR) : .waitKillable(Channel(.freezeState))
        }
        let locked = sb.sUmount.tryWrite(mark(t))
        precondition(locked)
        sb.freezer = t
        sb.frozenAt = mark(t)
        sb.active += 1
        return .next
    }

    private mutating func addHolder(kernel: Bool) {
        if kernel { sb.kernelHolders += 1 } else { sb.userHolders += 1 }
    }

    /// Unwinds a freeze that failed. Its reference may be the last one, when the file system was unmounted meanwhile.
    ///
    /// A simplification: `sb_freeze_unlock`, the wake-ups and `deactivate_locked_super` are one step, under s_umount.
    private mutating func failFreeze(_ t: Int, _ error: Int) -> Next {
        if isFaulty(.failedFreezeCounts) { addHolder(kernel: false) }
        sb.frozen = FreezeLevel.none
        sb.freezer = -1
        wake(Channel(.thaw))
        wake(Channel(.freezeState))
        sb.active -= 1
        guard sb.active > 0 else { return callThenReturn(t, .generic_shutdown_super, value: error) }
        sb.sUmount.endWrite(t)
        wake(Channel(.sUmount))
        return .done(error)
    }
}

/// `thaw_super`. EINVAL when nothing is frozen by this holder, or (the holders' semantics) when others still are.
enum ThawSuper: UInt8, PathSteps {
    case super_lock_excl, xfs_fs_unfreeze, sb_freeze_unlock, deactivate_locked_super
}

extension Machine {
    mutating func thawSuper(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch ThawSuper(rawValue: f.pointee.pc)! {
        case .super_lock_excl:
            guard sb.sUmount.isFree else { return .wait(Channel(.sUmount)) }
            guard dropHolder(kernel: f.pointee.flags.contains(.kernel)) else { return .done(Errno.EINVAL) }
            guard sb.kernelHolders == 0 && sb.userHolders == 0 else { return .done(Errno.EINVAL) }
            let locked = sb.sUmount.tryWrite(mark(t))
            precondition(locked)
            return .next
        case .xfs_fs_unfreeze:
            return .next
        case .sb_freeze_unlock:
            sb.frozen = FreezeLevel.none
            if isRemovalTask(t) { removal.thawed = true }
            wake(Channel(.thaw))
            wake(Channel(.freezeState))
            return .next
        case .deactivate_locked_super:
            sb.active -= 1
            guard sb.active > 0 else { return callThenReturn(t, .generic_shutdown_super) }
            sb.sUmount.endWrite(t)
            wake(Channel(.sUmount))
            return .done(0)
        }
    }

    /// False when this holder has no freeze to give up. With the old semantics anybody's thaw undoes the one freeze.
    private mutating func dropHolder(kernel: Bool) -> Bool {
        guard sb.frozen == FreezeLevel.complete else { return false }
        guard rules.guarantees.contains(.freezeHolders) else {
            sb.kernelHolders = 0
            sb.userHolders = 0
            return true
        }
        guard (kernel ? sb.kernelHolders : sb.userHolders) > 0 else { return false }
        if kernel { sb.kernelHolders -= 1 } else { sb.userHolders -= 1 }
        return true
    }
}
