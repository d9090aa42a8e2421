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

/// One operation of a workload: plain data, with an identity that survives insertion, removal and splicing.
public struct Operation: BitwiseCopyable, Hashable, Sendable {
    /// Stable identity inside its case: unique, from 1, below `OperationID.firstReserved`.
    public var id: UInt16
    /// The task that performs it, below `Limits.userTasks`. A plain number: where faults and preemptions name the task
    /// of an operation, a reserved one may stand, too.
    public var task: UInt8
    /// The call, in bytes that are all defined: the state of a machine holds operations and is compared byte by byte.
    @usableFromInline private(set) var packed: PackedCall

    /// What it asks for, and with what.
    public var call: Call {
        get { Call(packed) }
        set { packed = newValue.packed }
    }

    /// What it asks for.
    @inlinable public var kind: OperationKind { packed.kind }

    public init(id: UInt16, task: UInt8, call: Call) {
        self.id = id
        self.task = task
        packed = call.packed
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
