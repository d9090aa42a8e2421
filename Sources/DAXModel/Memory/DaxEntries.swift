// fs/dax.c: value entries of i_pages, their lock, and what every path does with them. An entry is reached through
// these functions only.

extension Machine {
    /// Where the entry for a page is stored: the head of a PMD entry that covers it, or the page's own slot.
    @inline(__always) func entrySlot(_ inode: Int, _ index: Int) -> Int {
        let head = inode * Limits.filePages + (index & ~(Limits.pmdPages - 1))
        return entries[head].present && entries[head].pmd ? head : inode * Limits.filePages + index
    }

    /// First page index of the entry in a slot.
    @inline(__always) func entryIndex(_ slot: Int) -> Int { slot & (Limits.filePages - 1) }

    @inline(__always) func entryPages(_ slot: Int) -> Int { entries[slot].pmd ? Limits.pmdPages : 1 }

    /// `dax_lock_entry`.
    @inline(__always) mutating func lockEntry(_ t: Int, _ slot: Int) {
        precondition(!entries[slot].locked)
        entries[slot].locked = true
        entries[slot].holder = t
        entries[slot].lockedAt = mark(t)
    }

    /// `dax_unlock_entry`, `put_unlocked_entry`: waiters look again.
    mutating func unlockEntry(_ t: Int, _ slot: Int) {
        precondition(entries[slot].locked && entries[slot].holder == t, "entry unlocked by another task")
        entries[slot].locked = false
        entries[slot].holder = -1
        guard !isFaulty(.entryWakeUpLeftOut) else { return }
        wake(Channel(.daxEntry, slot / Limits.filePages))
    }

    /// The channel of an entry's wait queue. A simplification: one queue an inode instead of a global hash.
    @inline(__always) func entryChannel(_ inode: Int) -> Channel { Channel(.daxEntry, inode) }

    /// `dax_associate_entry`: page->mapping and page->index of every page. False when a page is gone.
    mutating func associate(_ t: Int, _ slot: Int) -> Bool {
        let entry = entries[slot]
        guard entry.hasPage else { return true }
        for page in 0..<entryPages(slot) {
            guard touchPage(t, pfn: entry.pfn + page, epoch: entry.epoch, provenance: entry.provenance) else {
                return false
            }
            pages[entry.pfn + page].mapping = slot / Limits.filePages
            pages[entry.pfn + page].index = entryIndex(slot) + page
        }
        return true
    }

    /// `xa_lock_irq` of a lock whose holder has died: a spin without end, which no signal interrupts.
    func spinOnPagesLock(_ inode: Int) -> Next { .wait(Channel(.pagesLock, inode)) }

    /// `dax_disassociate_entry`: the instruction that crashes after a removal, under the lock of `i_pages`. False when a
    /// page is gone.
    mutating func disassociate(_ t: Int, _ slot: Int) -> Bool {
        let entry = entries[slot]
        guard entry.hasPage else { return true }
        for page in 0..<entryPages(slot) {
            guard touchPage(t, pfn: entry.pfn + page, epoch: entry.epoch, provenance: entry.provenance) else {
                inodes[slot / Limits.filePages].pagesLockLost = true
                inodes[slot / Limits.filePages].pagesLockAt = mark(t)
                return false
            }
            pages[entry.pfn + page].mapping = -1
        }
        return true
    }

    /// Stores NULL in the slot.
    mutating func removeEntry(_ slot: Int) {
        entries[slot] = DaxEntry()
        wake(entryChannel(slot / Limits.filePages))
    }

    /// The removal passes an entry without ending it.
    @inline(__always) mutating func passEntry(_ slot: Int, _ reason: PassReason, _ step: StepID) {
        guard entries[slot].present else { return }
        entries[slot].provenance.reason = reason
        entries[slot].provenance.step = step
    }

    /// No entries at all (`mapping_empty`).
    func mappingIsEmpty(_ inode: Int) -> Bool {
        for index in 0..<Limits.filePages where entries[inode * Limits.filePages + index].present { return false }
        return true
    }
}
