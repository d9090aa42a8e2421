/// The kernel paths of the model. Each is a sequence of named steps in a file of its own.
enum Path: UInt8, CaseIterable, Sendable {
    // Device
    case unbind_store, bind_store, kill_dax, del_gendisk, memunmap_pages
    // Designs
    case notify_6_1, notify_v10, notify_seed_proposal, notify_merged, notify_reference
    case xfs_rmap_walk, super_drop_pagecache
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
        case .notify_6_1, .notify_v10, .notify_seed_proposal, .notify_merged, .notify_reference:
            "xfs_dax_notify_failure"
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
        case .unbind_store: StepsAndLocals<UnbindStore>()
        case .bind_store: StepsAndLocals<BindStore>()
        case .kill_dax: StepsAndLocals<KillDax>()
        case .del_gendisk: StepsAndLocals<DelGendisk>()
        case .memunmap_pages: StepsAndLocals<MemunmapPages>()
        case .notify_6_1: Steps<Notify61>()
        case .notify_v10: Steps<NotifyV10>()
        case .notify_seed_proposal: Steps<NotifySeedProposal>()
        case .notify_merged: Steps<NotifyMerged>()
        case .notify_reference: Steps<NotifyReference>()
        case .xfs_rmap_walk: Steps<XfsRmapWalk.Step>()
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
        case .freeze_super: Steps<FreezeSuper.Step>()
        case .thaw_super: Steps<ThawSuper.Step>()
        case .xfs_log_force: Steps<XfsLogForce.Step>()
        case .xfs_force_shutdown: Steps<XfsForceShutdown.Step>()
        case .sync_filesystem: Steps<SyncFilesystem.Step>()
        case .xfs_file_fsync: Steps<XfsFileFsync.Step>()
        case .file_call: Steps<FileCall.Step>()
        case .iput: Steps<Iput.Step>()
        case .evict: Steps<Evict.Step>()
        case .xfs_inodegc_worker: Steps<XfsInodegcWorker.Step>()
        case .evict_inodes: Steps<EvictInodes.Step>()
        case .shrink_dcache_sb: Steps<ShrinkDcacheSb.Step>()
        case .fput: Steps<Fput.Step>()
        case .xfs_iget: Steps<XfsIget.Step>()
        case .xfs_iomap_write_direct: Steps<XfsIomapWriteDirect.Step>()
        case .do_sys_open: Steps<DoSysOpen.Step>()
        case .close: Steps<Close.Step>()
        case .directory_change: Steps<DirectoryChange.Step>()
        case .chdir: Steps<Chdir.Step>()
        case .xfs_file_read: Steps<XfsFileRead.Step>()
        case .xfs_file_write: Steps<XfsFileWrite.Step>()
        case .change_layout: Steps<ChangeLayout.Step>()
        case .do_mount: Steps<DoMount.Step>()
        case .do_umount: Steps<DoUmount.Step>()
        case .generic_shutdown_super: Steps<GenericShutdownSuper.Step>()
        case .drop_caches: Steps<DropCaches.Step>()
        case .task_call: Steps<TaskCall.Step>()
        case .copy_process: Steps<CopyProcess.Step>()
        case .do_exit: Steps<DoExit.Step>()
        case .closing: Steps<Closing.Step>()
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

/// As `Steps`, for a path whose locals are typed: they have to fit into a frame.
private struct StepsAndLocals<P: KernelPath>: StepList {
    var names: [String] {
        precondition(MemoryLayout<P>.size <= Frame.localsSize, "locals that do not fit into a frame")
        precondition(MemoryLayout<P>.alignment <= MemoryLayout<Frame>.alignment)
        return Steps<P.Step>().names
    }
}
