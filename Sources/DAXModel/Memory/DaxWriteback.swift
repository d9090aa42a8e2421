/// `dax_writeback_mapping_range` with WB_SYNC_ALL: flushes every dirty entry of a range, which is the whole file where
/// its end is 0. It touches the pages and never asks whether the device is alive.
enum DaxWritebackMappingRange: UInt8, PathSteps {
    case tag_pages_for_writeback, dax_writeback_one, dax_entry_mkclean, dax_flush, dax_wake_entry
}

extension Machine {
    mutating func daxWriteback(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let inode = f.pointee.inode
        switch DaxWritebackMappingRange(rawValue: f.pointee.pc)! {
        case .tag_pages_for_writeback:
            // filemap_fdatawrite_wbc: without a dirty tag nobody is asked.
            guard hasDirtyEntry(inode) else { return .done(0) }
            guard !inodes[inode].pagesLockLost else { return spinOnPagesLock(inode) }
            if f.pointee.end == 0 { f.pointee.end = Limits.filePages }
            for index in f.pointee.index..<f.pointee.end where entries[inode * Limits.filePages + index].dirty {
                entries[inode * Limits.filePages + index].towrite = true
            }
            return .next
        case .dax_writeback_one:
            return writebackOne(t, f, inode)
        case .dax_entry_mkclean:
            let slot = f.pointee.cursor
            writeProtect(inode: inode, from: entryIndex(slot), count: entryPages(slot))
            return .next
        case .dax_flush:
            // page_address only counts: it is the write-back of the cache lines that touches the memory.
            guard rules.flushesFault else { return .next }
            let entry = entries[f.pointee.cursor]
            for page in 0..<entryPages(f.pointee.cursor) {
                guard touchPage(t, pfn: entry.pfn + page, epoch: entry.epoch, provenance: entry.provenance) else {
                    return .oops
                }
            }
            return .next
        case .dax_wake_entry:
            entries[f.pointee.cursor].dirty = false
            unlockEntry(t, f.pointee.cursor)
            return .to(DaxWritebackMappingRange.dax_writeback_one)
        }
    }

    /// Finds the next tagged entry and locks it; waits while somebody else has it.
    private mutating func writebackOne(_ t: Int, _ f: UnsafeMutablePointer<Frame>, _ inode: Int) -> Next {
        while f.pointee.index < f.pointee.end {
            let slot = inode * Limits.filePages + f.pointee.index
            guard entries[slot].present && entries[slot].towrite else {
                f.pointee.index += 1
                continue
            }
            guard !entries[slot].locked else { return .wait(entryChannel(inode)) }
            // Somebody else wrote it back, or replaced it, while this task slept.
            entries[slot].towrite = false
            f.pointee.index += 1
            guard entries[slot].hasPage else {
                // The zero page is flushed too, to no effect.
                entries[slot].dirty = false
                continue
            }
            lockEntry(t, slot)
            f.pointee.cursor = slot
            return .next
        }
        return .done(0)
    }
}
