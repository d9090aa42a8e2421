/// `sync_filesystem`: writes back every inode's dirty pages, then forces the log. The first error is returned.
enum SyncFilesystem: UInt8, PathSteps {
    case sync_inodes_sb, dax_writeback_mapping_range, iput, xfs_fs_sync_fs, xfs_fs_sync_fs_done
}

extension Machine {
    mutating func syncFilesystem(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch SyncFilesystem(rawValue: f.pointee.pc)! {
        case .sync_inodes_sb:
            while f.pointee.cursor < Limits.inodes {
                let inode = f.pointee.cursor
                f.pointee.cursor += 1
                // The writeback lists skip inodes that are being freed or are not set up yet.
                if inodes[inode].state == .live && inodes[inode].dirtyPages {
                    f.pointee.inode = inode
                    inodes[inode].count += 1
                    return .next
                }
            }
            return .to(SyncFilesystem.xfs_fs_sync_fs)
        case .dax_writeback_mapping_range:
            return call(t, .dax_writeback_mapping_range, inode: f.pointee.inode)
        case .iput:
            // __writeback_single_inode: clean, unless something is tagged again.
            inodes[f.pointee.inode].dirtyPages = hasDirtyEntry(f.pointee.inode)
            return call(t, .iput, inode: f.pointee.inode, then: SyncFilesystem.sync_inodes_sb)
        case .xfs_fs_sync_fs:
            return call(t, .xfs_log_force)
        case .xfs_fs_sync_fs_done:
            return .done(result(t))
        }
    }
}

extension Machine {
    /// `mapping_tagged(PAGECACHE_TAG_DIRTY)`.
    func hasDirtyEntry(_ inode: Int) -> Bool {
        for index in 0..<Limits.filePages where entries[inode * Limits.filePages + index].dirty { return true }
        return false
    }
}

/// `fsync` of a range, which is the whole file where its end is 0: data first, then the shutdown check, then the log.
enum XfsFileFsync: UInt8, PathSteps {
    case file_write_and_wait_range, xfs_is_shutdown, xfs_log_force_seq, xfs_log_force_done
}

extension Machine {
    mutating func xfsFileFsync(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let inode = f.pointee.inode
        switch XfsFileFsync(rawValue: f.pointee.pc)! {
        case .file_write_and_wait_range:
            f.pointee.saved = contentCounter
            f.pointee.value = inodes[inode].layoutChanges
            return call(
                t, .dax_writeback_mapping_range, inode: inode, index: f.pointee.index, end: f.pointee.end)
        case .xfs_is_shutdown:
            return isShutDown ? .done(Errno.EIO) : .next
        case .xfs_log_force_seq:
            guard isPinned(inode) else {
                // Nothing of this inode waits for the log: only the device's cache is flushed.
                guard driver.diskAlive && sb.epoch == driver.epoch else { return .done(Errno.EIO) }
                promise(inode, upTo: f.pointee.saved, layout: f.pointee.value)
                return .done(0)
            }
            return call(t, .xfs_log_force)
        case .xfs_log_force_done:
            guard result(t) == 0 else { return .done(result(t)) }
            promise(inode, upTo: f.pointee.saved, layout: f.pointee.value)
            return .done(0)
        }
    }
}
