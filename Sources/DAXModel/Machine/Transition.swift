// Between paths whose locals are typed and those that still have numbers. Goes when all are typed.

extension Handle {
    /// The same, where one side is typed already.
    @inline(__always) init(_ handle: Self) { self = handle }
}

extension Channel {
    @inline(__always) init<H: Handle>(_ kind: Kind, _ handle: H) { self.init(kind, handle.index) }
}

extension Machine {
    /// Pushes a frame with typed locals for a caller that passes numbers. False where the path has none.
    @inline(__always) mutating func pushTyped(
        _ t: Int, _ path: Path, _ inode: InodeID, _ pages: Pages, from caller: StepID
    ) -> Bool {
        switch path {
        case .invalidate_inode_pages2_range:
            push(t, InvalidateInodePages2(inode: inode, pages: pages), from: caller)
        case .truncate_inode_pages_range: push(t, TruncateInodePages(inode: inode, pages: pages), from: caller)
        case .dax_writeback_mapping_range:
            // The whole file where the end is 0.
            let range = pages.end == Page(0) ? .wholeFile : pages
            push(t, DaxWritebackMappingRange(inode: inode, pages: range), from: caller)
        case .mf_dax_kill_procs: push(t, MfDaxKillProcs(inode: inode, pages: pages), from: caller)
        case .user_access: push(t, UserAccess(), from: caller)
        case .mmap_region: push(t, MmapRegion(), from: caller)
        case .munmap_region: push(t, MunmapRegion(), from: caller)
        case .change_area: push(t, ChangeArea(), from: caller)
        case .msync: push(t, Msync(), from: caller)
        case .bind_store: push(t, BindStore(), from: caller)
        case .unbind_store: push(t, UnbindStore(), from: caller)
        default: return false
        }
        return true
    }

    // What typed code asks of code that is not.
    @inline(__always) func isHole(_ inode: InodeID, _ page: Page) -> Bool { isHole(inode.index, page.index) }
    @inline(__always) func allHoles(_ inode: InodeID, _ head: Page) -> Bool { allHoles(inode.index, head.index) }
    @inline(__always) func needsAllocation(_ inode: InodeID, _ pages: Pages) -> Bool {
        needsAllocation(inode.index, pages.first.index, pages.count)
    }
    @inline(__always) func pmdExtentFits(_ inode: InodeID, _ head: Page) -> Bool {
        pmdExtentFits(inode.index, head.index)
    }
    @inline(__always) func hasDirtyEntry(_ inode: InodeID) -> Bool { hasDirtyEntry(inode.index) }
    @inline(__always) mutating func logTimestamps(_ inode: InodeID) { logTimestamps(inode.index) }

    // What code that is not typed asks of code that is.
    func entrySlot(_ inode: Int, _ index: Int) -> EntryID { entrySlot(InodeID(inode), Page(index)) }
    mutating func passEntry(_ slot: Int, _ reason: PassReason, _ step: StepID) {
        passEntry(EntryID(slot), reason, step)
    }
    func mappingIsEmpty(_ inode: Int) -> Bool { mappingIsEmpty(InodeID(inode)) }
    func spinOnPagesLock(_ inode: Int) -> Next { spinOnPagesLock(InodeID(inode)) }
    mutating func unmapRange(inode: Int, from first: Int, count: Int) {
        unmapRange(InodeID(inode), Pages(Page(first), count: count))
    }
    mutating func noteTreated(_ t: Int, inode: Int, index: Int) { noteTreated(t, InodeID(inode), Page(index)) }
    mutating func killProcess(_ t: Int, _ process: Int) { killProcess(t, ProcessID(process)) }
    mutating func directAccess(_ t: Int, inode: Int, index: Int) -> Int {
        directAccess(t, InodeID(inode), Page(index))
    }
    mutating func touchPage(_ t: Int, pfn: Int, epoch: Binding, provenance: Provenance) -> Bool {
        touchPage(t, pfn: BlockID(pfn), epoch: epoch, provenance: provenance)
    }
    mutating func writeBlock(_ block: Int, inode: Int, index: Int) {
        writeBlock(BlockID(block), InodeID(inode).page(Page(index)))
    }
    func removalPhase(inode: Int, index: Int) -> RemovalPhase { removalPhase(InodeID(inode).page(Page(index))) }
    mutating func promise(_ inode: Int, upTo counter: Int, layout: Int) {
        promise(InodeID(inode), upTo: counter, layout: layout)
    }
    mutating func unlinkArea(_ area: Int) -> Int { unlinkArea(AreaID(area)).index }
    mutating func noteArea(_ area: Int) { noteArea(AreaID(area)) }
}
