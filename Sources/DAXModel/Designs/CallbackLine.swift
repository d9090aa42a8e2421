/// One line of a notify callback. A step's name in timelines is that of the kernel's function which the line calls.
public indirect enum CallbackLine: Hashable, Sendable {
    /// `SB_BORN`: a super block that is still being mounted is given up (EIO).
    case checkBorn
    /// `xfs_has_rmapbt`: without a reverse map the walk is given up (EOPNOTSUPP).
    case checkReverseMap
    /// `freeze_super(FREEZE_HOLDER_KERNEL)`: one that fails gives the rest up.
    case freeze
    /// `super_drop_pagecache`: every cached inode is invalidated.
    case dropPagecache
    /// `xfs_trans_alloc_empty`: one that fails gives the rest up (ENOMEM).
    case allocateTransaction
    /// `xfs_rmap_query_range` over every allocation group.
    case walkReverseMap
    /// `xfs_trans_cancel`: from here on an error of the walk is known.
    case cancelTransaction
    /// A line that is run only when the walk has failed, or asks for a shutdown.
    case onError(CallbackLine)
    /// The callback returns the walk's error here.
    case returnError
    /// `xfs_force_shutdown`.
    case shutdown(ShutdownCause)
    /// `thaw_super`.
    case thaw(FreezeHolder, ThawCondition)
    /// The end, with what the callback returns.
    case finish(CallbackResult)
    // What no kernel has.
    /// `super_lock`: the super block is found as the block layer does it, under s_umount, and kept active.
    case holdSuperBlock
    /// The super block's reference is given back; the last one ends it.
    case releaseSuperBlock
    /// From here on no fault inserts an entry.
    case closeGate
    /// `sync_filesystem`: one attempt to flush; its error changes nothing.
    case sync
    /// Every process that maps a file of the file system is signalled.
    case killMappers
    /// Every cached inode, with its entries and mappings, over `s_inodes`: no reverse map is needed.
    case walkInodes
    /// A freeze that is under way is waited for, so that it can be undone.
    case waitForFreezer
    /// A step that does nothing.
    case placebo
}

/// Whose freeze.
public enum FreezeHolder: UInt8, Hashable, Sendable, BitwiseCopyable { case kernel, userspace }

/// When a thaw of the callback is tried.
public enum ThawCondition: UInt8, Hashable, Sendable {
    case always
    /// When the callback's own freeze has succeeded.
    case ifOurs
    /// Again and again, while such a holder is there.
    case untilNone
}

/// The flags of `xfs_force_shutdown` that a callback gives.
public enum ShutdownCause: UInt8, Hashable, Sendable {
    case corruptOnDisk = 0x10
    case forceUmount = 0x4
}

/// What a callback returns to `kill_dax`, which ignores it.
public enum CallbackResult: UInt8, Hashable, Sendable {
    case success
    /// The walk's error, if any.
    case error
    /// The walk's error, or EFSCORRUPTED.
    case corrupted
}
