// Provenance: which step created an entry or a page-table entry, in which phase of the removal, and how the removal
// passed it by. It is part of what a violation says.

extension Machine {
    @inline(__always) mutating func provenanceHears(_ event: Event, _ t: TaskID) {
        switch event {
        case .deviceBound: removal = Removal()
        case .holderReached: removal.mounted = sb.state == .active && sb.born && sb.epoch == driver.epoch
        case .callbackBegins:
            removal.notified = true
            walked.fill(false)
        case .walkGivenUp: removal.abandoned = here()
        case .thawed: if isRemovalTask(t) { removal.thawed = true }
        case .deviceKilled: removal.killed = true
        case .pageStructsGo: removal.pagesGone = true
        case .pagesReached(let inode, let pages), .rangeInvalidated(let inode, let pages):
            if isRemovalTask(t) { for page in pages { walked[inode.page(page)] = true } }
        case .entryInserted(let entry): entries[entry].provenance = birth(t, entry)
        case .pageMapped(let pte, let page): ptes[pte].provenance = birth(t, page)
        case .entryRefused(let entry): if isRemovalTask(t) { passEntry(t, entry, .refusedDirty) }
        case .inodeSkipped(let inode, let pages):
            for page in pages { passEntry(t, entrySlot(inode, page), .inodeSkipped) }
        case .killListMade(let entry, let page, let isEmpty):
            passEntry(t, entry, isEmpty ? .emptyKillList : .unmappedOnly)
            if isEmpty { passPageTables(t, entry.inode, page) }
        default: break
        }
    }

    /// The provenance of something that the task creates now for a page. The caller tells a read fault from a write
    /// fault.
    private func birth(_ t: TaskID, _ page: EntryID) -> Provenance {
        Provenance(creator: caller(t), phase: removalPhase(page))
    }

    /// The removal passes an entry without ending it.
    private mutating func passEntry(_ t: TaskID, _ entry: EntryID, _ reason: PassReason) {
        guard entries[entry].present else { return }
        entries[entry].provenance.reason = reason
        entries[entry].provenance.step = here()
    }

    /// The removal leaves a page mapped because its kill list is empty.
    private mutating func passPageTables(_ t: TaskID, _ inode: InodeID, _ page: Page) {
        for (area, _) in areasMapping(inode, Pages(page, count: 1)) {
            ptes[pteSlot(area, page)].provenance.reason = .emptyKillList
            ptes[pteSlot(area, page)].provenance.step = here()
        }
    }
}

extension Machine {
    /// The phase of the removal, as seen from one page of a file.
    func removalPhase(_ page: EntryID) -> RemovalPhase {
        if removal.pagesGone { return .afterPagemap }
        if removal.killed { return .afterKill }
        guard removal.notified else { return .before }
        if sb.shutdown != .none { return .afterShutdown }
        if removal.thawed { return .afterThaw }
        return walked[page] ? .afterItsWalk : .duringNotify
    }

    /// What is not reached because the walk ended early carries the step that ended it.
    func finalProvenance(_ provenance: Provenance) -> Provenance {
        guard provenance.reason == .none, provenance.phase == .before || provenance.phase == .duringNotify else {
            return provenance
        }
        var result = provenance
        result.reason = .notReached
        result.step = removal.abandoned
        return result
    }
}
