// Until every path is converted: what lets a handle stand where a number was, and the other way round. To be deleted.

extension Handle {
    @inline(__always) init(_ same: Self) { self = same }
    @inline(__always) static func == (a: Self, b: Int) -> Bool { a.index == b }
    @inline(__always) static func == (a: Int, b: Self) -> Bool { a == b.index }
    @inline(__always) static func != (a: Self, b: Int) -> Bool { a.index != b }
    @inline(__always) static func != (a: Int, b: Self) -> Bool { a != b.index }
    @inline(__always) static func < (a: Self, b: Int) -> Bool { a.index < b }
    @inline(__always) static func < (a: Int, b: Self) -> Bool { a < b.index }
    @inline(__always) static func <= (a: Int, b: Self) -> Bool { a <= b.index }
    @inline(__always) static func >= (a: Self, b: Int) -> Bool { a.index >= b }
    @inline(__always) static func >= (a: Int, b: Self) -> Bool { a >= b.index }
}

extension Machine {
    func isHole(_ inode: Int, _ page: Int) -> Bool { isHole(InodeID(inode), Page(page)) }
    func allHoles(_ inode: Int, _ head: Int) -> Bool { allHoles(InodeID(inode), Page(head)) }
    func needsAllocation(_ inode: Int, _ first: Int, _ count: Int) -> Bool {
        needsAllocation(InodeID(inode), Pages(Page(first), count: count))
    }
    func pmdExtentFits(_ inode: Int, _ head: Int) -> Bool { pmdExtentFits(InodeID(inode), Page(head)) }
    mutating func logTimestamps(_ inode: Int) { logTimestamps(InodeID(inode)) }
    func hasDirtyEntry(_ inode: Int) -> Bool { hasDirtyEntry(InodeID(inode)) }
    mutating func killGroup(_ process: Int, from t: Int) { killGroup(ProcessID(process), from: t) }
}

extension Machine {
    /// For callers that pass a reason as a number's place.
    mutating func call(_ t: Int, _ path: Path, value reason: ShutdownReason) -> Next {
        precondition(path == .xfs_force_shutdown)
        return call(t, XfsForceShutdown(reason: reason))
    }

    /// Builds the locals of a file-system path from what a caller passes by position. False for other paths.
    mutating func pushFilesystemPath(
        _ t: Int, _ path: Path, from caller: StepID, inode: Int, file: Int, range: (first: Int, end: Int), value: Int,
        flags: FrameFlags
    ) -> Bool {
        let id = InodeID(inode)
        let pages = Pages(Page(range.first), upTo: Page(range.end))
        let holder: FreezeHolder = flags.contains(.kernel) ? .kernel : .userspace
        switch path {
        case .xfs_rmap_walk: push(t, XfsRmapWalk(), from: caller)
        case .freeze_super: push(t, FreezeSuper(holder: holder), from: caller)
        case .thaw_super: push(t, ThawSuper(holder: holder), from: caller)
        case .xfs_log_force: push(t, XfsLogForce(), from: caller)
        case .sync_filesystem: push(t, SyncFilesystem(), from: caller)
        case .xfs_file_fsync:
            push(t, XfsFileFsync(inode: id, range: range.end == 0 ? .wholeFile : pages), from: caller)
        case .iput: push(t, Iput(inode: id, returns: value), from: caller)
        case .evict_inodes: push(t, EvictInodes(keepsEntries: flags.contains(.truncate)), from: caller)
        case .shrink_dcache_sb: push(t, ShrinkDcacheSb(), from: caller)
        case .fput: push(t, Fput(file: FileID(file), returns: value), from: caller)
        case .xfs_iomap_write_direct: push(t, XfsIomapWriteDirect(inode: id, range: pages), from: caller)
        case .generic_shutdown_super: push(t, GenericShutdownSuper(returns: value), from: caller)
        default: return false
        }
        return true
    }
}
