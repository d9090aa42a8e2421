extension Operation {
    /// What an operation asks of the kernel, and with what: each kind has exactly the arguments it uses.
    public enum Call: BitwiseCopyable, Sendable {
        /// O_RDWR with `write`, O_RDONLY without.
        case open(FileName, DescriptorSlot, write: Bool)
        case create(FileName, DescriptorSlot)
        case close(DescriptorSlot)
        case unlink(FileName)
        case rename(FileName, to: FileName)
        case read(DescriptorSlot, PageRange)
        case write(DescriptorSlot, PageRange)
        case fsync(DescriptorSlot)
        case truncate(DescriptorSlot, size: FileSize)
        /// FALLOC_FL_KEEP_SIZE with `keepSize`.
        case fallocate(DescriptorSlot, PageRange, keepSize: Bool)
        case punch(DescriptorSlot, PageRange)
        case mmap(MappingSlot, DescriptorSlot, PageRange, MmapFlags)
        case load(MappingSlot, page: MappingPage)
        case store(MappingSlot, page: MappingPage)
        case msync(MappingSlot)
        case munmap(MappingSlot)
        case mprotect(MappingSlot, write: Bool)
        case madvise(MappingSlot)
        case fork(UserTask)
        case thread(UserTask)
        case exit
        case exitGroup
        case kill(UserTask)
        case sigaction(SigbusAction)
        /// Blocks SIGBUS or lets it through.
        case sigprocmask(block: Bool)
        case mceKill(early: Bool)
        /// Into the mount or out of it.
        case chdir(inside: Bool)
        case freeze(DescriptorSlot)
        case thaw(DescriptorSlot)
        case dropCaches
        case mount
        case umount
        case bind
        case unbind
        /// In the background, the loop runs beside the operations that follow it.
        case `repeat`(Rounds, background: Bool)
        case end
    }
}

extension Operation.Call: Equatable {
    public static func == (a: Operation.Call, b: Operation.Call) -> Bool { a.packed == b.packed }

    /// The kind without the arguments.
    public var kind: OperationKind { packed.kind }
}
