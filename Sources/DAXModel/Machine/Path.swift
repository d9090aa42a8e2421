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

    /// The name in timelines, signatures and preemptions: the kernel's function where there is one.
    var kernelName: String {
        switch self {
        case .xfs_rmap_walk: "xfs_rmap_query_range"
        case .file_call: "do_syscall_64"
        case .directory_change: "filename_unlinkat"
        case .change_layout: "xfs_vn_setattr_size"
        case .change_area: "mprotect_fixup"
        case .task_call: "sys_task"
        default: "\(self)"
        }
    }

    /// Names of its steps, in order.
    var stepNames: [String] { steps.names }

    private var steps: any StepList {
        switch self {
        case .unbind_store: Steps<UnbindStore>()
        case .bind_store: Steps<BindStore>()
        case .kill_dax: Steps<KillDax>()
        case .del_gendisk: Steps<DelGendisk>()
        case .memunmap_pages: Steps<MemunmapPages>()
        case .xfs_dax_notify_failure: Steps<XfsDaxNotifyFailure.Step>()
        case .xfs_rmap_walk: Steps<XfsRmapWalk>()
        case .super_drop_pagecache: Steps<SuperDropPagecache>()
        case .user_access: Steps<UserAccess>()
        case .handle_mm_fault: Steps<HandleMmFault>()
        case .xfs_dax_read_fault: Steps<XfsDaxReadFault>()
        case .xfs_dax_write_fault: Steps<XfsDaxWriteFault>()
        case .dax_iomap_fault: Steps<DaxIomapFault>()
        case .dax_finish_sync_fault: Steps<DaxFinishSyncFault>()
        case .dax_writeback_mapping_range: Steps<DaxWritebackMappingRange>()
        case .invalidate_inode_pages2_range: Steps<InvalidateInodePages2>()
        case .truncate_inode_pages_range: Steps<TruncateInodePages>()
        case .mf_dax_kill_procs: Steps<MfDaxKillProcs>()
        case .mmap_region: Steps<MmapRegion>()
        case .munmap_region: Steps<MunmapRegion>()
        case .change_area: Steps<ChangeArea>()
        case .msync: Steps<Msync>()
        case .freeze_super: Steps<FreezeSuper>()
        case .thaw_super: Steps<ThawSuper>()
        case .xfs_log_force: Steps<XfsLogForce>()
        case .xfs_force_shutdown: Steps<XfsForceShutdown>()
        case .sync_filesystem: Steps<SyncFilesystem>()
        case .xfs_file_fsync: Steps<XfsFileFsync>()
        case .file_call: Steps<FileCall>()
        case .iput: Steps<Iput>()
        case .evict: Steps<Evict>()
        case .xfs_inodegc_worker: Steps<XfsInodegcWorker>()
        case .evict_inodes: Steps<EvictInodes>()
        case .shrink_dcache_sb: Steps<ShrinkDcacheSb>()
        case .fput: Steps<Fput>()
        case .xfs_iget: Steps<XfsIget>()
        case .xfs_iomap_write_direct: Steps<XfsIomapWriteDirect>()
        case .do_sys_open: Steps<DoSysOpen>()
        case .close: Steps<Close>()
        case .directory_change: Steps<DirectoryChange>()
        case .chdir: Steps<Chdir>()
        case .xfs_file_read: Steps<XfsFileRead>()
        case .xfs_file_write: Steps<XfsFileWrite>()
        case .change_layout: Steps<ChangeLayout>()
        case .do_mount: Steps<DoMount>()
        case .do_umount: Steps<DoUmount>()
        case .generic_shutdown_super: Steps<GenericShutdownSuper>()
        case .drop_caches: Steps<DropCaches>()
        case .task_call: Steps<TaskCall>()
        case .copy_process: Steps<CopyProcess>()
        case .do_exit: Steps<DoExit>()
        case .closing: Steps<Closing>()
        }
    }
}

/// The names of a path's steps, for the table that is built once.
private protocol StepList {
    var names: [String] { get }
}

private struct Steps<S: PathSteps>: StepList {
    var names: [String] {
        let all = Array(S.allCases)
        precondition(all.count <= 64, "a path has at most 64 steps")
        return all.map { "\($0)" }
    }
}
