// drivers/dax/super.c: the dax_device, its holder, and the SRCU section that fences operations against its removal.

extension Machine {
    /// `dax_read_lock`: enters the global SRCU domain. Returns the period to leave it with.
    @inline(__always) mutating func daxReadLock(_ t: TaskID) -> Int {
        reads(.srcu)
        writes(.srcuReaders, t)
        let srcu = srcuPlace
        if srcu.pointee.period & 1 == 0 { srcu.pointee.readers0 += 1 } else { srcu.pointee.readers1 += 1 }
        return Int(srcu.pointee.period & 1)
    }

    /// `dax_read_unlock`.
    @inline(__always) mutating func daxReadUnlock(_ t: TaskID, _ period: Int) {
        writes(.srcuReaders, t)
        let srcu = srcuPlace
        if period == 0 { srcu.pointee.readers0 -= 1 } else { srcu.pointee.readers1 -= 1 }
        precondition(srcu.pointee.readers0 >= 0 && srcu.pointee.readers1 >= 0, "SRCU section left twice")
        if (period == 0 ? srcu.pointee.readers0 : srcu.pointee.readers1) == 0 { wake(Channel(.srcu)) }
    }

    /// `dax_direct_access` of the blocks of these pages: 0, ENXIO when the device is not alive, EIO at a bad block.
    mutating func directAccess(_ t: TaskID, _ inode: InodeID, _ pages: Pages) -> Int {
        guard daxDevices[sb.epoch].alive else { return Errno.ENXIO }
        // A media error names a file and a page; it strikes an access to that page, and no other is counted.
        let isBad = strikes(.mediaError, t) { machine, fault in
            pages.contains(Page(Int(fault.page))) && machine.names[NameID(Int(fault.file))].inode == inode
        }
        return isBad ? Errno.EIO : 0
    }
}

/// `kill_dax`: tell the holder, then refuse all further access.
struct KillDax: KernelPath {
    enum Step: UInt8, PathSteps {
        case holder_data, dax_read_lock, dax_holder_notify_failure, dax_read_unlock, clear_bit_DAXDEV_ALIVE
        case synchronize_srcu, synchronize_srcu_wait, clear_holder
    }
    static var path: Path { .kill_dax }
    /// The period of its own SRCU section, around the call of the holder.
    var ownPeriod = 0
    /// The period whose readers it waits for.
    var oldPeriod = 0
}

extension Machine {
    mutating func killDax(_ t: TaskID, _ f: Activation<KillDax>) -> Next {
        switch f.step {
        case .holder_data:
            emit(.holderReached, t)
            guard daxDevices[driver.epoch].holderData != 0 else {
                emit(.walkGivenUp, t)
                return .to(KillDax.Step.clear_bit_DAXDEV_ALIVE)
            }
            return .next
        case .dax_read_lock:
            f.locals.ownPeriod = daxReadLock(t)
            return .next
        case .dax_holder_notify_failure:
            // The return value is ignored: removal cannot fail.
            guard !missesOperations(t) else {
                emit(.walkGivenUp, t)
                return .next
            }
            return callNotify(t)
        case .dax_read_unlock:
            daxReadUnlock(t, f.locals.ownPeriod)
            return .next
        case .clear_bit_DAXDEV_ALIVE:
            daxDevices[driver.epoch].alive = false
            emit(.deviceKilled, t)
            return .next
        case .synchronize_srcu:
            guard srcu.synchronizer.isNone else { return .wait(Channel(.srcu)) }
            srcu.synchronizer = t
            f.locals.oldPeriod = Int(srcu.period & 1)
            srcu.period += 1
            return .next
        case .synchronize_srcu_wait:
            readsAll(.srcuReaders)
            let old = f.locals.oldPeriod == 0 ? srcu.readers0 : srcu.readers1
            guard old == 0 else { return .wait(Channel(.srcu)) }
            srcu.synchronizer = .none
            wake(Channel(.srcu))
            return .next
        case .clear_holder:
            daxDevices[driver.epoch].holderOps = false
            daxDevices[driver.epoch].holderData = 0
            return .done(0)
        }
    }
}
