// Invariant I12: at the end, with everything unmounted and every task gone, nothing is held and nothing is counted.
// A real kernel shows little of it: a module that cannot be removed, a warning, a hang of the next user.

extension Machine {
    mutating func auditBalance(_ t: Int) {
        guard !violations.oopsed, sb.state == .none else { return }
        if srcu.readers0 != 0 || srcu.readers1 != 0 { reportBalance(t, .srcu, .stillReferenced) }
        if driver.lock >= 0 { reportBalance(t, .reference, .heldLock) }
        if sb.writers != 0 || sb.faulters != 0 || sb.transactions != 0 || !sb.sUmount.isFree {
            reportBalance(t, .superblock, .heldLock)
        }
        if sb.active != 0 || sb.kernelHolders != 0 || sb.userHolders != 0 {
            reportBalance(t, .superblock, .stillReferenced)
        }
        for group in 0..<Limits.groups where !agf[group].isFree { reportBalance(t, .perag, .heldLock) }
        for inode in 0..<Limits.inodes { auditInode(t, inode) }
        for epoch in 1...driver.epoch {
            let device = daxDevices[epoch]
            let expected = epoch == driver.epoch && driver.bound ? 1 : 0
            if device.references != expected { reportBalance(t, .reference, .stillReferenced) }
            if device.holderData != 0 || device.holderOps { reportBalance(t, .holder, .stillReferenced) }
        }
    }

    private mutating func auditInode(_ t: Int, _ inode: Int) {
        let state = inodes[inode]
        if state.count != 0 { reportBalance(t, .file, .stillReferenced) }
        if !state.ioLock.isFree || !state.mmapLock.isFree || !state.iLock.isFree {
            reportBalance(t, .file, .heldLock)
        }
    }

    private mutating func reportBalance(_ t: Int, _ object: ObjectClass, _ detail: Violation.Detail) {
        report(t, Violation(oracle: .balance, object: object, step: here(t), detail: detail, observable: .nothing))
    }
}
