/// `read` and `write`: dax_iomap_rw, a page at a time, the copy inside an SRCU section that tests ALIVE.
enum XfsFileRead: UInt8, PathSteps {
    case xfs_is_shutdown, xfs_ilock_IOLOCK_SHARED, xfs_iomap_begin, dax_iomap_iter, xfs_iunlock
}

enum XfsFileWrite: UInt8, PathSteps {
    case sb_start_write, xfs_is_shutdown, xfs_ilock_IOLOCK_EXCL, file_update_time, xfs_iomap_begin
    case xfs_iomap_write_direct, xfs_iomap_write_direct_done, invalidate_inode_pages2_range, dax_read_lock
    case dax_copy_from_iter, xfs_iunlock, sb_end_write
}

extension Machine {
    mutating func xfsFileRead(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let operation = currentOperation(t)
        switch XfsFileRead(rawValue: f.pointee.pc)! {
        case .xfs_is_shutdown:
            guard !isShutDown else { return .done(Errno.EIO) }
            let pages = operation.call.pages!
            f.pointee.index = Int(pages.first)
            f.pointee.end = pages.end
            return .next
        case .xfs_ilock_IOLOCK_SHARED:
            guard inodes[f.pointee.inode].ioLock.tryRead(mark(t)) else {
                return .wait(Channel(.ioLock, f.pointee.inode))
            }
            return .next
        case .xfs_iomap_begin:
            f.pointee.end = min(f.pointee.end, inodes[f.pointee.inode].size)
            guard f.pointee.index < f.pointee.end else { return .to(XfsFileRead.xfs_iunlock) }
            guard !isShutDown else { return stopRead(f, Errno.EIO) }
            return .next
        case .dax_iomap_iter:
            let extent = extents[f.pointee.inode * Limits.filePages + f.pointee.index]
            if extent.block >= 0 && !extent.unwritten {
                let error = directAccess(t, inode: f.pointee.inode, index: f.pointee.index)
                guard error == 0 else { return stopRead(f, error) }
                // The SRCU section spans the test and the copy: the removal waits for it before the pages go.
                digest.fold(blocks[extent.block].content)
            }
            f.pointee.index += 1
            f.pointee.cursor += 1
            return .to(XfsFileRead.xfs_iomap_begin)
        case .xfs_iunlock:
            if f.pointee.value == 0 || !isFaulty(.iunlockLeftOut) {
                inodes[f.pointee.inode].ioLock.endRead(t)
                wake(Channel(.ioLock, f.pointee.inode))
            }
            return .done(f.pointee.value < 0 ? f.pointee.value : f.pointee.cursor)
        }
    }

    /// A read that got something reports that; otherwise the error.
    private func stopRead(_ f: UnsafeMutablePointer<Frame>, _ error: Int) -> Next {
        if f.pointee.cursor == 0 { f.pointee.value = error }
        return .to(XfsFileRead.xfs_iunlock)
    }

    mutating func xfsFileWrite(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let operation = currentOperation(t)
        let inode = f.pointee.inode
        switch XfsFileWrite(rawValue: f.pointee.pc)! {
        case .sb_start_write:
            // vfs_write takes the freeze level before the file system is asked: on a frozen one even a write that would
            // fail sleeps.
            guard sbStart(FreezeLevel.write, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_is_shutdown:
            guard !isShutDown else {
                f.pointee.value = Errno.EIO
                return .to(XfsFileWrite.sb_end_write)
            }
            let pages = operation.call.pages!
            f.pointee.index = Int(pages.first)
            f.pointee.end = pages.end
            return .next
        case .xfs_ilock_IOLOCK_EXCL:
            guard inodes[inode].ioLock.tryWrite(mark(t)) else { return .wait(Channel(.ioLock, inode)) }
            return .next
        case .file_update_time:
            guard sbStart(FreezeLevel.fs, t) else { return .wait(Channel(.thaw)) }
            logTimestamps(inode)
            sbEnd(FreezeLevel.fs, t)
            return .next
        case .xfs_iomap_begin:
            guard f.pointee.index < f.pointee.end, !fatalSignalPending(t) else { return .to(XfsFileWrite.xfs_iunlock) }
            guard !isShutDown else { return stopWrite(f, Errno.EIO) }
            guard isHole(inode, f.pointee.index) else { return .to(XfsFileWrite.dax_read_lock) }
            return .next
        case .xfs_iomap_write_direct:
            return call(t, .xfs_iomap_write_direct, inode: inode, index: f.pointee.index, end: f.pointee.index + 1)
        case .xfs_iomap_write_direct_done:
            guard result(t) == 0 else { return stopWrite(f, result(t)) }
            return .next
        case .invalidate_inode_pages2_range:
            // IOMAP_F_NEW: zero-page entries and mappings of the hole go.
            return call(
                t, .invalidate_inode_pages2_range, inode: inode, index: f.pointee.index, end: f.pointee.index + 1)
        case .dax_read_lock:
            f.pointee.saved = daxReadLock()
            let error = directAccess(t, inode: inode, index: f.pointee.index)
            guard error == 0 else {
                if !isFaulty(.srcuReadUnlockLeftOut) { daxReadUnlock(f.pointee.saved) }
                return stopWrite(f, error)
            }
            return .next
        case .dax_copy_from_iter:
            return copyFromIter(t, f, inode)
        case .xfs_iunlock:
            inodes[inode].ioLock.endWrite(t)
            wake(Channel(.ioLock, inode))
            return .next
        case .sb_end_write:
            if f.pointee.value == 0 || !isFaulty(.sbEndWriteLeftOut) { sbEnd(FreezeLevel.write, t) }
            return .done(f.pointee.value < 0 ? f.pointee.value : f.pointee.cursor)
        }
    }

    private func stopWrite(_ f: UnsafeMutablePointer<Frame>, _ error: Int) -> Next {
        if f.pointee.cursor == 0 { f.pointee.value = error }
        return .to(XfsFileWrite.xfs_iunlock)
    }

    /// The copy itself, in the SRCU section entered by the step before; then the size grows.
    private mutating func copyFromIter(_ t: Int, _ f: UnsafeMutablePointer<Frame>, _ inode: Int) -> Next {
        let block = extents[inode * Limits.filePages + f.pointee.index].block
        let provenance = Provenance(creator: here(t), phase: removalPhase(inode: inode, index: f.pointee.index))
        guard touchPage(t, pfn: block, epoch: sb.epoch, provenance: provenance) else { return .oops }
        writeBlock(block, inode: inode, index: f.pointee.index)
        daxReadUnlock(f.pointee.saved)
        f.pointee.index += 1
        f.pointee.cursor += 1
        if inodes[inode].size < f.pointee.index && !isShutDown {
            inodes[inode].size = f.pointee.index
            pin(inode)
        }
        return .to(XfsFileWrite.xfs_iomap_begin)
    }
}
