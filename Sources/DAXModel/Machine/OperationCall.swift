extension Operation {
    /// What an operation asks of the kernel, and with what: each kind has exactly the arguments it uses.
    public enum Call: BitwiseCopyable, Hashable, Sendable {
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

        /// The kind without the arguments. Inlined everywhere, so that asking for one kind is one comparison.
        @inlinable @inline(__always) public var kind: OperationKind {
            switch self {
            case .open: .open
            case .create: .create
            case .close: .close
            case .unlink: .unlink
            case .rename: .rename
            case .read: .read
            case .write: .write
            case .fsync: .fsync
            case .truncate: .truncate
            case .fallocate: .fallocate
            case .punch: .punch
            case .mmap: .mmap
            case .load: .load
            case .store: .store
            case .msync: .msync
            case .munmap: .munmap
            case .mprotect: .mprotect
            case .madvise: .madvise
            case .fork: .fork
            case .thread: .thread
            case .exit: .exit
            case .exitGroup: .exitGroup
            case .kill: .kill
            case .sigaction: .sigaction
            case .sigprocmask: .sigprocmask
            case .mceKill: .mceKill
            case .chdir: .chdir
            case .freeze: .freeze
            case .thaw: .thaw
            case .dropCaches: .dropCaches
            case .mount: .mount
            case .umount: .umount
            case .bind: .bind
            case .unbind: .unbind
            case .repeat: .repeat
            case .end: .end
            }
        }
    }
}

// What calls of several kinds have in common, for paths that serve more than one.
extension Operation.Call {
    /// The file that is named; for `rename`, the old name.
    @inlinable @inline(__always) public var file: FileName? {
        switch self {
        case .open(let file, _, _), .create(let file, _), .unlink(let file), .rename(let file, _): file
        default: nil
        }
    }

    /// The file that loses its name: that of `unlink`, or the one in the way of a `rename`.
    var displacedFile: FileName? {
        switch self {
        case .unlink(let file), .rename(_, let file): file
        default: nil
        }
    }

    /// A `rename` whose two names are one.
    var renamesToItself: Bool {
        if case .rename(let old, let new) = self { old == new } else { false }
    }

    /// The descriptor may be written through: what `create` opens always may.
    public var opensForWriting: Bool {
        switch self {
        case .create: true
        case .open(_, _, let write): write
        default: false
        }
    }

    /// The descriptor that is used or filled.
    @inlinable @inline(__always) public var descriptor: DescriptorSlot? {
        switch self {
        case .open(_, let slot, _), .create(_, let slot), .close(let slot), .fsync(let slot), .freeze(let slot),
            .thaw(let slot), .read(let slot, _), .write(let slot, _), .punch(let slot, _), .truncate(let slot, _),
            .fallocate(let slot, _, _), .mmap(_, let slot, _, _):
            slot
        default: nil
        }
    }

    /// The mapping that is used or made.
    @inlinable @inline(__always) public var mapping: MappingSlot? {
        switch self {
        case .mmap(let slot, _, _, _), .load(let slot, _), .store(let slot, _), .msync(let slot), .munmap(let slot),
            .mprotect(let slot, _), .madvise(let slot):
            slot
        default: nil
        }
    }

    /// The page of its mapping that a `load` or a `store` touches.
    @inlinable @inline(__always) public var mappingPage: MappingPage? {
        switch self {
        case .load(_, let page), .store(_, let page): page
        default: nil
        }
    }

    /// The pages of its file that are read, written, allocated, freed or mapped.
    @inlinable @inline(__always) public var pages: PageRange? {
        switch self {
        case .read(_, let pages), .write(_, let pages), .fallocate(_, let pages, _), .punch(_, let pages),
            .mmap(_, _, let pages, _):
            pages
        default: nil
        }
    }

    /// The task that `fork` or `thread` creates.
    @inlinable @inline(__always) public var createdTask: UserTask? {
        switch self {
        case .fork(let task), .thread(let task): task
        default: nil
        }
    }
}
