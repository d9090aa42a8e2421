/// `invalidate_inode_pages2_range` on a DAX mapping: every clean entry of the range goes, a dirty one is refused and
/// stays; only after the loop the range is unmapped, refused entries included.
struct InvalidateInodePages2: KernelPath {
    enum Step: UInt8, PathSteps {
        case mapping_empty, dax_invalidate_mapping_entry_sync, unmap_mapping_pages
    }
    static var path: Path { .invalidate_inode_pages2_range }
    let inode: InodeID
    let pages: Pages
    /// Those whose entries were not looked at yet.
    var left: Pages
    /// A dirty entry was met.
    var isBusy = false

    init(inode: InodeID, pages: Pages) {
        self.inode = inode
        self.pages = pages
        left = pages
    }
}

extension Machine {
    mutating func invalidateInodePages2(_ t: TaskID, _ f: Activation<InvalidateInodePages2>) -> Next {
        let inode = f.locals.inode
        switch f.step {
        case .mapping_empty:
            if mappingIsEmpty(inode) { return .done(0) }
            return inodes[inode].pagesLockLost ? spinOnPagesLock(inode) : .next
        case .dax_invalidate_mapping_entry_sync:
            return invalidateEntry(t, f)
        case .unmap_mapping_pages:
            emit(.rangeInvalidated(inode, f.locals.pages), t)
            unmapRange(inode, f.locals.pages)
            return .done(f.locals.isBusy ? Errno.EBUSY : 0)
        }
    }

    private mutating func invalidateEntry(_ t: TaskID, _ f: Activation<InvalidateInodePages2>) -> Next {
        guard !f.locals.left.isEmpty else { return .next }
        let entry = entrySlot(f.locals.inode, f.locals.left.first)
        if entries[entry].present {
            guard !entries[entry].locked else { return .wait(entryChannel(entry.inode)) }
            if entries[entry].dirty || entries[entry].towrite, !deletesDirtyEntry(t) {
                emit(.entryRefused(entry), t)
                f.locals.isBusy = true
            } else {
                guard disassociate(t, entry) else { return .oops }
                removeEntry(entry)
            }
        }
        f.locals.left.removeFirst()
        return .again
    }
}

/// `truncate_inode_pages_range`: unmaps the range and deletes every entry, dirty or not.
struct TruncateInodePages: KernelPath {
    enum Step: UInt8, PathSteps {
        case unmap_mapping_range, dax_disassociate_entry
    }
    static var path: Path { .truncate_inode_pages_range }
    let inode: InodeID
    /// The pages whose entries were not looked at yet.
    var left: Pages

    init(inode: InodeID, pages: Pages) {
        self.inode = inode
        left = pages
    }
}

extension Machine {
    mutating func truncateInodePages(_ t: TaskID, _ f: Activation<TruncateInodePages>) -> Next {
        switch f.step {
        case .unmap_mapping_range:
            guard !(isFaulty(.unmapLeftOut) && isRemovalTask(t)) else { return .next }
            unmapRange(f.locals.inode, f.locals.left)
            return .next
        case .dax_disassociate_entry:
            return deleteMappingEntry(t, f)
        }
    }

    private mutating func deleteMappingEntry(_ t: TaskID, _ f: Activation<TruncateInodePages>) -> Next {
        let inode = f.locals.inode
        if f.locals.left.first == Page(0) && isFaulty(.firstEntrySkipped) && isRemovalTask(t) {
            f.locals.left.removeFirst()
        }
        while !f.locals.left.isEmpty {
            let entry = entrySlot(inode, f.locals.left.first)
            guard entryTable[entry].present else {
                f.locals.left.removeFirst()
                continue
            }
            guard !inodes[inode].pagesLockLost else { return spinOnPagesLock(inode) }
            guard !entries[entry].locked else { return .wait(entryChannel(inode)) }
            guard disassociate(t, entry) else { return .oops }
            // A PMD entry that only begins or ends in the range goes whole, and so do all mappings of its pages. Whether
            // the kernel leaves page-size mappings of the rest behind was not checked on a real one.
            if entries[entry].pmd { unmapRange(inode, entryPages(entry)) }
            removeEntry(entry)
            return .again
        }
        return .done(0)
    }
}
