/// A frame of a task's kernel stack: where it is, who called it, and the locals of its path.
struct Frame: BitwiseCopyable {
    /// Bytes that a path may have for its locals.
    static var localsSize: Int { MemoryLayout<InlineArray<4, UInt64>>.size }

    /// The locals. They come first, so that their address is the frame's.
    private var storage = InlineArray<4, UInt64>(repeating: 0)
    var path = Path.close
    /// The step to execute next.
    var pc: UInt8 = 0
    /// The step that made the call; `StepID.none` for the first frame of an operation.
    var caller = StepID.none
    var inode = -1
    var file = -1
    var area = -1
    var index = 0
    var end = 0
    var cursor = 0
    var target = -1
    var value = 0
    var saved = 0
    var flags = FrameFlags()

    init() {}

    init(_ path: Path, from caller: StepID) {
        self.path = path
        self.caller = caller
    }

    /// A copy of the locals.
    /// - Precondition: the frame is one of that path.
    func locals<P: KernelPath>(_: P.Type) -> P {
        precondition(path == P.path)
        return withUnsafeBytes(of: storage) { $0.load(as: P.self) }
    }

    /// Where it is. What its locals are called and how they are kept is no fact about the execution.
    func fold(into digest: inout Digest) {
        digest.fold(StepTable.shared.hash(StepID(path, pc)))
    }
}

/// Boolean locals of a frame.
struct FrameFlags: OptionSet, BitwiseCopyable {
    let rawValue: UInt16
    /// The access is a write.
    static let write = FrameFlags(rawValue: 1 << 0)
    /// The mapping is shared.
    static let shared = FrameFlags(rawValue: 1 << 1)
    /// The fault is for a PMD.
    static let pmd = FrameFlags(rawValue: 1 << 2)
    /// Truncation: dirty entries go too.
    static let truncate = FrameFlags(rawValue: 1 << 3)
    /// MAP_SYNC: the page table may be written only after a sync.
    static let needSync = FrameFlags(rawValue: 1 << 4)
    /// A freeze or thaw by the kernel rather than by userspace.
    static let kernel = FrameFlags(rawValue: 1 << 5)
    /// Only inodes without references; others are passed by.
    static let unreferenced = FrameFlags(rawValue: 1 << 6)
    /// The exit of a whole thread group.
    static let group = FrameFlags(rawValue: 1 << 7)
    /// A resource named by the path was taken and has to be released.
    static let holds = FrameFlags(rawValue: 1 << 8)
    /// Metadata was met, or a record could not be handled: a shutdown is wanted.
    static let wantShutdown = FrameFlags(rawValue: 1 << 9)
    /// The kernel holds the freeze.
    static let frozen = FrameFlags(rawValue: 1 << 10)
    /// Create the file if its name is free.
    static let create = FrameFlags(rawValue: 1 << 11)
}
