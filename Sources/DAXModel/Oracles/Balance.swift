// Invariant I12: at the end, with everything unmounted and every task gone, nothing is held and nothing is counted.
// A real kernel shows little of it: "VFS: Busy inodes after unmount", a module that cannot be removed, a hang of the
// next user.

extension Machine {
    @inline(__always) mutating func balanceHears(_ event: Event, _ t: TaskID) {
        switch event {
        case .superBlockEnded: closeBooks()
        case .executionEnds: auditBalance(t)
        default: break
        }
    }

    /// The super block is gone: what it had left is remembered for the balance.
    private mutating func closeBooks() {
        let levels = Int(sb.writers | sb.faulters | sb.transactions) | sb.sUmount.users
        if levels != 0 { leftBehind.insert(.superblockLock) }
        let holders = sb.active | sb.kernelHolders | sb.userHolders
        if holders != 0 { leftBehind.insert(.superblockReference) }
        readsAll(.life)
        readsAll(.ioLock)
        readsAll(.mmapLock)
        readsAll(.iLock)
        var inodes = inodeTable
        var locks = 0
        var references = 0
        for inode in InodeID.all {
            let state = inodes.pointer(inode)
            locks |= state.pointee.ioLock.users | state.pointee.mmapLock.users | state.pointee.iLock.users
            references |= Int(state.pointee.count)
        }
        if locks != 0 { leftBehind.insert(.inodeLock) }
        if references != 0 { leftBehind.insert(.inodeReference) }
    }

    private mutating func auditBalance(_ t: TaskID) {
        guard !violations.oopsed, sb.state == .none else { return }
        if srcu.readers0 != 0 || srcu.readers1 != 0 { reportBalance(t, .srcu, .stillReferenced) }
        if !driver.lock.isNone { reportBalance(t, .reference, .heldLock) }
        if leftBehind.contains(.superblockLock) || !sb.sUmount.isFree { reportBalance(t, .superblock, .heldLock) }
        if leftBehind.contains(.superblockReference) { reportBalance(t, .superblock, .stillReferenced) }
        for group in GroupID.all where !agf[group].isFree { reportBalance(t, .perag, .heldLock) }
        if leftBehind.contains(.inodeReference) { reportBalance(t, .file, .stillReferenced) }
        if leftBehind.contains(.inodeLock) { reportBalance(t, .file, .heldLock) }
        for epoch in driver.epoch.andEarlier {
            let device = daxDevices[epoch]
            let expected = epoch == driver.epoch && driver.bound ? 1 : 0
            if device.references != expected { reportBalance(t, .reference, .stillReferenced) }
            if device.holderData != 0 || device.holderOps { reportBalance(t, .holder, .stillReferenced) }
        }
    }

    private mutating func reportBalance(_ t: TaskID, _ object: ObjectClass, _ detail: Violation.Detail) {
        report(t, Violation(oracle: .balance, object: object, step: here(), detail: detail, observable: .nothing))
    }
}
