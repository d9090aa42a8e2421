/// `umount`: EBUSY while anything uses the mount, then the super block dies with its last active reference. A freeze
/// holds such a reference: a frozen super block dies at the thaw.
struct DoUmount: KernelPath {
    enum Step: UInt8, PathSteps {
        case path_umount, deactivate_super, cleanup_mnt
    }
    static var path: Path { .do_umount }
}

extension Machine {
    mutating func doUmount(_ t: TaskID, _ f: Activation<DoUmount>) -> Next {
        switch f.step {
        case .path_umount:
            guard isReachable else { return .done(Errno.EINVAL) }
            guard !mountIsBusy else { return .done(Errno.EBUSY) }
            sb.attached = false
            return .next
        case .deactivate_super:
            guard sb.active == 1 else {
                sb.active -= 1
                return .done(0)
            }
            guard sb.sUmount.tryWrite(mark(t)) else { return .wait(Channel(.sUmount)) }
            sb.active -= 1
            guard sb.active == 0 else {
                sb.sUmount.endWrite(t)
                wake(Channel(.sUmount))
                return .done(0)
            }
            return call(t, GenericShutdownSuper(returns: 0))
        case .cleanup_mnt:
            return .done(0)
        }
    }

    /// Open files, mappings and working directories keep the mount. So does an operation that is inside it.
    private var mountIsBusy: Bool {
        if sb.mountReferences > 0 { return true }
        for file in FileID.all where files[file].references > 0 { return true }
        for process in ProcessID.all where processes[process].cwdInside { return true }
        readsAll(.task)
        for t in TaskID.users where isInsideMount(t) { return true }
        return false
    }

    /// A call on a path holds a reference to the mount until the last inode that it used is put.
    private func isInsideMount(_ t: TaskID) -> Bool {
        guard tasks[t].state == .runnable || tasks[t].state == .blocked || tasks[t].state == .oopsed,
            !tasks[t].operation.isNone
        else { return false }
        switch operations[tasks[t].operation].kind {
        case .open, .create, .unlink, .rename: return true
        default: return false
        }
    }
}

/// The super block's end: dentries, data, inodes, log, device. Entered with s_umount held.
struct GenericShutdownSuper: KernelPath {
    enum Step: UInt8, PathSteps {
        case shrink_dcache_for_umount, sync_filesystem, evict_inodes, xfs_inodegc_flush
        case xfs_unmount_flush_inodes, xfs_ail_push_all_sync, xfs_log_unmount_write, xfs_reclaim_inodes
        case fs_put_dax, blkdev_put
    }
    static var path: Path { .generic_shutdown_super }
    /// What its caller's caller is told.
    let returns: Int
}

extension Machine {
    mutating func genericShutdownSuper(_ t: TaskID, _ f: Activation<GenericShutdownSuper>) -> Next {
        switch f.step {
        case .shrink_dcache_for_umount:
            return call(t, ShrinkDcacheSb())
        case .sync_filesystem:
            return call(t, SyncFilesystem())
        case .evict_inodes:
            sb.state = .dying
            return call(t, EvictInodes())
        case .xfs_inodegc_flush:
            for inode in InodeID.all
            where inodes[inode].state == .needInactive || inodes[inode].state == .inactivating {
                return .wait(Channel(.inodeState, inode))
            }
            return .next
        case .xfs_unmount_flush_inodes:
            guard sb.shutdown == .none else { return .next }
            return call(t, XfsLogForce())
        case .xfs_ail_push_all_sync:
            // A file system that is being unmounted does not try a failed write again.
            guard sb.shutdown == .none, sb.ailBusy, isDiskGone else { return .next }
            return call(t, XfsForceShutdown(reason: .metaIOError))
        case .xfs_log_unmount_write:
            // A log that was shut down gets no unmount record.
            guard sb.shutdown == .none, isDiskGone else { return .next }
            return call(t, XfsForceShutdown(reason: .logIOError))
        case .xfs_reclaim_inodes:
            for inode in InodeID.all where inodes[inode].state == .reclaimable {
                inodes[inode].state = .uncached
            }
            return .next
        case .fs_put_dax:
            if sb.hasDax { putDax() }
            return .next
        case .blkdev_put:
            sb.state = .none
            sb.born = false
            sb.sUmount.endWrite(t)
            wake(Channel(.sUmount))
            emit(.superBlockEnded, t)
            return .done(f.locals.returns)
        }
    }
}

/// `echo 2 > /proc/sys/vm/drop_caches`: unused dentries and inodes go. An inode with DAX entries stays: they are not
/// page cache that could be dropped.
struct DropCaches: KernelPath {
    enum Step: UInt8, PathSteps {
        case shrink_dcache_sb, prune_icache_sb, drop_caches_done
    }
    static var path: Path { .drop_caches }
}

extension Machine {
    mutating func dropCaches(_ t: TaskID, _ f: Activation<DropCaches>) -> Next {
        switch f.step {
        case .shrink_dcache_sb:
            // The shrinkers skip a super block that is being mounted or unmounted.
            guard sb.state == .active && sb.sUmount.tryRead(mark(t)) else { return .done(0) }
            return call(t, ShrinkDcacheSb())
        case .prune_icache_sb:
            return call(t, EvictInodes(keepsEntries: true))
        case .drop_caches_done:
            // Buffers whose content is not in its place yet stay.
            if !sb.ailBusy {
                sb.buffersDropped = true
                sb.freeListsRead = 0
            }
            sb.sUmount.endRead(t)
            wake(Channel(.sUmount))
            return .done(0)
        }
    }
}
