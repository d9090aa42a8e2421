extension Guarantee.Declaration {
    static let drainsFaults = Self(
        name: "drains-faults",
        statement: "Page faults under way are waited for before the page structs go.",
        kernels: "none", cost: .wait, harm: [.waits])
}

extension Machine {
    /// An inode whose faults are under way: they hold its invalidate_lock from before the look at the device to after
    /// the page table is written.
    func inodeInFault() -> InodeID? {
        for inode in InodeID.all where inodes[inode].mmapLock.readers > 0 { return inode }
        return nil
    }
}
