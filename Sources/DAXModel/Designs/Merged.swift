extension Design {
    /// What was merged for 6.8.
    static let merged = Design(
        name: "merged",
        origin: "Linux 6.8 to 6.14: mm, pmem, xfs: Introduce MF_MEM_PRE_REMOVE for unbind (fa422b353d21)",
        notify: .notify_merged, killScope: .all, preRemove: true, poisonsPages: false, recordInvalidation: .range,
        dropsPagecache: false, gatesInsertion: false, publishesHolderAtomically: false, profiles: [.v6_12_y])
}

/// `xfs_dax_notify_failure` with MF_MEM_PRE_REMOVE: freeze if possible, walk, shut down always, thaw.
enum NotifyMerged: UInt8, PathSteps {
    case SB_BORN, xfs_has_rmapbt, freeze_super, freeze_super_done, xfs_trans_alloc_empty, xfs_rmap_query_range
    case xfs_trans_cancel, xfs_force_shutdown, thaw_super_KERNEL, thaw_super_USERSPACE, notify_done
}

extension Machine {
    mutating func notifyMerged(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch NotifyMerged(rawValue: f.pointee.pc)! {
        case .SB_BORN:
            guard mountIsAllocated(t) else { return .oops }
            return sb.born ? .next : giveUp(t, Errno.EIO)
        case .xfs_has_rmapbt:
            return sb.rmapbt ? .next : giveUp(t, Errno.EOPNOTSUPP)
        case .freeze_super:
            return call(t, .freeze_super, flags: [.kernel])
        case .freeze_super_done:
            // Any error is only logged.
            if result(t) == 0 { f.pointee.flags.insert(.frozen) }
            return .next
        case .xfs_trans_alloc_empty:
            guard strikes(.transactionAllocation, t) else { return .next }
            // To the thaw, past the shutdown.
            removal.abandoned = here(t)
            f.pointee.value = Errno.ENOMEM
            return .to(NotifyMerged.thaw_super_KERNEL)
        case .xfs_rmap_query_range:
            return call(t, .xfs_rmap_walk)
        case .xfs_trans_cancel:
            f.pointee.value = min(0, result(t))
            return .next
        case .xfs_force_shutdown:
            return call(t, .xfs_force_shutdown, value: ShutdownReason.forceUmount)
        case .thaw_super_KERNEL:
            guard f.pointee.flags.contains(.frozen) else { return .next }
            return call(t, .thaw_super, flags: [.kernel])
        case .thaw_super_USERSPACE:
            return call(t, .thaw_super)
        case .notify_done:
            return .done(f.pointee.value)
        }
    }
}
