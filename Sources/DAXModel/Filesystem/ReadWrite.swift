/// `read`: dax_iomap_rw, a page at a time, the copy inside an SRCU section that tests ALIVE.
struct XfsFileRead: KernelPath {
    enum Step: UInt8, PathSteps {
        case xfs_is_shutdown, xfs_ilock_IOLOCK_SHARED, xfs_iomap_begin, dax_iomap_iter, xfs_iunlock
    }
    static var path: Path { .xfs_file_read }
    /// Why it ends without having read a page.
    var error = 0
    let inode: InodeID
    /// What is not read yet.
    var left = Pages.none
    /// Pages read.
    var done: Int8 = 0

    init(inode: InodeID) { self.inode = inode }
}

/// `write`: dax_iomap_rw, a page at a time, the copy inside an SRCU section that tests ALIVE.
struct XfsFileWrite: KernelPath {
    enum Step: UInt8, PathSteps {
        case sb_start_write, xfs_is_shutdown, xfs_ilock_IOLOCK_EXCL, file_update_time, xfs_iomap_begin
        case xfs_iomap_write_direct, xfs_iomap_write_direct_done, invalidate_inode_pages2_range, dax_read_lock
        case dax_copy_from_iter, xfs_iunlock, sb_end_write
    }
    static var path: Path { .xfs_file_write }
    /// Why it ends without having written a page.
    var error = 0
    /// The period of the SRCU section.
    var period = 0
    let inode: InodeID
    /// What is not written yet.
    var left = Pages.none
    /// Pages written.
    var done: Int8 = 0

    init(inode: InodeID) { self.inode = inode }
}

extension Pages {
    /// The pages that an operation names.
    init(_ range: PageRange) { self.init(Page(Int(range.first)), upTo: Page(range.end)) }
}

extension Machine {
    mutating func xfsFileRead(_ t: TaskID, _ f: Activation<XfsFileRead>) -> Next {
        let inode = f.locals.inode
        switch f.step {
        case .xfs_is_shutdown:
            guard !isShutDown else { return .done(Errno.EIO) }
            f.locals.left = Pages(currentOperation(t).pages!)
            return .next
        case .xfs_ilock_IOLOCK_SHARED:
            guard inodes[inode].ioLock.tryRead(mark(t)) else { return .wait(Channel(.ioLock, inode)) }
            return .next
        case .xfs_iomap_begin:
            f.locals.left.end = min(f.locals.left.end, inodes[inode].size)
            guard !f.locals.left.isEmpty else { return .to(XfsFileRead.Step.xfs_iunlock) }
            guard !isShutDown else { return stopRead(f, Errno.EIO) }
            return .next
        case .dax_iomap_iter:
            let page = f.locals.left.first
            let extent = extents[inode.page(page)]
            if !extent.block.isNone && !extent.unwritten {
                let error = directAccess(t, inode, Pages(page, count: 1))
                guard error == 0 else { return stopRead(f, error) }
                // The SRCU section spans the test and the copy: the removal waits for it before the pages go.
                digest.fold(blocks[extent.block].content)
            }
            f.locals.left.first = page + 1
            f.locals.done &+= 1
            return .to(XfsFileRead.Step.xfs_iomap_begin)
        case .xfs_iunlock:
            if f.locals.error == 0 || !isFaulty(.iunlockLeftOut) {
                inodes[inode].ioLock.endRead(t)
                wake(Channel(.ioLock, inode))
            }
            return .done(f.locals.error < 0 ? f.locals.error : Int(f.locals.done))
        }
    }

    /// A read that got something reports that; otherwise the error.
    private func stopRead(_ f: Activation<XfsFileRead>, _ error: Int) -> Next {
        if f.locals.done == 0 { f.locals.error = error }
        return .to(XfsFileRead.Step.xfs_iunlock)
    }

    mutating func xfsFileWrite(_ t: TaskID, _ f: Activation<XfsFileWrite>) -> Next {
        let inode = f.locals.inode
        switch f.step {
        case .sb_start_write:
            // vfs_write takes the freeze level before the file system is asked: on a frozen one even a write that would
            // fail sleeps.
            guard sbStart(.write, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_is_shutdown:
            guard !isShutDown else {
                f.locals.error = Errno.EIO
                return .to(XfsFileWrite.Step.sb_end_write)
            }
            f.locals.left = Pages(currentOperation(t).pages!)
            return .next
        case .xfs_ilock_IOLOCK_EXCL:
            guard inodes[inode].ioLock.tryWrite(mark(t)) else { return .wait(Channel(.ioLock, inode)) }
            return .next
        case .file_update_time:
            guard sbStart(.fs, t) else { return .wait(Channel(.thaw)) }
            logTimestamps(inode)
            sbEnd(.fs, t)
            return .next
        case .xfs_iomap_begin:
            guard !f.locals.left.isEmpty, !fatalSignalPending(t) else { return .to(XfsFileWrite.Step.xfs_iunlock) }
            guard !isShutDown else { return stopWrite(f, Errno.EIO) }
            guard isHole(inode, f.locals.left.first) else { return .to(XfsFileWrite.Step.dax_read_lock) }
            return .next
        case .xfs_iomap_write_direct:
            return call(t, XfsIomapWriteDirect(inode: inode, range: Pages(f.locals.left.first, count: 1)))
        case .xfs_iomap_write_direct_done:
            guard result(t) == 0 else { return stopWrite(f, result(t)) }
            return .next
        case .invalidate_inode_pages2_range:
            // IOMAP_F_NEW: zero-page entries and mappings of the hole go.
            return call(t, InvalidateInodePages2(inode: inode, pages: Pages(f.locals.left.first, count: 1)))
        case .dax_read_lock:
            f.locals.period = daxReadLock(t)
            let error = directAccess(t, inode, Pages(f.locals.left.first, count: 1))
            guard error == 0 else {
                if !isFaulty(.srcuReadUnlockLeftOut) { daxReadUnlock(t, f.locals.period) }
                return stopWrite(f, error)
            }
            return .next
        case .dax_copy_from_iter:
            return copyFromIter(t, f)
        case .xfs_iunlock:
            inodes[inode].ioLock.endWrite(t)
            wake(Channel(.ioLock, inode))
            return .next
        case .sb_end_write:
            if f.locals.error == 0 || !isFaulty(.sbEndWriteLeftOut) { sbEnd(.write, t) }
            return .done(f.locals.error < 0 ? f.locals.error : Int(f.locals.done))
        }
    }

    private func stopWrite(_ f: Activation<XfsFileWrite>, _ error: Int) -> Next {
        if f.locals.done == 0 { f.locals.error = error }
        return .to(XfsFileWrite.Step.xfs_iunlock)
    }

    /// The copy itself, in the SRCU section entered by the step before; then the size grows.
    private mutating func copyFromIter(_ t: TaskID, _ f: Activation<XfsFileWrite>) -> Next {
        let inode = f.locals.inode
        let page = f.locals.left.first
        let block = extents[inode.page(page)].block
        guard touchBlock(t, block, of: inode.page(page)) else { return .oops }
        writeBlock(block, inode.page(page))
        daxReadUnlock(t, f.locals.period)
        f.locals.left.first = page + 1
        f.locals.done &+= 1
        if inodes[inode].size <= page && !isShutDown {
            inodes[inode].size = page + 1
            pin(inode)
        }
        return .to(XfsFileWrite.Step.xfs_iomap_begin)
    }
}
