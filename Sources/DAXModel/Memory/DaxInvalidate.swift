/// `invalidate_inode_pages2_range` on a DAX mapping: every clean entry of the range goes, a dirty one is refused and
/// stays; only after the loop the range is unmapped, refused entries included.
enum InvalidateInodePages2: UInt8, PathSteps {
    case mapping_empty, dax_invalidate_mapping_entry_sync, unmap_mapping_pages
}

extension Machine {
    mutating func invalidateInodePages2(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let inode = f.pointee.inode
        switch InvalidateInodePages2(rawValue: f.pointee.pc)! {
        case .mapping_empty:
            if mappingIsEmpty(inode) { return .done(0) }
            return inodes[inode].pagesLockLost ? spinOnPagesLock(inode) : .next
        case .dax_invalidate_mapping_entry_sync:
            // The cursor runs from the range's first page; `index` and `end` are the range.
            let index = f.pointee.index + f.pointee.cursor
            guard index < f.pointee.end else { return .next }
            let slot = entrySlot(inode, index)
            if entries[slot].present {
                guard !entries[slot].locked else { return .wait(entryChannel(inode)) }
                if (entries[slot].dirty || entries[slot].towrite) && !(isRemovalTask(t) && holds(.deletesDirtyEntries, t)) {
                    if isRemovalTask(t) { passEntry(slot, .refusedDirty, here(t)) }
                    f.pointee.value = Errno.EBUSY
                } else {
                    guard disassociate(t, slot) else { return .oops }
                    removeEntry(slot)
                }
            }
            f.pointee.cursor += 1
            return .again
        case .unmap_mapping_pages:
            if isRemovalTask(t) {
                for index in f.pointee.index..<f.pointee.end { noteTreated(t, inode: inode, index: index) }
                passMappers(t, inode, from: f.pointee.index, to: f.pointee.end)
            }
            unmapRange(inode: inode, from: f.pointee.index, count: f.pointee.end - f.pointee.index)
            return .done(f.pointee.value)
        }
    }
}

extension Machine {
    /// The removal takes pages from processes without signalling them in the same step.
    private mutating func passMappers(_ t: Int, _ inode: Int, from first: Int, to end: Int) {
        for area in 0..<areaBound where areas[area].used && areas[area].inode == inode {
            let process = processes.pointer(areas[area].process)
            guard process.pointee.passed.reason == .none else { continue }
            let begin = max(first, areas[area].pgoff)
            let limit = max(begin, min(end, areas[area].pgoff + areas[area].count))
            for index in begin..<limit where ptes[pteSlot(area, index)].owed {
                process.pointee.passed.reason = .unmappedNotSignalled
                process.pointee.passed.step = here(t)
            }
        }
    }
}

/// `truncate_inode_pages_range`: unmaps the range and deletes every entry, dirty or not.
enum TruncateInodePages: UInt8, PathSteps {
    case unmap_mapping_range, dax_disassociate_entry
}

extension Machine {
    mutating func truncateInodePages(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let inode = f.pointee.inode
        switch TruncateInodePages(rawValue: f.pointee.pc)! {
        case .unmap_mapping_range:
            guard !(isFaulty(.unmapLeftOut) && isRemovalTask(t)) else { return .next }
            unmapRange(inode: inode, from: f.pointee.index, count: f.pointee.end - f.pointee.index)
            return .next
        case .dax_disassociate_entry:
            return deleteMappingEntry(t, f, inode)
        }
    }

    private mutating func deleteMappingEntry(_ t: Int, _ f: UnsafeMutablePointer<Frame>, _ inode: Int) -> Next {
        if f.pointee.index == 0 && isFaulty(.firstEntrySkipped) && isRemovalTask(t) { f.pointee.index = 1 }
        while f.pointee.index < f.pointee.end {
            let slot = entrySlot(inode, f.pointee.index)
            guard entries[slot].present else {
                f.pointee.index += 1
                continue
            }
            guard !inodes[inode].pagesLockLost else { return spinOnPagesLock(inode) }
            guard !entries[slot].locked else { return .wait(entryChannel(inode)) }
            guard disassociate(t, slot) else { return .oops }
            // A PMD entry that only begins or ends in the range goes whole, and so do all mappings of its pages. Whether
            // the kernel leaves page-size mappings of the rest behind was not checked on a real one.
            if entries[slot].pmd {
                unmapRange(inode: inode, from: entryIndex(slot), count: Limits.pmdPages)
            }
            removeEntry(slot)
            return .again
        }
        return .done(0)
    }
}
