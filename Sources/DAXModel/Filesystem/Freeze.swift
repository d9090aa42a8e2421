// fs/super.c: freeze levels, freeze_super, thaw_super.

extension Machine {
    /// `sb_start_write`, `sb_start_pagefault`, `sb_start_intwrite`: false when the level is frozen and the caller has
    /// to sleep until the thaw.
    @inline(__always) mutating func sbStart(_ level: FreezeLevel, _ t: TaskID) -> Bool {
        guard sb.frozen < level else { return false }
        switch level {
        case .write: sb.writers &+= 1
        case .pagefault: sb.faulters &+= 1
        case .none, .fs, .complete: sb.transactions &+= 1
        }
        sb.users[level: level].enter(mark(t))
        writes(.levelUsers, t)
        return true
    }

    /// `sb_end_write` and its like: a freezer may be waiting for the last user.
    @inline(__always) mutating func sbEnd(_ level: FreezeLevel, _ t: TaskID) {
        switch level {
        case .write: sb.writers &-= 1
        case .pagefault: sb.faulters &-= 1
        case .none, .fs, .complete: sb.transactions &-= 1
        }
        sb.users[level: level].leave(t)
        writes(.levelUsers, t)
        if sb.frozen != .none { wake(Channel(.freezeWriters)) }
    }

    /// A freeze by this holder is refused with EBUSY.
    private mutating func refusesFreeze(_ holder: FreezeHolder, _ t: TaskID) -> Bool {
        guard sb.frozen == .complete else { return false }
        guard holds(.freezeHolders, t) else { return true }
        return holder == .kernel ? sb.kernelHolders > 0 : sb.userHolders > 0
    }
}

/// `freeze_super`. Returns 0, EBUSY when this holder already froze it, or the error of the sync inside.
struct FreezeSuper: KernelPath {
    enum Step: UInt8, PathSteps {
        case super_lock_excl, sb_freeze_write, sb_wait_write, sb_wait_pagefault, sync_filesystem, sync_filesystem_done
        case sb_wait_fs, xfs_fs_freeze, xfs_log_quiesce, xfs_ail_push_all_sync
        case xfs_log_cover, xfs_log_cover_done, freeze_complete
    }
    static var path: Path { .freeze_super }
    let holder: FreezeHolder
}

extension Machine {
    mutating func freezeSuper(_ t: TaskID, _ f: Activation<FreezeSuper>) -> Next {
        switch f.step {
        case .super_lock_excl:
            return beginFreeze(t, f.locals.holder)
        case .sb_freeze_write:
            sb.frozen = .write
            // s_umount is dropped while the writers are waited for.
            sb.sUmount.endWrite(t)
            wake(Channel(.sUmount))
            return .next
        case .sb_wait_write:
            guard sb.writers == 0 else { return .wait(Channel(.freezeWriters)) }
            // From here on s_umount is held again: the page faults are waited for under it.
            guard sb.sUmount.tryWrite(mark(t)) else { return .wait(Channel(.sUmount)) }
            sb.frozen = .pagefault
            return .next
        case .sb_wait_pagefault:
            guard sb.faulters == 0 else { return .wait(Channel(.freezeWriters)) }
            return .next
        case .sync_filesystem:
            guard !strikes(.freezeSync, t) else { return failFreeze(t, Errno.EIO) }
            return call(t, SyncFilesystem())
        case .sync_filesystem_done:
            guard result(t) == 0 else { return failFreeze(t, result(t)) }
            sb.frozen = .fs
            return .next
        case .sb_wait_fs:
            guard sb.transactions == 0 else { return .wait(Channel(.freezeWriters)) }
            return .next
        case .xfs_fs_freeze:
            return .next
        case .xfs_log_quiesce:
            return call(t, XfsLogForce())
        case .xfs_ail_push_all_sync:
            return pushAil()
        case .xfs_log_cover:
            // The super block's counters are always written through the log.
            guard sb.shutdown == .none, isDiskGone else { return .next }
            return call(t, XfsForceShutdown(reason: .logIOError))
        case .xfs_log_cover_done:
            return sb.shutdown == .logIOError && isDiskGone ? failFreeze(t, Errno.EIO) : .next
        case .freeze_complete:
            sb.frozen = .complete
            addHolder(f.locals.holder)
            emit(.freezeComplete, t)
            sb.freezer = .none
            sb.sUmount.endWrite(t)
            wake(Channel(.sUmount))
            wake(Channel(.freezeState))
            return .done(0)
        }
    }

    /// `xfs_ail_push_all_sync`: metadata that the log holds is written to its place. A write that fails is tried again
    /// for ever, unless the file system is shut down.
    private mutating func pushAil() -> Next {
        if sb.ailBusy && sb.shutdown == .none {
            guard !isDiskGone else { return .wait(Channel(.ail)) }
            sb.ailBusy = false
        }
        return .next
    }

    private mutating func beginFreeze(_ t: TaskID, _ holder: FreezeHolder) -> Next {
        guard sb.sUmount.isFree else { return .wait(Channel(.sUmount)) }
        guard sb.state == .active && sb.born else { return .done(Errno.EINVAL) }
        if refusesFreeze(holder, t) { return .done(Errno.EBUSY) }
        if sb.frozen == .complete {
            // The other kind of holder froze it already: only the count changes.
            addHolder(holder)
            return .done(0)
        }
        if sb.frozen != .none {
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

    private mutating func addHolder(_ holder: FreezeHolder) {
        switch holder {
        case .kernel: sb.kernelHolders += 1
        case .userspace: sb.userHolders += 1
        }
    }

    /// Unwinds a freeze that failed. Its reference may be the last one, when the file system was unmounted meanwhile.
    ///
    /// A simplification: `sb_freeze_unlock`, the wake-ups and `deactivate_locked_super` are one step, under s_umount.
    private mutating func failFreeze(_ t: TaskID, _ error: Int) -> Next {
        if isFaulty(.failedFreezeCounts) { addHolder(.userspace) }
        sb.frozen = .none
        sb.freezer = .none
        wake(Channel(.thaw))
        wake(Channel(.freezeState))
        sb.active -= 1
        guard sb.active > 0 else { return callThenReturn(t, GenericShutdownSuper(returns: error)) }
        sb.sUmount.endWrite(t)
        wake(Channel(.sUmount))
        return .done(error)
    }
}

/// `thaw_super`. EINVAL when nothing is frozen by this holder, or (the holders' semantics) when others still are.
struct ThawSuper: KernelPath {
    enum Step: UInt8, PathSteps {
        case super_lock_excl, xfs_fs_unfreeze, sb_freeze_unlock, deactivate_locked_super
    }
    static var path: Path { .thaw_super }
    let holder: FreezeHolder
}

extension Machine {
    mutating func thawSuper(_ t: TaskID, _ f: Activation<ThawSuper>) -> Next {
        switch f.step {
        case .super_lock_excl:
            guard sb.sUmount.isFree else { return .wait(Channel(.sUmount)) }
            guard dropHolder(f.locals.holder, t) else { return .done(Errno.EINVAL) }
            guard sb.kernelHolders == 0 && sb.userHolders == 0 else { return .done(Errno.EINVAL) }
            let locked = sb.sUmount.tryWrite(mark(t))
            precondition(locked)
            return .next
        case .xfs_fs_unfreeze:
            return .next
        case .sb_freeze_unlock:
            sb.frozen = .none
            emit(.thawed, t)
            wake(Channel(.thaw))
            wake(Channel(.freezeState))
            return .next
        case .deactivate_locked_super:
            sb.active -= 1
            guard sb.active > 0 else { return callThenReturn(t, GenericShutdownSuper(returns: 0)) }
            sb.sUmount.endWrite(t)
            wake(Channel(.sUmount))
            return .done(0)
        }
    }

    /// False when this holder has no freeze to give up. With the old semantics anybody's thaw undoes the one freeze.
    private mutating func dropHolder(_ holder: FreezeHolder, _ t: TaskID) -> Bool {
        guard sb.frozen == .complete else { return false }
        guard holds(.freezeHolders, t) else {
            sb.kernelHolders = 0
            sb.userHolders = 0
            return true
        }
        guard (holder == .kernel ? sb.kernelHolders : sb.userHolders) > 0 else { return false }
        if holder == .kernel { sb.kernelHolders -= 1 } else { sb.userHolders -= 1 }
        return true
    }
}
