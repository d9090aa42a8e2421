/// `sync_filesystem`: writes back every inode's dirty pages, then forces the log. The first error is returned.
struct SyncFilesystem: KernelPath {
    enum Step: UInt8, PathSteps {
        case sync_inodes_sb, dax_writeback_mapping_range, iput, xfs_fs_sync_fs, xfs_fs_sync_fs_done
    }
    static var path: Path { .sync_filesystem }
    /// The inodes not looked at yet.
    var left = InodeID.all
    /// The inode to write back.
    var inode = InodeID.none
}

extension Machine {
    mutating func syncFilesystem(_ t: TaskID, _ f: Activation<SyncFilesystem>) -> Next {
        let inode = f.locals.inode
        switch f.step {
        case .sync_inodes_sb:
            while let candidate = f.locals.left.next() {
                // The writeback lists skip inodes that are being freed or are not set up yet.
                if inodes[candidate].state == .live && inodes[candidate].dirtyPages {
                    f.locals.inode = candidate
                    inodes[candidate].count += 1
                    return .next
                }
            }
            return .to(SyncFilesystem.Step.xfs_fs_sync_fs)
        case .dax_writeback_mapping_range:
            return call(t, DaxWritebackMappingRange(inode: inode, pages: .wholeFile))
        case .iput:
            // __writeback_single_inode: clean, unless something is tagged again.
            inodes[inode].dirtyPages = hasDirtyEntry(inode)
            return call(t, Iput(inode: inode), then: SyncFilesystem.Step.sync_inodes_sb)
        case .xfs_fs_sync_fs:
            return call(t, XfsLogForce())
        case .xfs_fs_sync_fs_done:
            return .done(result(t))
        }
    }
}

extension Machine {
    /// `mapping_tagged(PAGECACHE_TAG_DIRTY)`.
    func hasDirtyEntry(_ inode: InodeID) -> Bool {
        reads(.pages, inode)
        for page in Pages.wholeFile where entryTable[inode.page(page)].dirty { return true }
        return false
    }
}

/// `fsync` of a range: data first, then the shutdown check, then the log.
struct XfsFileFsync: KernelPath {
    enum Step: UInt8, PathSteps {
        case file_write_and_wait_range, xfs_is_shutdown, xfs_log_force_seq, xfs_log_force_done
    }
    static var path: Path { .xfs_file_fsync }
    let inode: InodeID
    let range: Pages
}

extension Machine {
    mutating func xfsFileFsync(_ t: TaskID, _ f: Activation<XfsFileFsync>) -> Next {
        let inode = f.locals.inode
        switch f.step {
        case .file_write_and_wait_range:
            emit(.syncBegins(inode), t)
            return call(t, DaxWritebackMappingRange(inode: inode, pages: f.locals.range))
        case .xfs_is_shutdown:
            return isShutDown ? .done(Errno.EIO) : .next
        case .xfs_log_force_seq:
            guard isPinned(inode) else {
                // Nothing of this inode waits for the log: only the device's cache is flushed.
                guard driver.diskAlive && sb.epoch == driver.epoch else { return .done(Errno.EIO) }
                return succeed(t, f)
            }
            return call(t, XfsLogForce())
        case .xfs_log_force_done:
            return result(t) == 0 ? succeed(t, f) : .done(result(t))
        }
    }

    /// The fsync has succeeded.
    private mutating func succeed(_ t: TaskID, _ f: Activation<XfsFileFsync>) -> Next {
        emit(.fileSynced(f.locals.inode), t)
        return .done(0)
    }
}
