// Invariants I1, I11 and I16: nobody touches a page whose struct is gone, and nobody reaches a new binding's page
// through a reference of an older one. A real kernel oopses at the first kernel access to a page that is gone; a user
// access through a stale page-table entry shows nothing on emulated memory; an access through a reference of an older
// binding shows as wrong data, if at all.

extension Machine {
    @inline(__always) mutating func accessHears(_ event: Event, _ t: TaskID) {
        switch event {
        case .missingPeragTouched: reportFreed(t, .perag)
        case .freedMountTouched: reportFreed(t, .superblock)
        default: break
        }
    }

    /// A kernel access to what is not there, as a step found it: the task dies.
    private mutating func reportFreed(_ t: TaskID, _ object: ObjectClass) {
        report(t, Violation(oracle: .access, object: object, step: here(), observable: .oops))
    }

    /// A kernel access to the page struct or the direct map of an entry's page. Returns false when the page is gone:
    /// the violation is recorded and the task must die here.
    @inline(__always) mutating func touchPage(_ t: TaskID, pfn: BlockID, epoch: Binding, provenance: Provenance) -> Bool
    {
        let page = pages[pfn]
        if page.state == .valid && page.epoch == epoch { return true }
        return reportAccess(t, pfn: pfn, epoch: epoch, provenance: provenance)
    }

    /// A kernel access to the direct map of a block of a file's page, whatever entry there is for it.
    @inline(__always) mutating func touchBlock(_ t: TaskID, _ block: BlockID, of page: EntryID) -> Bool {
        let provenance = Provenance(creator: here(), phase: removalPhase(page))
        return touchPage(t, pfn: block, epoch: sb.epoch, provenance: provenance)
    }

    @inline(never)
    private mutating func reportAccess(_ t: TaskID, pfn: BlockID, epoch: Binding, provenance: Provenance) -> Bool {
        let gone = pages[pfn].state != .valid
        report(
            t,
            Violation(
                oracle: gone ? .access : .epoch, object: .pageStruct, step: here(), caller: caller(t),
                provenance: finalProvenance(provenance), observable: gone ? .oops : .data))
        return !gone
    }

    /// A load or store through a page-table entry. The process does not notice that the page is not its own any more.
    mutating func judgeUserAccess(_ t: TaskID, _ pte: PageTableEntry) {
        let page = pages[pte.pfn]
        guard page.state != .valid || page.epoch != pte.epoch else { return }
        report(
            t,
            Violation(
                oracle: page.state == .valid ? .epoch : .access, object: .pageTableEntry, step: here(),
                provenance: finalProvenance(pte.provenance), observable: .nothing))
    }
}
