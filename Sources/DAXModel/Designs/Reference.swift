extension Design {
    /// A design that should have no hole; in no kernel. It shows that the oracles can be satisfied.
    static let reference = Design(
        name: "reference",
        origin: "in no kernel: gate insertion under the entry lock, delete every entry, signal every mapper",
        notify: .notify_reference, killScope: .all, preRemove: true, poisonsPages: false,
        recordInvalidation: .none, dropsPagecache: false, gatesInsertion: true, publishesHolderAtomically: true,
        profiles: [.v6_12_y])
}

/// The reference design's callback. It finds the super block as the block layer does, under s_umount, so that a mount
/// in progress is waited for and a dying one is gone; it then works under an active reference. It needs no reverse map.
enum NotifyReference: UInt8, PathSteps {
    case super_lock, set_revoked, sync_filesystem, kill_procs, s_inode_list, truncate_inode_pages_range
    case unmap_mapping_range, iput, xfs_force_shutdown, wait_for_partially_frozen, thaw_super_KERNEL
    case thaw_super_USERSPACE, deactivate_super, notify_done
}

extension Machine {
    mutating func notifyReference(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch NotifyReference(rawValue: f.pointee.pc)! {
        case .super_lock:
            guard sb.sUmount.writer < 0 else { return .wait(Channel(.sUmount)) }
            guard sb.state == .active && sb.epoch == driver.epoch else { return .done(0) }
            sb.active += 1
            return .next
        case .set_revoked:
            // From here on no fault inserts an entry: the gate is read under the entry lock.
            sb.revoked = true
            return .next
        case .sync_filesystem:
            // One attempt to flush; its error changes nothing.
            return call(t, .sync_filesystem)
        case .kill_procs:
            guard !isFaulty(.openersKilled), !isFaulty(.lastMapperSpared) else { return killTheWrong(t) }
            for process in 0..<Limits.processes where mapsFilesystem(process) { killProcess(t, process) }
            return .next
        case .s_inode_list:
            return nextInode(t, f)
        case .truncate_inode_pages_range:
            return call(
                t, .truncate_inode_pages_range, inode: f.pointee.inode, index: 0, end: Limits.filePages,
                flags: [.truncate])
        case .unmap_mapping_range:
            // Again: a fault that held its entry's lock may have mapped the page after the first unmap.
            guard !isFaulty(.unmapLeftOut) else { return .next }
            unmapRange(inode: f.pointee.inode, from: 0, count: Limits.filePages)
            return .next
        case .iput:
            return call(t, .iput, inode: f.pointee.inode, then: NotifyReference.s_inode_list)
        case .xfs_force_shutdown:
            return call(t, .xfs_force_shutdown, value: ShutdownReason.forceUmount)
        case .wait_for_partially_frozen:
            // A freeze that began before the shutdown may still succeed; it is waited for and undone.
            guard sb.freezer < 0 else { return .wait(Channel(.freezeState)) }
            return .next
        case .thaw_super_KERNEL:
            guard sb.kernelHolders > 0 else { return .next }
            return call(t, .thaw_super, flags: [.kernel], then: NotifyReference.thaw_super_KERNEL)
        case .thaw_super_USERSPACE:
            guard sb.userHolders > 0, !isFaulty(.thawLeftOut) else { return .next }
            return call(t, .thaw_super, then: NotifyReference.thaw_super_USERSPACE)
        case .deactivate_super:
            return deactivate(t)
        case .notify_done:
            return .done(0)
        }
    }

    /// Two ways to make the list of who is to be signalled wrongly, for tests.
    private mutating func killTheWrong(_ t: Int) -> Next {
        let last = (0..<Limits.processes).last { mapsFilesystem($0) } ?? -1
        for process in 0..<Limits.processes {
            let isOnTheList =
                isFaulty(.openersKilled)
                ? mapsFilesystem(process) || hasOpenFiles(process) : mapsFilesystem(process) && process != last
            if isOnTheList { killProcess(t, process) }
        }
        return .next
    }

    private func hasOpenFiles(_ process: Int) -> Bool {
        for slot in 0..<Limits.descriptors where descriptors[process * Limits.descriptors + slot] >= 0 { return true }
        return false
    }

    private func mapsFilesystem(_ process: Int) -> Bool {
        for area in 0..<areaBound where areas[area].used && areas[area].process.index == process { return true }
        return false
    }

    /// Waits for inodes that are being set up or freed; the others are held while their entries go.
    private mutating func nextInode(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        while f.pointee.cursor < Limits.inodes {
            let inode = f.pointee.cursor
            if inodes[inode].state == .new || inodes[inode].state == .freeing {
                return .wait(Channel(.inodeState, inode))
            }
            f.pointee.cursor += 1
            guard inodes[inode].state == .live else { continue }
            inodes[inode].count += 1
            f.pointee.inode = inode
            for index in 0..<Limits.filePages { noteTreated(t, inode: inode, index: index) }
            return .next
        }
        return .to(NotifyReference.xfs_force_shutdown)
    }

    private mutating func deactivate(_ t: Int) -> Next {
        if sb.active > 1 {
            sb.active -= 1
            return .next
        }
        guard sb.sUmount.tryWrite(mark(t)) else { return .wait(Channel(.sUmount)) }
        sb.active -= 1
        return call(t, .generic_shutdown_super)
    }
}
