/// `ftruncate`, `fallocate` and hole punching: under IOLOCK and MMAPLOCK, mappings broken, entries deleted, then the
/// transaction.
struct ChangeLayout: KernelPath {
    enum Step: UInt8, PathSteps {
        case mnt_want_write, xfs_ilock_IOLOCK_EXCL, xfs_ilock_MMAPLOCK_EXCL, dax_layout_busy_page_range
        case truncate_pagecache, xfs_trans_alloc, xfs_alloc_read_agf, xfs_trans_commit, xfs_iunlock_MMAPLOCK
        case xfs_iunlock_IOLOCK, mnt_drop_write
    }
    static var path: Path { .change_layout }
    var error = 0
    let inode: InodeID
    /// The pages that go: truncated or punched.
    var removed = Pages.none
    /// The pages that fallocate allocates.
    var allocated = Pages.none

    init(inode: InodeID) { self.inode = inode }
}

extension Machine {
    mutating func changeLayout(_ t: TaskID, _ f: Activation<ChangeLayout>) -> Next {
        let operation = currentOperation(t)
        let inode = f.locals.inode
        switch f.step {
        case .mnt_want_write:
            guard sbStart(.write, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_ilock_IOLOCK_EXCL:
            guard inodes[inode].ioLock.tryWrite(mark(t)) else { return .wait(Channel(.ioLock, inode)) }
            return .next
        case .xfs_ilock_MMAPLOCK_EXCL:
            guard inodes[inode].mmapLock.tryWrite(mark(t)) else { return .wait(Channel(.mmapLock, inode)) }
            setRange(f, operation)
            return .next
        case .dax_layout_busy_page_range:
            guard !isMapped(inode) || !inodes[inode].pagesLockLost else { return spinOnPagesLock(inode) }
            guard breakLayouts(t, inode) else { return .oops }
            // Only now, in xfs_vn_change_ok or in the transaction of file_modified, a shutdown is noticed.
            guard !isShutDown else {
                f.locals.error = Errno.EIO
                return .to(ChangeLayout.Step.xfs_iunlock_MMAPLOCK)
            }
            return .next
        case .truncate_pagecache:
            return call(t, TruncateInodePages(inode: inode, pages: f.locals.removed))
        case .xfs_trans_alloc:
            guard !isShutDown else {
                f.locals.error = Errno.EIO
                return .to(ChangeLayout.Step.xfs_iunlock_MMAPLOCK)
            }
            if operation.kind == .fallocate {
                return call(t, XfsIomapWriteDirect(inode: inode, range: f.locals.allocated, staysUnwritten: true))
            }
            guard sbStart(.fs, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_alloc_read_agf:
            // fallocate has done its transaction.
            guard operation.kind != .fallocate else { return .next }
            guard agf[inode.group].tryWrite(mark(t)) else { return .wait(Channel(.agf, inode.group)) }
            return .next
        case .xfs_trans_commit:
            if operation.kind != .fallocate && cannotReadBuffers() {
                f.locals.error = Errno.EIO
                releaseGroup(t, inode.group)
                sbEnd(.fs, t)
                return call(t, XfsForceShutdown(reason: .metaIOError))
            }
            f.locals.error = operation.kind == .fallocate ? extend(t, f, operation) : shrink(t, f, operation)
            return .next
        case .xfs_iunlock_MMAPLOCK:
            inodes[inode].mmapLock.endWrite(t)
            wake(Channel(.mmapLock, inode))
            return .next
        case .xfs_iunlock_IOLOCK:
            inodes[inode].ioLock.endWrite(t)
            wake(Channel(.ioLock, inode))
            return .next
        case .mnt_drop_write:
            sbEnd(.write, t)
            return .done(f.locals.error)
        }
    }

    /// `dax_layout_busy_page`, through 6.14: when anybody maps the file, the whole of it is unmapped and the reference
    /// count of every page is looked at. False when a page is gone.
    private mutating func breakLayouts(_ t: TaskID, _ inode: InodeID) -> Bool {
        guard isMapped(inode) else { return true }
        unmapRange(inode, .wholeFile)
        for page in Pages.wholeFile {
            let entry = entries[inode.page(page)]
            guard entry.hasPage, !entry.locked else { continue }
            guard touchPage(t, pfn: entry.pfn, epoch: entry.epoch, provenance: entry.provenance) else {
                inodes[inode].pagesLockLost = true
                return false
            }
        }
        return true
    }

    /// `mapping_mapped`.
    private func isMapped(_ inode: InodeID) -> Bool {
        var areas = areasMapping(inode)
        return areas.next() != nil
    }

    private func setRange(_ f: Activation<ChangeLayout>, _ operation: Operation) {
        switch operation.call {
        case .truncate(_, let size): f.locals.removed = Pages(Page(size.number), upTo: Pages.wholeFile.end)
        case .punch(_, let pages): f.locals.removed = Pages(pages)
        case .fallocate(_, let pages, _): f.locals.allocated = Pages(pages)
        default: preconditionFailure("not a change of the layout")
        }
    }

    /// The end of fallocate, whose blocks are there.
    private mutating func extend(_ t: TaskID, _ f: Activation<ChangeLayout>, _ operation: Operation) -> Int {
        let inode = f.locals.inode
        guard result(t) == 0 else { return result(t) }
        let end = f.locals.allocated.end
        guard case .fallocate(_, _, let keepSize) = operation.call else { preconditionFailure("not fallocate") }
        if !keepSize && inodes[inode].size < end && !isShutDown {
            inodes[inode].size = end
            pin(inode)
        }
        return 0
    }

    /// The transaction that gives blocks back.
    private mutating func shrink(_ t: TaskID, _ f: Activation<ChangeLayout>, _ operation: Operation) -> Int {
        let inode = f.locals.inode
        defer {
            releaseGroup(t, inode.group)
            sbEnd(.fs, t)
        }
        guard !isShutDown else { return Errno.EIO }
        freeBlocks(inode, f.locals.removed)
        if case .truncate(_, let size) = operation.call { inodes[inode].size = Page(size.number) }
        emit(.holesMade(inode, f.locals.removed), t)
        pin(inode)
        return 0
    }
}
