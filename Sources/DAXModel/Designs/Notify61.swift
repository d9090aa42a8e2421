extension Design {
    /// Linux 6.1 to 6.7: removal is an ordinary failure of the whole device.
    static let notify61 = Design(
        name: "notify-6.1",
        origin: "Linux 6.1 before the series: unbind is an ordinary memory failure of the whole range (e033f40be262)",
        notify: .notify_6_1, killScope: .current, preRemove: false, poisonsPages: true, recordInvalidation: .none,
        dropsPagecache: false, gatesInsertion: false, publishesHolderAtomically: false,
        profiles: [.v6_1_y, .v6_1_0])
}

/// `xfs_dax_notify_failure` of 6.1: no freeze, walk, then shutdown because metadata was met.
enum Notify61: UInt8, PathSteps {
    case SB_BORN, xfs_has_rmapbt, xfs_trans_alloc_empty, xfs_rmap_query_range, xfs_trans_cancel, xfs_force_shutdown
    case notify_done
}

extension Machine {
    mutating func notify61(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch Notify61(rawValue: f.pointee.pc)! {
        case .SB_BORN:
            guard mountIsAllocated(t) else { return .oops }
            return sb.born ? .next : giveUp(t, Errno.EIO)
        case .xfs_has_rmapbt:
            return sb.rmapbt ? .next : giveUp(t, Errno.EOPNOTSUPP)
        case .xfs_trans_alloc_empty:
            return strikes(.transactionAllocation, t) ? giveUp(t, Errno.ENOMEM) : .next
        case .xfs_rmap_query_range:
            return call(t, .xfs_rmap_walk)
        case .xfs_trans_cancel:
            f.pointee.value = result(t)
            return f.pointee.value == 0 ? .to(Notify61.notify_done) : .next
        case .xfs_force_shutdown:
            return call(t, .xfs_force_shutdown, value: ShutdownReason.corruptOnDisk)
        case .notify_done:
            return .done(f.pointee.value < 0 ? f.pointee.value : Errno.EFSCORRUPTED)
        }
    }

    /// The callback returns before, or instead of, its walk.
    mutating func giveUp(_ t: Int, _ error: Int) -> Next {
        removal.abandoned = here(t)
        return .done(error)
    }
}
