/// Freeze levels of a super block.
enum FreezeLevel: UInt8, Comparable {
    case none, write, pagefault, fs, complete

    @inline(__always) static func < (a: FreezeLevel, b: FreezeLevel) -> Bool { a.rawValue < b.rawValue }
}

/// `xfs_force_shutdown` flags.
enum ShutdownReason: UInt8 {
    case none = 0
    case metaIOError = 0x1
    case logIOError = 0x2
    case forceUmount = 0x4
    case corruptInCore = 0x8
    case corruptOnDisk = 0x10
    case deviceRemoved = 0x20
}

/// The mounted XFS super block. There is one at most: its sysfs name keeps a second mount out while it lives.
struct Superblock: BitwiseCopyable {
    enum State: UInt8 {
        case none, mounting, active, dying

        var name: String {
            switch self {
            case .none: "none"
            case .mounting: "mounting"
            case .active: "active"
            case .dying: "dying"
            }
        }
    }
    var sUmount = RWLock()
    /// The beginning of the last freeze.
    var frozenAt = Mark()
    /// The tasks inside `sb_start_write`, `sb_start_pagefault`, `sb_start_intwrite`.
    var users = LevelUsers()
    /// Closed files whose last reference is still being put.
    var mountReferences: Int32 = 0
    /// `s_active`.
    var active: Int16 = 0
    var kernelHolders: Int16 = 0
    var userHolders: Int16 = 0
    /// How often `sb_start_write`, `sb_start_pagefault`, `sb_start_intwrite` were entered and not left.
    var writers: Int16 = 0
    var faulters: Int16 = 0
    var transactions: Int16 = 0
    /// Bit g: the free list of allocation group g (AGFL) is in memory.
    var freeListsRead: UInt16 = 0
    var state = State.none
    /// SB_BORN.
    var born = false
    /// Reachable through the mount point; false once `umount` has detached it.
    var attached = false
    /// The binding whose dax_device it was mounted on.
    var epoch = Binding(0)
    /// It holds a dax_device.
    var hasDax = false
    /// `s_writers.frozen`.
    var frozen = FreezeLevel.none
    /// The task whose freeze is on its way.
    var freezer = TaskID.none
    /// First `xfs_force_shutdown` flags, `none` while up.
    var shutdown = ShutdownReason.none
    /// The log takes no more records.
    var logDead = false
    /// The reference design's gate: no DAX entry is inserted any more.
    var revoked = false
    /// The reverse map exists.
    var rmapbt = true
    /// A log record was written since the last clean unmount: mount must recover.
    var logDirty = false
    /// The AIL holds metadata that is in the log, but not yet in its place on the disk.
    var ailBusy = false
    /// The buffers of inodes and of their btrees were dropped from memory and not read since.
    var buffersDropped = false
}

/// Life of an in-core inode.
enum InodeState: UInt8 {
    /// No such inode on disk.
    case free
    /// On disk only.
    case uncached
    /// I_NEW.
    case new
    case live
    /// I_FREEING: `evict` is at work.
    case freeing
    /// XFS_NEED_INACTIVE: unlinked, waits for the worker.
    case needInactive
    /// XFS_INACTIVATING.
    case inactivating
    /// XFS_IRECLAIMABLE.
    case reclaimable

    /// The words of the final state's digest.
    var isCached: Bool {
        switch self {
        case .new, .live, .freeing: true
        case .free, .uncached, .needInactive, .inactivating, .reclaimable: false
        }
    }
}

/// An inode: what is in core, and the committed metadata.
struct Inode: BitwiseCopyable {
    /// IOLOCK (`i_rwsem`), MMAPLOCK (`invalidate_lock`), ILOCK.
    var ioLock = RWLock()
    var mmapLock = RWLock()
    var iLock = RWLock()
    /// The task that died in the kernel with the lock of `i_pages` held, and where it took the lock.
    var pagesLockAt = Mark()
    /// Distinguishes the files that use one inode number in turn.
    var generation: Int32 = 0
    /// `i_count`.
    var count: Int32 = 0
    var links: Int16 = 0
    /// `i_size`: the first page that is not in the file.
    var size = Page(0)
    var state = InodeState.free
    /// Its address space holds dirty DAX entries as far as the writeback lists know (I_DIRTY_PAGES).
    var dirtyPages = false
    /// Committed changes of its metadata wait for the log (`xfs_ipincount`).
    var pinned = false
    /// Only its timestamps wait for the log: an fsync forces it, a MAP_SYNC fault does not (XFS_ILOG_TIMESTAMP).
    var timestampsPinned = false
    /// A task died in the kernel with the lock of `i_pages` held: who wants it spins for ever.
    var pagesLockLost = false
}

/// One page of a file's extent map.
struct Extent: BitwiseCopyable {
    /// Block of the device; none for a hole.
    var block = BlockID.none
    var unwritten = false

    var isHole: Bool { block.isNone || unwritten }
}

/// A name in the root directory.
struct DirectoryEntry: BitwiseCopyable {
    var inode = InodeID.none
    /// The dentry is cached and holds a reference to the in-core inode.
    var cached = false
    /// A dentry is cached that says there is no such name.
    var negative = false
}

/// What the log and the file system's own blocks would give back at the next mount.
struct DurableInode: BitwiseCopyable {
    var generation: Int32 = 0
    var links: Int16 = 0
    var size = Page(0)
    var exists = false
}

/// What was promised to survive: the content of one page of a file.
struct Promise: BitwiseCopyable {
    /// Content at the time of the promise, or -1 when nothing is promised.
    var content = -1
    var generation: Int32 = 0
    /// Truncations and holes punched since, at this page.
    var holes: Int32 = 0

    /// A hole may have taken its place since.
    var mayBeHole: Bool { holes > 0 }
}
