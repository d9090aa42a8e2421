import DAXModel
import RemovalFuzz

extension CExport {
    /// The C expression that performs an operation: a number, or an error number below zero.
    static func expression(of operation: Operation) -> String {
        switch operation.call {
        case .open(let file, let slot, let write):
            "open_slot(\(slot.number), file[\(file.number)], \(write ? "O_RDWR" : "O_RDONLY"))"
        case .create(let file, let slot): "open_slot(\(slot.number), file[\(file.number)], O_RDWR | O_CREAT)"
        case .close(let slot): "close_slot(\(slot.number))"
        case .unlink(let file): "result(unlink(file[\(file.number)]))"
        case .rename(let old, let new): "result(rename(file[\(old.number)], file[\(new.number)]))"
        case .read(let slot, let pages): "read_pages(\(slot.number), \(pages.first), \(pages.count))"
        case .write(let slot, let pages):
            "write_pages(\(slot.number), \(pages.first), \(pages.count), \(operation.id))"
        case .fsync(let slot): "result(fsync(fd[\(slot.number)]))"
        case .truncate(let slot, let size): "result(ftruncate(fd[\(slot.number)], \(size.number) * PAGE))"
        case .fallocate(let slot, let pages, let keepSize):
            fallocateExpression(slot, keepSize ? "FALLOC_FL_KEEP_SIZE" : "0", pages)
        case .punch(let slot, let pages):
            fallocateExpression(slot, "FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE", pages)
        case .mmap, .load, .store, .msync, .munmap, .mprotect, .madvise: memoryExpression(of: operation)
        case .fork, .thread, .exit, .exitGroup, .kill, .sigaction, .sigprocmask, .mceKill:
            taskExpression(of: operation.call)
        case .chdir(let inside): "result(chdir(\(inside ? "filesystem" : "\"/\"")))"
        case .freeze(let slot): "result(ioctl(fd[\(slot.number)], FIFREEZE, 0))"
        case .thaw(let slot): "result(ioctl(fd[\(slot.number)], FITHAW, 0))"
        case .dropCaches: "write_word(\"/proc/sys/vm/drop_caches\", \"2\")"
        case .mount: "result(mount(device, filesystem, \"xfs\", 0, \"dax=always\"))"
        case .umount: "result(umount2(filesystem, 0))"
        case .bind: "write_word(\"/sys/bus/nd/drivers/nd_pmem/bind\", namespace_name)"
        case .unbind: "write_word(\"/sys/bus/nd/drivers/nd_pmem/unbind\", namespace_name)"
        case .repeat, .end: preconditionFailure("loops are unrolled")
        }
    }

    private static func fallocateExpression(_ slot: DescriptorSlot, _ mode: String, _ pages: PageRange) -> String {
        "result(fallocate(fd[\(slot.number)], \(mode), \(pages.first) * PAGE, \(pages.count) * PAGE))"
    }

    private static func memoryExpression(of operation: Operation) -> String {
        switch operation.call {
        case .mmap(let slot, let file, let pages, let flags):
            "map_slot(\(slot.number), fd[\(file.number)], \(pages.first), \(pages.count), "
                + "\(protection(write: flags.contains(.write))), \(sharing(flags)))"
        case .load(let slot, let page): "load(\(slot.number), \(page.number))"
        case .store(let slot, let page): "store(\(slot.number), \(page.number), \(operation.id))"
        case .msync(let slot): "result(msync(\(area(slot)), MS_SYNC))"
        case .munmap(let slot): "unmap_slot(\(slot.number))"
        case .mprotect(let slot, let write): "result(mprotect(\(area(slot)), \(protection(write: write))))"
        case .madvise(let slot): "result(madvise(\(area(slot)), MADV_DONTNEED))"
        default: preconditionFailure("not about a mapping")
        }
    }

    /// Address and length of a mapping, as two arguments.
    private static func area(_ slot: MappingSlot) -> String { "address(\(slot.number), 0), length(\(slot.number))" }

    private static func protection(write: Bool) -> String { write ? "PROT_READ | PROT_WRITE" : "PROT_READ" }

    /// MAP_SYNC means something for shared mappings only.
    private static func sharing(_ flags: MmapFlags) -> String {
        guard flags.contains(.shared) else { return "MAP_PRIVATE" }
        return flags.contains(.sync) ? "MAP_SHARED_VALIDATE | MAP_SYNC" : "MAP_SHARED"
    }

    private static func taskExpression(of call: Operation.Call) -> String {
        switch call {
        case .fork(let child): return "create_process(\(child.number))"
        case .thread(let child): return "create_thread(\(child.number))"
        case .exit: return "exit_thread()"
        case .exitGroup: return "exit_process()"
        case .kill(let victim): return "kill_task(\(victim.number))"
        case .sigaction(.handler): return "set_sigbus(SIGBUS_HANDLER)"
        case .sigaction(.ignore): return "set_sigbus(SIGBUS_IGNORE)"
        case .sigaction(.standard): return "set_sigbus(SIGBUS_DEFAULT)"
        case .sigprocmask(let block): return "mask_sigbus(\(block ? "SIG_BLOCK" : "SIG_UNBLOCK"))"
        case .mceKill(let early):
            let policy = early ? "PR_MCE_KILL_EARLY" : "PR_MCE_KILL_DEFAULT"
            return "result(prctl(PR_MCE_KILL, PR_MCE_KILL_SET, \(policy), 0, 0))"
        default: preconditionFailure("not about tasks")
        }
    }
}
