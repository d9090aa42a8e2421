/// Something that more than one task can reach: what a step can read or write of the machine, beside its own stack.
///
/// As fine as conflicts are worth telling apart: each lock, what an inode is made of, an address space.
public struct SharedObject: BitwiseCopyable, Hashable, Sendable {
    public var kind: Kind
    /// Of an inode, a thread group, a task, a name, an allocation group; 0 where there is only one.
    public var number: Int

    public init(_ kind: Kind, _ number: Int = 0) {
        self.kind = kind
        self.number = number
    }

    /// The kinds, those of one word of `ObjectSet` together. The order of the cases is that of the bits.
    public enum Kind: UInt8, CaseIterable, Sendable, BitwiseCopyable {
        // Of each inode
        /// State, references, links.
        case life
        /// What of its metadata waits for the log, and what is promised to be durable.
        case logItem
        /// Size and extents.
        case layout
        case ioLock, mmapLock, iLock
        /// The entries of `i_pages` with their locks.
        case pages
        /// Who maps it: `i_mmap`.
        case mappings

        // Of each thread group
        case mapLock
        /// Virtual memory areas and page tables.
        case areas
        /// Signals, threads and exit.
        case signals
        /// Descriptors and working directory.
        case files
        // Of each name, allocation group, and eighth of the blocks
        case name, groupHeader
        /// Free space and reverse map.
        case space
        case content, pageStruct

        // Of each task
        /// Whether it exists, is in an operation, has exited.
        case task
        /// Whether it is inside a freeze level.
        case levelUsers
        /// Whether it is inside a section of `dax_srcu`.
        case srcuReaders
        // One of each
        case srcu, deviceLock, disk, daxDevice, superblockLock, freezeState, superblockLife, shutdown, log, buffers
        case insertionGate, openFiles, areaSlots, removal, findings
    }
}

extension SharedObject.Kind {
    /// How many there are of a kind.
    public var count: Int {
        @inline(__always) get {
            switch self {
            case .life, .logItem, .layout, .ioLock, .mmapLock, .iLock, .pages, .mappings: Limits.inodes
            case .mapLock, .areas, .signals, .files: Limits.processes
            case .name: Limits.names
            case .groupHeader, .space: Limits.groups
            case .content, .pageStruct: 8
            case .task, .levelUsers, .srcuReaders: Limits.tasks
            default: 1
            }
        }
    }

    /// The first of the kind, as a bit of an `ObjectSet`: 64 bits a word.
    @inline(__always) var firstBit: Int {
        let (kind, inodes, processes, tasks) = (Int(rawValue), Limits.inodes, Limits.processes, Limits.tasks)
        switch self {
        case .life, .logItem, .layout, .ioLock, .mmapLock, .iLock, .pages, .mappings: return kind &* inodes
        case .mapLock, .areas, .signals, .files: return 64 &+ (kind &- Int(Self.mapLock.rawValue)) &* processes
        case .name: return 64 &+ 4 &* processes
        case .groupHeader: return 64 &+ 4 &* processes &+ Limits.names
        case .space: return 64 &+ 4 &* processes &+ Limits.names &+ Limits.groups
        case .content: return 64 &+ 4 &* processes &+ Limits.names &+ 2 &* Limits.groups
        case .pageStruct: return 72 &+ 4 &* processes &+ Limits.names &+ 2 &* Limits.groups
        case .task, .levelUsers, .srcuReaders: return 128 &+ (kind &- Int(Self.task.rawValue)) &* tasks
        default: return 128 &+ 3 &* tasks &+ (kind &- Int(Self.srcu.rawValue))
        }
    }
}

extension SharedObject: CustomStringConvertible {
    /// "pages 3", "shutdown".
    public var description: String { kind.count == 1 ? "\(kind)" : "\(kind) \(number)" }
}
