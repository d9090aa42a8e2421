extension Guarantee.Declaration {
    static let unmapsWithoutKillList = Self(
        name: "unmaps-without-kill-list",
        statement: "A page is unmapped also when nobody is to be signalled for it.",
        kernels: "none", cost: .check)
}

extension Machine {
    /// The walk over the inodes unmaps the file. Without the guarantee it does so only for somebody's signal, as
    /// `unmap_and_kill` does.
    mutating func unmaps(_ t: TaskID, _ inode: InodeID, after victims: ProcessSet) -> Bool {
        for (area, _) in areasMapping(inode) where victims.contains(areas[area].process) { return true }
        return holds(.unmapsWithoutKillList, t)
    }
}
