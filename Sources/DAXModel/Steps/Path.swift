/// The kernel paths of the model. Each is a sequence of named steps in a file of its own.
enum Path: UInt8, CaseIterable, Sendable {
    // Device
    case unbind_store, bind_store, kill_dax, del_gendisk, memunmap_pages
    // Designs
    case xfs_dax_notify_failure, xfs_rmap_walk, super_drop_pagecache
    // Memory
    case user_access, handle_mm_fault, xfs_dax_read_fault, xfs_dax_write_fault, dax_iomap_fault
    case dax_finish_sync_fault, dax_writeback_mapping_range, invalidate_inode_pages2_range
    case truncate_inode_pages_range, mf_dax_kill_procs, mmap_region, munmap_region, change_area, msync
    // File system
    case freeze_super, thaw_super, xfs_log_force, xfs_force_shutdown, sync_filesystem, xfs_file_fsync
    case file_call, iput, evict, xfs_inodegc_worker, evict_inodes, shrink_dcache_sb, fput, xfs_iget
    case xfs_iomap_write_direct, do_sys_open, close, directory_change, chdir, xfs_file_read, xfs_file_write
    case change_layout, do_mount, do_umount, generic_shutdown_super, drop_caches
    // Tasks
    case task_call, copy_process, do_exit
    // The end of every execution
    case closing
}
