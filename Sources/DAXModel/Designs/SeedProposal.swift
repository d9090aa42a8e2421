extension Design {
    /// The proposal at the end of the thread's message. Its middle is as in the message: freeze, walk with a kill of
    /// all associated processes and an invalidation of each file found, thaw. What the message leaves open is as in
    /// v10, which is our reading: early returns, shutdown after the thaw, poisoning.
    static let seedProposal = Design(
        name: "seed-proposal",
        origin: "the proposal of late March 2023 in reply to v10 3/3; what it leaves open is read as in v10",
        notify: .notify_seed_proposal, killScope: .all, preRemove: true, poisonsPages: true,
        recordInvalidation: .file, dropsPagecache: false, gatesInsertion: false, publishesHolderAtomically: false,
        profiles: [.v6_3])
}

/// `xfs_dax_notify_failure` of the proposal.
enum NotifySeedProposal: UInt8, PathSteps {
    case SB_BORN, xfs_has_rmapbt, freeze_super, freeze_super_done, xfs_trans_alloc_empty, xfs_rmap_query_range
    case xfs_trans_cancel, xfs_force_shutdown_CORRUPT_ONDISK, return_error, thaw_super
    case xfs_force_shutdown_FORCE_UMOUNT, notify_done
}

extension Machine {
    mutating func notifySeedProposal(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch NotifySeedProposal(rawValue: f.pointee.pc)! {
        case .SB_BORN:
            guard mountIsAllocated(t) else { return .oops }
            return sb.born ? .next : giveUp(t, Errno.EIO)
        case .xfs_has_rmapbt:
            return sb.rmapbt ? .next : giveUp(t, Errno.EOPNOTSUPP)
        case .freeze_super:
            return call(t, .freeze_super, flags: [.kernel])
        case .freeze_super_done:
            return result(t) == 0 ? .next : giveUp(t, result(t))
        case .xfs_trans_alloc_empty:
            return strikes(.transactionAllocation, t) ? giveUp(t, Errno.ENOMEM) : .next
        case .xfs_rmap_query_range:
            return call(t, .xfs_rmap_walk)
        case .xfs_trans_cancel:
            f.pointee.value = result(t)
            return f.pointee.value == 0 ? .to(NotifySeedProposal.thaw_super) : .next
        case .xfs_force_shutdown_CORRUPT_ONDISK:
            return call(t, .xfs_force_shutdown, value: ShutdownReason.corruptOnDisk)
        case .return_error:
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
