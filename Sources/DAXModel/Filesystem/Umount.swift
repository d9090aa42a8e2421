/// `umount`: EBUSY while anything uses the mount, then the super block dies with its last active reference. A freeze
/// holds such a reference: a frozen super block dies at the thaw.
enum DoUmount: UInt8, PathSteps {
    case path_umount, deactivate_super, cleanup_mnt
}

extension Machine {
    mutating func doUmount(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch DoUmount(rawValue: f.pointee.pc)! {
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
            return call(t, .generic_shutdown_super)
        case .cleanup_mnt:
            return .done(0)
        }
    }

    /// Open files, mappings and working directories keep the mount. So does an operation that is inside it.
    private var mountIsBusy: Bool {
        if sb.mountReferences > 0 { return true }
        for file in 0..<Limits.files where files[file].references > 0 { return true }
        for process in 0..<Limits.processes where processes[process].cwdInside { return true }
        for t in 0..<Limits.userTasks where isInsideMount(t) { return true }
        return false
    }

    /// A call on a path holds a reference to the mount until the last inode that it used is put.
    private func isInsideMount(_ t: Int) -> Bool {
        guard tasks[t].state == .runnable || tasks[t].state == .blocked || tasks[t].state == .oopsed,
            tasks[t].operation >= 0
        else { return false }
        switch operations[tasks[t].operation].call {
        case .open, .create, .unlink, .rename: return true
        default: return false
        }
    }
}

/// The super block's end: dentries, data, inodes, log, device. Entered with s_umount held.
enum GenericShutdownSuper: UInt8, PathSteps {
    case shrink_dcache_for_umount, sync_filesystem, evict_inodes, xfs_inodegc_flush
    case xfs_unmount_flush_inodes, xfs_ail_push_all_sync, xfs_log_unmount_write, xfs_reclaim_inodes
    case fs_put_dax, blkdev_put
}

extension Machine {
    mutating func genericShutdownSuper(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch GenericShutdownSuper(rawValue: f.pointee.pc)! {
        case .shrink_dcache_for_umount:
            return call(t, .shrink_dcache_sb)
        case .sync_filesystem:
            return call(t, .sync_filesystem)
        case .evict_inodes:
            sb.state = .dying
            return call(t, .evict_inodes)
        case .xfs_inodegc_flush:
            for inode in 0..<Limits.inodes
            where inodes[inode].state == .needInactive || inodes[inode].state == .inactivating {
                return .wait(Channel(.inodeState, inode))
            }
            return .next
        case .xfs_unmount_flush_inodes:
            guard sb.shutdown == 0 else { return .next }
            return call(t, .xfs_log_force)
        case .xfs_ail_push_all_sync:
            // A file system that is being unmounted does not try a failed write again.
            guard sb.shutdown == 0, sb.ailBusy, isDiskGone else { return .next }
            return call(t, .xfs_force_shutdown, value: ShutdownReason.metaIOError)
        case .xfs_log_unmount_write:
            // A log that was shut down gets no unmount record.
            guard sb.shutdown == 0, isDiskGone else { return .next }
            return call(t, .xfs_force_shutdown, value: ShutdownReason.logIOError)
        case .xfs_reclaim_inodes:
            for inode in 0..<Limits.inodes where inodes[inode].state == .reclaimable {
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
            closeBooks()
            return .done(f.pointee.value)
        }
    }
}

/// `echo 2 > /proc/sys/vm/drop_caches`: unused dentries and inodes go. An inode with DAX entries stays: they are not
/// page cache that could be dropped.
enum DropCaches: UInt8, PathSteps {
    case shrink_dcache_sb, prune_icache_sb, drop_caches_done
}

extension Machine {
    mutating func dropCaches(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch DropCaches(rawValue: f.pointee.pc)! {
        case .shrink_dcache_sb:
            // The shrinkers skip a super block that is being mounted or unmounted.
            guard sb.state == .active && sb.sUmount.tryRead(mark(t)) else { return .done(0) }
            return call(t, .shrink_dcache_sb)
        case .prune_icache_sb:
            return call(t, .evict_inodes, flags: [.unreferenced, .truncate])
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
