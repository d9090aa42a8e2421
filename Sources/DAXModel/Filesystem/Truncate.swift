/// `ftruncate`, `fallocate` and hole punching: under IOLOCK and MMAPLOCK, mappings broken, entries deleted, then the
/// transaction.
enum ChangeLayout: UInt8, PathSteps {
    case mnt_want_write, xfs_ilock_IOLOCK_EXCL, xfs_ilock_MMAPLOCK_EXCL, dax_layout_busy_page_range, truncate_pagecache
    case xfs_trans_alloc, xfs_alloc_read_agf, xfs_trans_commit, xfs_iunlock_MMAPLOCK, xfs_iunlock_IOLOCK, mnt_drop_write
}

extension Machine {
    mutating func changeLayout(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let operation = currentOperation(t)
        let inode = f.pointee.inode
        switch ChangeLayout(rawValue: f.pointee.pc)! {
        case .mnt_want_write:
            guard sbStart(FreezeLevel.write, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_ilock_IOLOCK_EXCL:
            guard inodes[inode].ioLock.tryWrite(mark(t)) else { return .wait(Channel(.ioLock, inode)) }
            return .next
        case .xfs_ilock_MMAPLOCK_EXCL:
            guard inodes[inode].mmapLock.tryWrite(mark(t)) else { return .wait(Channel(.mmapLock, inode)) }
            setRange(f, operation, size: inodes[inode].size)
            return .next
        case .dax_layout_busy_page_range:
            guard !isMapped(inode) || !inodes[inode].pagesLockLost else { return spinOnPagesLock(inode) }
            guard breakLayouts(t, inode) else { return .oops }
            // Only now, in xfs_vn_change_ok or in the transaction of file_modified, a shutdown is noticed.
            guard !isShutDown else {
                f.pointee.value = Errno.EIO
                return .to(ChangeLayout.xfs_iunlock_MMAPLOCK)
            }
            return .next
        case .truncate_pagecache:
            return call(
                t, .truncate_inode_pages_range, inode: inode, index: f.pointee.index, end: f.pointee.end,
                flags: [.truncate])
        case .xfs_trans_alloc:
            guard !isShutDown else {
                f.pointee.value = Errno.EIO
                return .to(ChangeLayout.xfs_iunlock_MMAPLOCK)
            }
            if operation.kind == .fallocate {
                return call(
                    t, .xfs_iomap_write_direct, inode: inode, index: f.pointee.saved, end: f.pointee.cursor,
                    flags: [.holds])
            }
            guard sbStart(FreezeLevel.fs, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_alloc_read_agf:
            // fallocate has done its transaction.
            guard operation.kind != .fallocate else { return .next }
            let group = allocationGroup(of: inode)
            guard agf[group].tryWrite(mark(t)) else { return .wait(Channel(.agf, group)) }
            return .next
        case .xfs_trans_commit:
            if operation.kind != .fallocate && cannotReadBuffers() {
                f.pointee.value = Errno.EIO
                releaseGroup(t, allocationGroup(of: inode))
                sbEnd(FreezeLevel.fs, t)
                return call(t, .xfs_force_shutdown, value: ShutdownReason.metaIOError)
            }
            f.pointee.value = commitLayout(t, f, operation)
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
            sbEnd(FreezeLevel.write, t)
            return .done(f.pointee.value)
        }
    }

    /// `dax_layout_busy_page`, through 6.14: when anybody maps the file, the whole of it is unmapped and the reference
    /// count of every page is looked at. False when a page is gone.
    private mutating func breakLayouts(_ t: Int, _ inode: Int) -> Bool {
        guard isMapped(inode) else { return true }
        unmapRange(inode: inode, from: 0, count: Limits.filePages)
        for index in 0..<Limits.filePages {
            let entry = entries[inode * Limits.filePages + index]
            guard entry.hasPage, !entry.locked else { continue }
            guard touchPage(t, pfn: entry.pfn, epoch: entry.epoch, provenance: entry.provenance) else {
                inodes[inode].pagesLockLost = true
                return false
            }
        }
        return true
    }

    /// `mapping_mapped`.
    private func isMapped(_ inode: Int) -> Bool {
        for area in 0..<areaBound where areas[area].used && areas[area].inode == inode { return true }
        return false
    }

    /// The range whose pages go (`index` to `end`), and for fallocate the range to allocate (`saved` to `cursor`).
    private func setRange(_ f: UnsafeMutablePointer<Frame>, _ operation: Operation, size: Int) {
        switch operation.call {
        case .truncate(_, let size):
            f.pointee.index = min(size.number, Limits.filePages)
            f.pointee.end = Limits.filePages
        case .punch(_, let pages):
            f.pointee.index = Int(pages.first)
            f.pointee.end = pages.end
        case .fallocate(_, let pages, _):
            f.pointee.index = 0
            f.pointee.end = 0
            f.pointee.saved = Int(pages.first)
            f.pointee.cursor = pages.end
        default:
            preconditionFailure("not a change of the layout")
        }
    }

    private mutating func commitLayout(
        _ t: Int, _ f: UnsafeMutablePointer<Frame>, _ operation: Operation
    ) -> Int {
        let inode = f.pointee.inode
        if case .fallocate(_, _, let keepSize) = operation.call {
            guard result(t) == 0 else { return result(t) }
            if !keepSize && inodes[inode].size < f.pointee.cursor && !isShutDown {
                inodes[inode].size = f.pointee.cursor
                pin(inode)
            }
            return 0
        }
        defer {
            releaseGroup(t, allocationGroup(of: inode))
            sbEnd(FreezeLevel.fs, t)
        }
        guard !isShutDown else { return Errno.EIO }
        freeBlocks(inode, from: f.pointee.index, to: f.pointee.end)
        if case .truncate(_, let size) = operation.call { inodes[inode].size = size.number }
        inodes[inode].layoutChanges += 1
        for page in f.pointee.index..<f.pointee.end {
            promises[inode * Limits.filePages + page].mayBeHole = true
        }
        pin(inode)
        return 0
    }
}
