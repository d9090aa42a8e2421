// fs/dax.c: value entries of i_pages, their lock, and what every path does with them. An entry is reached through
// these functions only.

extension Machine {
    /// `dax_lock_entry`.
    @inline(__always) mutating func lockEntry(_ t: TaskID, _ entry: EntryID) {
        precondition(!entries[entry].locked)
        entries[entry].locked = true
        entries[entry].holder = t
        entries[entry].lockedAt = mark(t)
    }

    /// `dax_unlock_entry`, `put_unlocked_entry`: waiters look again.
    mutating func unlockEntry(_ t: TaskID, _ entry: EntryID) {
        precondition(entries[entry].locked && entries[entry].holder == t, "entry unlocked by another task")
        entries[entry].locked = false
        entries[entry].holder = .none
        entries[entry].lockedAt = Mark()
        guard !isFaulty(.entryWakeUpLeftOut) else { return }
        wake(entryChannel(entry.inode))
    }

    /// The channel of an entry's wait queue. A simplification: one queue an inode instead of a global hash.
    @inline(__always) func entryChannel(_ inode: InodeID) -> Channel { Channel(.daxEntry, inode) }

    /// A kernel access to the page struct or the direct map of one page of an entry. False when the page is gone.
    mutating func touchPage(_ t: TaskID, of entry: EntryID, _ page: Page) -> Bool {
        touchPage(
            t, pfn: entryFrame(entry, page), epoch: entries[entry].epoch, provenance: entries[entry].provenance)
    }

    /// The same for all pages of an entry, up to the first that is gone.
    mutating func touchPages(_ t: TaskID, of entry: EntryID) -> Bool {
        for page in entryPages(entry) where !touchPage(t, of: entry, page) { return false }
        return true
    }

    /// `dax_associate_entry`: page->mapping and page->index of every page. False when a page is gone.
    mutating func associate(_ t: TaskID, _ entry: EntryID) -> Bool {
        guard entries[entry].hasPage else { return true }
        for page in entryPages(entry) {
            guard touchPage(t, of: entry, page) else { return false }
            let pfn = entryFrame(entry, page)
            pages[pfn].mapping = entry.inode
            pages[pfn].index = page
        }
        return true
    }

    /// `xa_lock_irq` of a lock whose holder has died: a spin without end, which no signal interrupts.
    func spinOnPagesLock(_ inode: InodeID) -> Next { .wait(Channel(.pagesLock, inode)) }

    /// `dax_disassociate_entry`: the instruction that crashes after a removal, under the lock of `i_pages`. False when a
    /// page is gone.
    mutating func disassociate(_ t: TaskID, _ entry: EntryID) -> Bool {
        guard entries[entry].hasPage else { return true }
        for page in entryPages(entry) {
            guard touchPage(t, of: entry, page) else {
                inodes[entry.inode].pagesLockLost = true
                inodes[entry.inode].pagesLockAt = mark(t)
                return false
            }
            pages[entryFrame(entry, page)].mapping = .none
        }
        return true
    }

    /// Stores an entry in an empty slot.
    @inline(__always) mutating func insertEntry(_ t: TaskID, _ entry: DaxEntry, at slot: EntryID) {
        entries[slot] = entry
        emit(.entryInserted(slot), t)
    }

    /// Makes a zero entry of an empty one.
    @inline(__always) mutating func insertZero(_ t: TaskID, _ entry: EntryID) {
        entries[entry].empty = false
        entries[entry].zero = true
        emit(.entryInserted(entry), t)
    }

    /// Makes an empty or zero entry refer to the blocks of its pages.
    @inline(__always) mutating func insertFrames(_ t: TaskID, _ entry: EntryID) {
        entries[entry].zero = false
        entries[entry].empty = false
        entries[entry].pfn = extents[entry].block
        entries[entry].epoch = sb.epoch
        emit(.entryInserted(entry), t)
    }

    /// Stores NULL in the slot.
    mutating func removeEntry(_ entry: EntryID) {
        entries[entry] = DaxEntry()
        wake(entryChannel(entry.inode))
    }

    /// No entries at all (`mapping_empty`).
    func mappingIsEmpty(_ inode: InodeID) -> Bool {
        reads(.pages, inode)
        for page in Pages.wholeFile where entryTable[inode.page(page)].present { return false }
        return true
    }
}
