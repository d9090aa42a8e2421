/// `dax_writeback_mapping_range` with WB_SYNC_ALL: flushes every dirty entry of a range. It touches the pages and never
/// asks whether the device is alive.
struct DaxWritebackMappingRange: KernelPath {
    enum Step: UInt8, PathSteps {
        case tag_pages_for_writeback, dax_writeback_one, dax_entry_mkclean, dax_flush, dax_wake_entry
    }
    static var path: Path { .dax_writeback_mapping_range }
    let inode: InodeID
    /// What is not written back yet.
    var left: Pages
    /// The entry that is locked.
    var entry = EntryID.none

    init(inode: InodeID, pages: Pages) {
        self.inode = inode
        left = pages
    }
}

extension Machine {
    mutating func daxWriteback(_ t: TaskID, _ f: Activation<DaxWritebackMappingRange>) -> Next {
        let inode = f.locals.inode
        switch f.step {
        case .tag_pages_for_writeback:
            // filemap_fdatawrite_wbc: without a dirty tag nobody is asked.
            guard hasDirtyEntry(inode) else { return .done(0) }
            guard !inodes[inode].pagesLockLost else { return spinOnPagesLock(inode) }
            for page in f.locals.left where entries[inode.page(page)].dirty {
                entries[inode.page(page)].towrite = true
            }
            return .next
        case .dax_writeback_one:
            return writebackOne(t, f)
        case .dax_entry_mkclean:
            writeProtect(inode, entryPages(f.locals.entry))
            return .next
        case .dax_flush:
            // page_address only counts: it is the write-back of the cache lines that touches the memory.
            guard rules.flushesFault else { return .next }
            return touchPages(t, of: f.locals.entry) ? .next : .oops
        case .dax_wake_entry:
            entries[f.locals.entry].dirty = false
            unlockEntry(t, f.locals.entry)
            return .to(DaxWritebackMappingRange.Step.dax_writeback_one)
        }
    }

    /// Finds the next tagged entry and locks it; waits while somebody else has it.
    private mutating func writebackOne(_ t: TaskID, _ f: Activation<DaxWritebackMappingRange>) -> Next {
        while !f.locals.left.isEmpty {
            let entry = f.locals.inode.page(f.locals.left.first)
            guard entries[entry].present && entries[entry].towrite else {
                f.locals.left.removeFirst()
                continue
            }
            guard !entries[entry].locked else { return .wait(entryChannel(entry.inode)) }
            // Somebody else wrote it back, or replaced it, while this task slept.
            entries[entry].towrite = false
            f.locals.left.removeFirst()
            guard entries[entry].hasPage else {
                // The zero page is flushed too, to no effect.
                entries[entry].dirty = false
                continue
            }
            lockEntry(t, entry)
            f.locals.entry = entry
            return .next
        }
        return .done(0)
    }
}
