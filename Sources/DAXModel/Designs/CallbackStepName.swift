/// The steps of all callbacks, each with the name that it has in a timeline.
enum CallbackStepName: UInt8, PathSteps {
    case SB_BORN, xfs_has_rmapbt, freeze_super, freeze_super_done, super_drop_pagecache, xfs_trans_alloc_empty
    case xfs_rmap_query_range, xfs_trans_cancel, xfs_force_shutdown, xfs_force_shutdown_CORRUPT_ONDISK
    case xfs_force_shutdown_FORCE_UMOUNT, return_error, thaw_super, thaw_super_KERNEL, thaw_super_USERSPACE
    case notify_done, super_lock, set_revoked, sync_filesystem, kill_procs, s_inode_list
    case truncate_inode_pages_range, unmap_mapping_range, iput, wait_for_partially_frozen, deactivate_super
    case placebo
}
