/// Something that tasks sleep for, by its kind. The raw order is that of the kernel's lock order where it has one.
public enum WaitObject: UInt8, CaseIterable, Codable, Sendable, BitwiseCopyable {
    case deviceLock, superblockLock, freezeState, thaw, levelUsers, srcu, processMapping, inodeIO, inodeMapping
    case inodeLock, groupHeader, daxEntry, mappingLock, inodeState, log, taskExit, mountUsers, superblockEnd, other

    /// The kernel's word for it.
    public var name: String {
        switch self {
        case .deviceLock: "device_lock"
        case .superblockLock: "s_umount"
        case .freezeState: "s_writers.frozen"
        case .thaw: "thaw"
        case .levelUsers: "freeze-level users"
        case .srcu: "dax_srcu"
        case .processMapping: "mmap_lock"
        case .inodeIO: "i_rwsem"
        case .inodeMapping: "invalidate_lock"
        case .inodeLock: "ILOCK"
        case .groupHeader: "AGF"
        case .daxEntry: "DAX entry"
        case .mappingLock: "i_pages lock"
        case .inodeState: "inode state"
        case .log: "AIL"
        case .taskExit: "task exit"
        case .mountUsers: "mount users"
        case .superblockEnd: "super block end"
        case .other: "nothing"
        }
    }
}

/// A task that does not get on: what it waits for, who has it, and since when.
public struct Wait: Hashable, Sendable {
    /// One of those that have what is waited for.
    public struct Holder: Hashable, Sendable {
        /// How a holder is at this moment.
        public enum State: UInt8, Sendable, BitwiseCopyable {
            /// Asleep in the kernel itself.
            case asleep
            /// It can run, or is between operations.
            case awake
            /// It died in the kernel and keeps what it held.
            case died
            /// It is no more.
            case exited
            /// The operation that took it is over and left it so: a freeze. Others could undo it.
            case returned
        }
        public var task: Int
        public var state: State
        /// The operation that it is in, or was in last.
        public var operation: UInt16
        /// The step that it sleeps at, or is about to execute; nil when it is not in the kernel.
        public var step: StepID?
    }

    public var task: Int
    /// The operation that it is in.
    public var operation: UInt16
    /// The step that it cannot execute.
    public var step: StepID
    /// Step count at which it fell asleep.
    public var since: Int
    public var object: WaitObject
    /// The object, with what tells it from others of its kind: "AGF 0", "DAX entry of inode 0 page 1".
    public var description: String
    /// In the order of their numbers; empty when nobody has it, or the model does not know who.
    public var holders: [Holder]
    /// Where it was taken, in which operation, and the step count then; nil when nobody took it.
    public var taken: Taken?

    /// The moment when something was taken.
    public struct Taken: Hashable, Sendable {
        public var task: Int
        public var operation: UInt16
        public var step: StepID
        public var at: Int
    }
}
