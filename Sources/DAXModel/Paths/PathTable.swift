/// What the table of paths says of one path.
struct PathRow {
    /// The name in timelines, signatures and preemptions: the kernel's function where there is one.
    let name: String
    private let nameSteps: @Sendable () -> [String]
    /// The paths that its steps call, on whichever design. The scheduler does not need it: it tells a user whether an
    /// operation can come to a step.
    let callees: [Path]

    init<P: KernelPath>(_ name: String, _ path: P.Type, calls callees: [Path] = []) {
        precondition(P.Step.allCases.count <= 64, "a path has at most 64 steps")
        precondition(MemoryLayout<P>.size <= Frame.localsSize, "the locals of \(name) do not fit into a frame")
        precondition(MemoryLayout<P>.alignment <= MemoryLayout<Frame>.alignment)
        self.name = name
        nameSteps = { P.Step.allCases.map { "\($0)" } }
        self.callees = callees
    }

    /// Names of its steps, in order. Made anew each time: `StepTable` keeps them.
    var stepNames: [String] { nameSteps() }
}

extension Path {
    /// The path's row. The other place that lists all paths is `execute`; the compiler misses a path in either.
    var row: PathRow {
        switch self {
        case .unbind_store:
            PathRow("unbind_store", UnbindStore.self, calls: [.kill_dax, .del_gendisk, .memunmap_pages])
        case .bind_store: PathRow("bind_store", BindStore.self)
        case .kill_dax: PathRow("kill_dax", KillDax.self, calls: [.xfs_dax_notify_failure])
        case .del_gendisk:
            PathRow(
                "del_gendisk", DelGendisk.self,
                calls: [.sync_filesystem, .shrink_dcache_sb, .evict_inodes, .xfs_force_shutdown])
        case .memunmap_pages: PathRow("memunmap_pages", MemunmapPages.self)
        case .xfs_dax_notify_failure:
            PathRow(
                "xfs_dax_notify_failure", XfsDaxNotifyFailure.self,
                calls: [
                    .freeze_super, .super_drop_pagecache, .xfs_rmap_walk, .xfs_force_shutdown, .thaw_super,
                    .sync_filesystem,
                    .truncate_inode_pages_range, .invalidate_inode_pages2_range, .iput, .generic_shutdown_super,
                ])
        case .xfs_rmap_walk:
            PathRow(
                "xfs_rmap_query_range", XfsRmapWalk.self,
                calls: [.mf_dax_kill_procs, .invalidate_inode_pages2_range, .iput])
        case .super_drop_pagecache:
            PathRow(
                "super_drop_pagecache", SuperDropPagecache.self,
                calls: [.invalidate_inode_pages2_range, .iput])
        case .user_access: PathRow("user_access", UserAccess.self, calls: [.handle_mm_fault])
        case .handle_mm_fault:
            PathRow(
                "handle_mm_fault", HandleMmFault.self,
                calls: [.xfs_dax_read_fault, .xfs_dax_write_fault])
        case .xfs_dax_read_fault: PathRow("xfs_dax_read_fault", XfsDaxReadFault.self, calls: [.dax_iomap_fault])
        case .xfs_dax_write_fault:
            PathRow(
                "xfs_dax_write_fault", XfsDaxWriteFault.self,
                calls: [.dax_iomap_fault, .dax_finish_sync_fault])
        case .dax_iomap_fault: PathRow("dax_iomap_fault", DaxIomapFault.self, calls: [.xfs_iomap_write_direct])
        case .dax_finish_sync_fault: PathRow("dax_finish_sync_fault", DaxFinishSyncFault.self, calls: [.xfs_file_fsync])
        case .dax_writeback_mapping_range: PathRow("dax_writeback_mapping_range", DaxWritebackMappingRange.self)
        case .invalidate_inode_pages2_range: PathRow("invalidate_inode_pages2_range", InvalidateInodePages2.self)
        case .truncate_inode_pages_range: PathRow("truncate_inode_pages_range", TruncateInodePages.self)
        case .mf_dax_kill_procs: PathRow("mf_dax_kill_procs", MfDaxKillProcs.self)
        case .mmap_region: PathRow("mmap_region", MmapRegion.self, calls: [.fput])
        case .munmap_region: PathRow("munmap_region", MunmapRegion.self, calls: [.fput])
        case .change_area: PathRow("mprotect_fixup", ChangeArea.self)
        case .msync: PathRow("msync", Msync.self, calls: [.xfs_file_fsync, .fput])
        case .freeze_super:
            PathRow(
                "freeze_super", FreezeSuper.self,
                calls: [.sync_filesystem, .xfs_log_force, .xfs_force_shutdown, .generic_shutdown_super])
        case .thaw_super: PathRow("thaw_super", ThawSuper.self, calls: [.generic_shutdown_super])
        case .xfs_log_force: PathRow("xfs_log_force", XfsLogForce.self, calls: [.xfs_force_shutdown])
        case .xfs_force_shutdown: PathRow("xfs_force_shutdown", XfsForceShutdown.self, calls: [.xfs_log_force])
        case .sync_filesystem:
            PathRow(
                "sync_filesystem", SyncFilesystem.self,
                calls: [.dax_writeback_mapping_range, .iput, .xfs_log_force])
        case .xfs_file_fsync:
            PathRow(
                "xfs_file_fsync", XfsFileFsync.self,
                calls: [.dax_writeback_mapping_range, .xfs_log_force])
        case .file_call: PathRow("do_syscall_64", FileCall.self, calls: [.fput])
        case .iput: PathRow("iput", Iput.self, calls: [.evict])
        case .evict: PathRow("evict", Evict.self, calls: [.truncate_inode_pages_range])
        case .xfs_inodegc_worker: PathRow("xfs_inodegc_worker", XfsInodegcWorker.self)
        case .evict_inodes: PathRow("evict_inodes", EvictInodes.self, calls: [.evict])
        case .shrink_dcache_sb: PathRow("shrink_dcache_sb", ShrinkDcacheSb.self, calls: [.iput])
        case .fput: PathRow("fput", Fput.self, calls: [.iput])
        case .xfs_iget: PathRow("xfs_iget", XfsIget.self)
        case .xfs_iomap_write_direct:
            PathRow(
                "xfs_iomap_write_direct", XfsIomapWriteDirect.self,
                calls: [.xfs_force_shutdown])
        case .do_sys_open: PathRow("do_sys_open", DoSysOpen.self, calls: [.xfs_iget, .iput, .fput])
        case .close: PathRow("close", Close.self, calls: [.fput])
        case .directory_change: PathRow("filename_unlinkat", DirectoryChange.self, calls: [.iput, .xfs_force_shutdown])
        case .chdir: PathRow("chdir", Chdir.self)
        case .xfs_file_read: PathRow("xfs_file_read", XfsFileRead.self)
        case .xfs_file_write:
            PathRow(
                "xfs_file_write", XfsFileWrite.self,
                calls: [.xfs_iomap_write_direct, .invalidate_inode_pages2_range])
        case .change_layout:
            PathRow(
                "xfs_vn_setattr_size", ChangeLayout.self,
                calls: [.truncate_inode_pages_range, .xfs_iomap_write_direct, .xfs_force_shutdown])
        case .do_mount: PathRow("do_mount", DoMount.self)
        case .do_umount: PathRow("do_umount", DoUmount.self, calls: [.generic_shutdown_super])
        case .generic_shutdown_super:
            PathRow(
                "generic_shutdown_super", GenericShutdownSuper.self,
                calls: [.shrink_dcache_sb, .sync_filesystem, .evict_inodes, .xfs_log_force, .xfs_force_shutdown])
        case .drop_caches: PathRow("drop_caches", DropCaches.self, calls: [.shrink_dcache_sb, .evict_inodes])
        case .task_call: PathRow("sys_task", TaskCall.self)
        case .copy_process: PathRow("copy_process", CopyProcess.self)
        case .do_exit: PathRow("do_exit", DoExit.self, calls: [.fput])
        case .closing: PathRow("closing", ClosingPhase.self, calls: [.do_mount, .thaw_super, .do_umount, .bind_store])
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
            open += path.row.callees
        }
        return reached
    }
}
