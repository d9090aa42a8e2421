import DAXModel
import RemovalFuzz

extension CExport {
    /// The C expression that performs an operation: a number, or an error number below zero.
    static func expression(of operation: Operation) -> String {
        let slot = operation.descriptor
        let pages = "\(operation.page), \(operation.count)"
        return switch operation.kind {
        case .open:
            "open_slot(\(slot), file[\(operation.file)], \(operation.flags.contains(.write) ? "O_RDWR" : "O_RDONLY"))"
        case .create: "open_slot(\(slot), file[\(operation.file)], O_RDWR | O_CREAT)"
        case .close: "close_slot(\(slot))"
        case .unlink: "result(unlink(file[\(operation.file)]))"
        case .rename: "result(rename(file[\(operation.file)], file[\(operation.page)]))"
        case .read: "read_pages(\(slot), \(pages))"
        case .write: "write_pages(\(slot), \(pages), \(operation.id))"
        case .fsync: "result(fsync(fd[\(slot)]))"
        case .truncate: "result(ftruncate(fd[\(slot)], \(operation.page) * PAGE))"
        case .fallocate, .punch: fallocateExpression(of: operation)
        case .mmap, .load, .store, .msync, .munmap, .mprotect, .madvise: memoryExpression(of: operation)
        case .fork, .thread, .exit, .exitGroup, .kill, .sigaction, .sigprocmask, .mceKill:
            taskExpression(of: operation)
        case .chdir: "result(chdir(\(operation.flags.contains(.enable) ? "filesystem" : "\"/\"")))"
        case .freeze: "result(ioctl(fd[\(slot)], FIFREEZE, 0))"
        case .thaw: "result(ioctl(fd[\(slot)], FITHAW, 0))"
        case .dropCaches: "write_word(\"/proc/sys/vm/drop_caches\", \"2\")"
        case .mount: "result(mount(device, filesystem, \"xfs\", 0, \"dax=always\"))"
        case .umount: "result(umount2(filesystem, 0))"
        case .bind: "write_word(\"/sys/bus/nd/drivers/nd_pmem/bind\", namespace_name)"
        case .unbind: "write_word(\"/sys/bus/nd/drivers/nd_pmem/unbind\", namespace_name)"
        case .repeat, .end: preconditionFailure("loops are unrolled")
        }
    }

    private static func fallocateExpression(of operation: Operation) -> String {
        let mode =
            operation.kind == .punch
            ? "FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE"
            : operation.flags.contains(.keepSize) ? "FALLOC_FL_KEEP_SIZE" : "0"
        let range = "\(operation.page) * PAGE, \(operation.count) * PAGE"
        return "result(fallocate(fd[\(operation.descriptor)], \(mode), \(range)))"
    }

    private static func memoryExpression(of operation: Operation) -> String {
        let slot = operation.mapping
        let protection = operation.flags.contains(.write) ? "PROT_READ | PROT_WRITE" : "PROT_READ"
        let area = "address(\(slot), 0), length(\(slot))"
        return switch operation.kind {
        case .mmap:
            "map_slot(\(slot), fd[\(operation.descriptor)], \(operation.page), \(operation.count), "
                + "\(protection), \(sharing(of: operation)))"
        case .load: "load(\(slot), \(operation.page))"
        case .store: "store(\(slot), \(operation.page), \(operation.id))"
        case .msync: "result(msync(\(area), MS_SYNC))"
        case .munmap: "unmap_slot(\(slot))"
        case .mprotect: "result(mprotect(\(area), \(protection)))"
        case .madvise: "result(madvise(\(area), MADV_DONTNEED))"
        default: preconditionFailure("not about a mapping")
        }
    }

    /// MAP_SYNC means something for shared mappings only.
    private static func sharing(of operation: Operation) -> String {
        guard operation.flags.contains(.shared) else { return "MAP_PRIVATE" }
        return operation.flags.contains(.sync) ? "MAP_SHARED_VALIDATE | MAP_SYNC" : "MAP_SHARED"
    }

    private static func taskExpression(of operation: Operation) -> String {
        let enabled = operation.flags.contains(.enable)
        switch operation.kind {
        case .fork: return "create_process(\(operation.target))"
        case .thread: return "create_thread(\(operation.target))"
        case .exit: return "exit_thread()"
        case .exitGroup: return "exit_process()"
        case .kill: return "kill_task(\(operation.target))"
        case .sigaction:
            let ignored = operation.flags.contains(.ignore)
            return "set_sigbus(\(enabled ? "SIGBUS_HANDLER" : ignored ? "SIGBUS_IGNORE" : "SIGBUS_DEFAULT"))"
        case .sigprocmask: return "mask_sigbus(\(enabled ? "SIG_BLOCK" : "SIG_UNBLOCK"))"
        case .mceKill:
            let policy = enabled ? "PR_MCE_KILL_EARLY" : "PR_MCE_KILL_DEFAULT"
            return "result(prctl(PR_MCE_KILL, PR_MCE_KILL_SET, \(policy), 0, 0))"
        default: preconditionFailure("not about tasks")
        }
    }
}
