/// What an operation asks of the kernel. The names are those of the text form of a case.
public enum OperationKind: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    case open, create, close, unlink, rename
    case read, write, fsync, truncate, fallocate, punch
    case mmap, load, store, msync, munmap, mprotect, madvise
    case fork, thread, exit, exitGroup, kill, sigaction, sigprocmask, mceKill
    case chdir, freeze, thaw, dropCaches
    case mount, umount, bind, unbind
    case `repeat`, end
}

/// Modifiers of an operation. Which ones apply depends on its kind; the others are ignored.
public struct OperationFlags: OptionSet, Sendable, Hashable, BitwiseCopyable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `mmap`: MAP_SHARED rather than MAP_PRIVATE.
    public static let shared = OperationFlags(rawValue: 1 << 0)
    /// `mmap`, `mprotect`: writable. `open`: O_RDWR rather than O_RDONLY; `create` always is.
    public static let write = OperationFlags(rawValue: 1 << 1)
    /// `mmap`: MAP_SYNC.
    public static let sync = OperationFlags(rawValue: 1 << 2)
    /// `sigaction`: a handler; `sigprocmask`: block SIGBUS; `mceKill`: early; `chdir`: into the mount.
    public static let enable = OperationFlags(rawValue: 1 << 3)
    /// `sigaction`: SIG_IGN.
    public static let ignore = OperationFlags(rawValue: 1 << 4)
    /// `fallocate`: beyond the size (FALLOC_FL_KEEP_SIZE).
    public static let keepSize = OperationFlags(rawValue: 1 << 5)
    /// `repeat`: the loop runs beside the operations that follow it.
    public static let background = OperationFlags(rawValue: 1 << 6)
}

/// One operation of a workload: plain data, with an identity that survives insertion, removal and splicing.
public struct Operation: BitwiseCopyable, Hashable, Sendable {
    /// Stable identity inside its case: unique, from 1, below `OperationID.firstReserved`.
    public var id: UInt16
    /// The task that performs it, below `Limits.userTasks`.
    public var task: UInt8
    public var kind: OperationKind
    public var flags: OperationFlags
    /// A file name's index, below `Limits.names`. For `rename`, the old name.
    public var file: UInt8
    /// A descriptor slot of the process, below `Limits.descriptors`.
    public var descriptor: UInt8
    /// A mapping slot of the process, below `Limits.mappings`.
    public var mapping: UInt8
    /// First page; for `truncate`, the new size in pages. For `rename`, the new name. For `repeat`, the count.
    public var page: UInt8
    /// Number of pages.
    public var count: UInt8
    /// The task that `fork`, `thread` and `kill` name.
    public var target: UInt8

    public init(
        id: UInt16, task: UInt8, kind: OperationKind, flags: OperationFlags = [], file: UInt8 = 0,
        descriptor: UInt8 = 0, mapping: UInt8 = 0, page: UInt8 = 0, count: UInt8 = 1, target: UInt8 = 0
    ) {
        self.id = id
        self.task = task
        self.kind = kind
        self.flags = flags
        self.file = file
        self.descriptor = descriptor
        self.mapping = mapping
        self.page = page
        self.count = count
        self.target = target
    }
}

/// Operation ids of what the kernel starts by itself.
public enum OperationID {
    /// Ids from here on are reserved.
    public static var firstReserved: UInt16 { 0xFF00 }
    /// A task that dies of a signal, or exits because its group does.
    public static var exitBySignal: UInt16 { 0xFF01 }
    /// Inactivation of an unlinked inode by the kernel's worker.
    public static var inodegc: UInt16 { 0xFF02 }
    /// The fair phase's and the verification's own operations.
    public static var closing: UInt16 { 0xFF03 }
}

/// Options of mkfs.xfs that the model knows.
public struct MkfsOptions: BitwiseCopyable, Hashable, Sendable {
    /// `-m rmapbt=`: the reverse map, without which the walk cannot work.
    public var rmapbt: Bool
    public init(rmapbt: Bool = true) { self.rmapbt = rmapbt }
}
