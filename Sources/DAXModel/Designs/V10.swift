extension Design {
    /// The patch that the thread answers.
    static let v10 = Design(
        name: "v10",
        origin: "[PATCH v10 3/3] mm, pmem, xfs: Introduce MF_MEM_REMOVE for unbind, 17 Feb 2023",
        notify: .notify_v10, killScope: .current, preRemove: true, poisonsPages: true, recordInvalidation: .none,
        dropsPagecache: true, gatesInsertion: false, publishesHolderAtomically: false, profiles: [.v6_3])

    /// The experiment of March 2023 whose crash the thread explains.
    static let v10WithoutDrop = Design(
        name: "v10-without-drop",
        origin: "v10 with super_drop_pagecache removed as the review asked; crashes at umount (March 2023)",
        notify: .notify_v10, killScope: .current, preRemove: true, poisonsPages: true, recordInvalidation: .none,
        dropsPagecache: false, gatesInsertion: false, publishesHolderAtomically: false, profiles: [.v6_3])
}

/// `xfs_dax_notify_failure` of v10: freeze, drop the page cache of all inodes, walk; thaw and shut down.
enum NotifyV10: UInt8, PathSteps {
    case SB_BORN, xfs_has_rmapbt, freeze_super, freeze_super_done, super_drop_pagecache, xfs_trans_alloc_empty
    case xfs_rmap_query_range, xfs_trans_cancel, xfs_force_shutdown_CORRUPT_ONDISK, return_error, thaw_super
    case xfs_force_shutdown_FORCE_UMOUNT, notify_done
}

extension Machine {
    mutating func notifyV10(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch NotifyV10(rawValue: f.pointee.pc)! {
        case .SB_BORN:
            guard mountIsAllocated(t) else { return .oops }
            return sb.born ? .next : giveUp(t, Errno.EIO)
        case .xfs_has_rmapbt:
            return sb.rmapbt ? .next : giveUp(t, Errno.EOPNOTSUPP)
        case .freeze_super:
            return call(t, .freeze_super, flags: [.kernel])
        case .freeze_super_done:
            return result(t) == 0 ? .next : giveUp(t, result(t))
        case .super_drop_pagecache:
            guard rules.dropsPagecache else { return .next }
            return call(t, .super_drop_pagecache)
        case .xfs_trans_alloc_empty:
            // The error returns with the file system still frozen.
            return strikes(.transactionAllocation, t) ? giveUp(t, Errno.ENOMEM) : .next
        case .xfs_rmap_query_range:
            return call(t, .xfs_rmap_walk)
        case .xfs_trans_cancel:
            f.pointee.value = result(t)
            return f.pointee.value == 0 ? .to(NotifyV10.thaw_super) : .next
        case .xfs_force_shutdown_CORRUPT_ONDISK:
            return call(t, .xfs_force_shutdown, value: ShutdownReason.corruptOnDisk)
        case .return_error:
            // No thaw on this way out.
            return .done(f.pointee.value < 0 ? f.pointee.value : Errno.EFSCORRUPTED)
        case .thaw_super:
            return call(t, .thaw_super, flags: [.kernel])
        case .xfs_force_shutdown_FORCE_UMOUNT:
            return call(t, .xfs_force_shutdown, value: ShutdownReason.forceUmount)
        case .notify_done:
            return .done(0)
        }
    }
}

/// `super_drop_pagecache(sb, invalidate_inode_pages2)`: every cached inode that is neither new nor being freed.
enum SuperDropPagecache: UInt8, PathSteps {
    case s_inode_list, invalidate_inode_pages2_range, iput
}

extension Machine {
    mutating func superDropPagecache(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch SuperDropPagecache(rawValue: f.pointee.pc)! {
        case .s_inode_list:
            while f.pointee.cursor < Limits.inodes {
                let inode = f.pointee.cursor
                f.pointee.cursor += 1
                guard inodes[inode].state == .live else {
                    skipInode(t, inode)
                    continue
                }
                inodes[inode].count += 1
                f.pointee.inode = inode
                return .next
            }
            return .done(0)
        case .invalidate_inode_pages2_range:
            return call(
                t, .invalidate_inode_pages2_range, inode: f.pointee.inode, index: 0, end: Limits.filePages)
        case .iput:
            return call(t, .iput, inode: f.pointee.inode, then: SuperDropPagecache.s_inode_list)
        }
    }

    private mutating func skipInode(_ t: Int, _ inode: Int) {
        for index in 0..<Limits.filePages {
            passEntry(inode * Limits.filePages + index, .inodeSkipped, here(t))
        }
    }
}
