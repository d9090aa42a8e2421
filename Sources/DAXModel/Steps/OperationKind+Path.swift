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
