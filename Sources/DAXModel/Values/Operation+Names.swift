// What calls of several kinds have in common, for paths that serve more than one. Read from the bytes: some of these are
// asked for at every step. Where a number stands is decided in `PackedCall.swift`.
extension Operation {
    /// The file that is named; for `rename`, the old name.
    public var file: FileName? {
        switch kind {
        case .open, .create, .unlink, .rename: FileName(packed.first)
        default: nil
        }
    }

    /// The file that loses its name: that of `unlink`, or the one in the way of a `rename`.
    var displacedFile: FileName? {
        switch kind {
        case .unlink: FileName(packed.first)
        case .rename: FileName(packed.second)
        default: nil
        }
    }

    /// A `rename` whose two names are one.
    var renamesToItself: Bool { kind == .rename && packed.first == packed.second }

    /// The descriptor may be written through: what `create` opens always may.
    public var opensForWriting: Bool { kind == .create || (kind == .open && packed.isModified) }

    /// The descriptor that is used or filled.
    public var descriptor: DescriptorSlot? {
        switch kind {
        case .open, .create, .mmap: DescriptorSlot(packed.second)
        case .close, .read, .write, .fsync, .truncate, .fallocate, .punch, .freeze, .thaw: DescriptorSlot(packed.first)
        default: nil
        }
    }

    /// The mapping that is used or made.
    public var mapping: MappingSlot? {
        switch kind {
        case .mmap, .load, .store, .msync, .munmap, .mprotect, .madvise: MappingSlot(packed.first)
        default: nil
        }
    }

    /// The page of its mapping that a `load` or a `store` touches.
    public var mappingPage: MappingPage? {
        kind == .load || kind == .store ? MappingPage(packed.second) : nil
    }

    /// The pages of its file that are read, written, allocated, freed or mapped.
    public var pages: PageRange? {
        switch kind {
        case .read, .write, .fallocate, .punch: PageRange(packed.second, count: packed.third)
        case .mmap: PageRange(packed.third, count: packed.fourth)
        default: nil
        }
    }

    /// The task that `fork` or `thread` creates.
    public var createdTask: UserTask? {
        kind == .fork || kind == .thread ? UserTask(packed.first) : nil
    }
}
