// Which path calls which. The scheduler does not need it: it tells a user whether an operation can come to a step.

extension Path {
    /// The paths that its steps call, on whichever design.
    var callees: [Path] {
        switch self {
        case .unbind_store: [.kill_dax, .del_gendisk, .memunmap_pages]
        case .kill_dax: [.xfs_dax_notify_failure]
        case .del_gendisk: [.sync_filesystem, .shrink_dcache_sb, .evict_inodes, .xfs_force_shutdown]
        case .xfs_dax_notify_failure:
            [
                .freeze_super, .super_drop_pagecache, .xfs_rmap_walk, .xfs_force_shutdown, .thaw_super, .sync_filesystem,
                .truncate_inode_pages_range, .invalidate_inode_pages2_range, .iput, .generic_shutdown_super,
            ]
        case .xfs_rmap_walk: [.mf_dax_kill_procs, .invalidate_inode_pages2_range, .iput]
        case .super_drop_pagecache: [.invalidate_inode_pages2_range, .iput]
        case .user_access: [.handle_mm_fault]
        case .handle_mm_fault: [.xfs_dax_read_fault, .xfs_dax_write_fault]
        case .xfs_dax_read_fault: [.dax_iomap_fault]
        case .xfs_dax_write_fault: [.dax_iomap_fault, .dax_finish_sync_fault]
        case .dax_iomap_fault: [.xfs_iomap_write_direct]
        case .dax_finish_sync_fault: [.xfs_file_fsync]
        case .mmap_region, .munmap_region, .close, .do_exit, .file_call: [.fput]
        case .msync: [.xfs_file_fsync, .fput]
        case .freeze_super: [.sync_filesystem, .xfs_log_force, .xfs_force_shutdown, .generic_shutdown_super]
        case .thaw_super, .do_umount: [.generic_shutdown_super]
        case .xfs_log_force: [.xfs_force_shutdown]
        case .xfs_force_shutdown: [.xfs_log_force]
        case .sync_filesystem: [.dax_writeback_mapping_range, .iput, .xfs_log_force]
        case .xfs_file_fsync: [.dax_writeback_mapping_range, .xfs_log_force]
        case .fput, .shrink_dcache_sb: [.iput]
        case .iput, .evict_inodes: [.evict]
        case .evict: [.truncate_inode_pages_range]
        case .do_sys_open: [.xfs_iget, .iput, .fput]
        case .directory_change: [.iput, .xfs_force_shutdown]
        case .xfs_file_write: [.xfs_iomap_write_direct, .invalidate_inode_pages2_range]
        case .xfs_iomap_write_direct: [.xfs_force_shutdown]
        case .change_layout: [.truncate_inode_pages_range, .xfs_iomap_write_direct, .xfs_force_shutdown]
        case .generic_shutdown_super:
            [.shrink_dcache_sb, .sync_filesystem, .evict_inodes, .xfs_log_force, .xfs_force_shutdown]
        case .drop_caches: [.shrink_dcache_sb, .evict_inodes]
        case .closing: [.do_mount, .thaw_super, .do_umount, .bind_store]
        case .bind_store, .memunmap_pages, .dax_writeback_mapping_range, .invalidate_inode_pages2_range,
            .truncate_inode_pages_range, .mf_dax_kill_procs, .change_area, .xfs_inodegc_worker, .xfs_iget, .chdir,
            .xfs_file_read, .do_mount, .task_call, .copy_process:
            []
        }
    }

    /// It and all that it comes to call, as bits by raw value.
    var reachable: UInt64 {
        precondition(Path.allCases.count <= 64, "more paths than bits")
        var reached: UInt64 = 0
        var open = [self]
        while let path = open.popLast() {
            guard reached & 1 << UInt64(path.rawValue) == 0 else { continue }
            reached |= 1 << UInt64(path.rawValue)
            open += path.callees
        }
        return reached
    }
}

extension OperationKind {
    /// The path of its system call; nil for the marks of a loop.
    var entry: Path? {
        switch self {
        case .open, .create: .do_sys_open
        case .close: .close
        case .unlink, .rename: .directory_change
        case .read, .write, .fsync, .truncate, .fallocate, .punch, .freeze, .thaw: .file_call
        case .mmap: .mmap_region
        case .load, .store: .user_access
        case .msync: .msync
        case .munmap: .munmap_region
        case .mprotect, .madvise: .change_area
        case .fork, .thread: .copy_process
        case .exit, .exitGroup: .do_exit
        case .kill, .sigaction, .sigprocmask, .mceKill: .task_call
        case .chdir: .chdir
        case .dropCaches: .drop_caches
        case .mount: .do_mount
        case .umount: .do_umount
        case .bind: .bind_store
        case .unbind: .unbind_store
        case .repeat, .end: nil
        }
    }

    /// What a call on a descriptor does with the file; nil for the other kinds.
    var fileCallee: Path? {
        switch self {
        case .read: .xfs_file_read
        case .write: .xfs_file_write
        case .fsync: .xfs_file_fsync
        case .truncate, .fallocate, .punch: .change_layout
        case .freeze: .freeze_super
        case .thaw: .thaw_super
        default: nil
        }
    }
}
