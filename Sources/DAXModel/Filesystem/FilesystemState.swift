/// Freeze levels of a super block.
enum FreezeLevel {
    static var none: Int { 0 }
    static var write: Int { 1 }
    static var pagefault: Int { 2 }
    static var fs: Int { 3 }
    static var complete: Int { 4 }
}

/// `xfs_force_shutdown` flags.
enum ShutdownReason {
    static var none: Int { 0 }
    static var metaIOError: Int { 0x1 }
    static var logIOError: Int { 0x2 }
    static var forceUmount: Int { 0x4 }
    static var corruptInCore: Int { 0x8 }
    static var corruptOnDisk: Int { 0x10 }
    static var deviceRemoved: Int { 0x20 }
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
    var state = State.none
    /// SB_BORN.
    var born = false
    /// Reachable through the mount point; false once `umount` has detached it.
    var attached = false
    /// Closed files whose last reference is still being put.
    var mountReferences = 0
    /// `s_active`.
    var active = 0
    var sUmount = RWLock()
    /// The binding whose dax_device it was mounted on.
    var epoch = Binding(0)
    /// It holds a dax_device.
    var hasDax = false
    /// `s_writers.frozen`.
    var frozen = 0
    /// A freeze or a thaw is on its way: the task, or -1.
    var freezer = -1
    /// The beginning of the last freeze.
    var frozenAt = Mark()
    var kernelHolders = 0
    var userHolders = 0
    /// Users inside `sb_start_write`, `sb_start_pagefault`, `sb_start_intwrite`.
    var writers = 0
    var faulters = 0
    var transactions = 0
    /// The tasks behind these counts.
    var users = LevelUsers()
    /// First `xfs_force_shutdown` flags, 0 while up.
    var shutdown = 0
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
    /// Bit g: the free list of allocation group g (AGFL) is in memory.
    var freeListsRead = 0
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
    var state = InodeState.free
    /// `i_count`.
    var count = 0
    var links = 0
    /// `i_size` in pages.
    var size = 0
    /// IOLOCK (`i_rwsem`), MMAPLOCK (`invalidate_lock`), ILOCK.
    var ioLock = RWLock()
    var mmapLock = RWLock()
    var iLock = RWLock()
    /// Its address space holds dirty DAX entries as far as the writeback lists know (I_DIRTY_PAGES).
    var dirtyPages = false
    /// Committed changes of its metadata wait for the log (`xfs_ipincount`).
    var pinned = false
    /// Only its timestamps wait for the log: an fsync forces it, a MAP_SYNC fault does not (XFS_ILOG_TIMESTAMP).
    var timestampsPinned = false
    /// A task died in the kernel with the lock of `i_pages` held: who wants it spins for ever.
    var pagesLockLost = false
    /// That task, and where it took the lock.
    var pagesLockAt = Mark()
    /// Counts truncations and holes punched.
    var layoutChanges = 0
    /// Distinguishes the files that use one inode number in turn.
    var generation = 0
}

/// One page of a file's extent map.
struct Extent: BitwiseCopyable {
    /// Block of the device, or -1 for a hole.
    var block = -1
    var unwritten = false
}

/// A name in the root directory.
struct DirectoryEntry: BitwiseCopyable {
    /// Inode, or -1.
    var inode = -1
    /// The dentry is cached and holds a reference to the in-core inode.
    var cached = false
    /// A dentry is cached that says there is no such name.
    var negative = false
}

/// What the log and the file system's own blocks would give back at the next mount.
struct DurableInode: BitwiseCopyable {
    var exists = false
    var links = 0
    var size = 0
    var generation = 0
}

/// What was promised to survive: the content of one page of a file.
struct Promise: BitwiseCopyable {
    /// Content at the time of the promise, or -1 when nothing is promised.
    var content = -1
    /// A hole may have taken its place since, by truncation or punching.
    var mayBeHole = false
    var generation = 0
}
