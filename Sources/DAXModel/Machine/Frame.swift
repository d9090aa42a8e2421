/// A frame of a task's kernel stack: where it is, and its locals. What each local means is the path's business.
struct Frame: BitwiseCopyable {
    var path = Path.close
    var pc: UInt8 = 0
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

    func fold(into digest: inout Digest) {
        digest.fold(StepTable.shared.hash(StepID(path, pc)))
        digest.fold(inode)
        digest.fold(file)
        digest.fold(area)
        digest.fold(index)
        digest.fold(end)
        digest.fold(cursor)
        digest.fold(target)
        digest.fold(value)
        digest.fold(saved)
        digest.fold(UInt64(flags.rawValue))
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
