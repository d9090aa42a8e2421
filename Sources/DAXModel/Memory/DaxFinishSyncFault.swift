/// `dax_finish_sync_fault`: fsync the range, then map the page writable if its entry is still there.
struct DaxFinishSyncFault: KernelPath {
    enum Step: UInt8, PathSteps {
        case vfs_fsync_range, vfs_fsync_range_done, dax_insert_pfn_mkwrite, vmf_insert_mixed_mkwrite
    }
    static var path: Path { .dax_finish_sync_fault }
    let inode: InodeID
    let area: AreaID
    let page: Page
    /// The entry that is locked.
    var entry = EntryID.none
}

extension Machine {
    mutating func daxFinishSyncFault(_ t: TaskID, _ f: Activation<DaxFinishSyncFault>) -> Next {
        let (inode, page) = (f.locals.inode, f.locals.page)
        switch f.step {
        case .vfs_fsync_range:
            let range = entryPages(entrySlot(inode, page))
            return call(t, XfsFileFsync(inode: inode, range: range))
        case .vfs_fsync_range_done:
            return result(t) == 0 ? .next : .done(.sigbus)
        case .dax_insert_pfn_mkwrite:
            let entry = entrySlot(inode, page)
            guard !entries[entry].locked else { return .wait(entryChannel(inode)) }
            guard entries[entry].hasPage else { return .done(FaultResult.done) }
            lockEntry(t, entry)
            // Only the entry's mark: unlike dax_insert_entry this does not put the inode on the writeback list.
            entries[entry].dirty = true
            f.locals.entry = entry
            return .next
        case .vmf_insert_mixed_mkwrite:
            let entry = f.locals.entry
            var pte = PageTableEntry()
            pte.kind = .device
            pte.writable = true
            mapPage(t, pte, of: entry, page, in: f.locals.area)
            unlockEntry(t, entry)
            return .done(FaultResult.done)
        }
    }
}
