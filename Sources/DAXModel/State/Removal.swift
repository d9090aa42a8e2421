/// How far the removal of the current binding has come, as the provenance has heard it. No path depends on it.
struct Removal: BitwiseCopyable {
    /// The step at which the walk was given up, or never begun.
    var abandoned = StepID.none
    /// The notify callback was entered for this binding.
    var notified = false
    /// The super block was mounted on this device when the removal reached `kill_dax`.
    var mounted = false
    /// The notify callback has thawed the file system.
    var thawed = false
    /// The binding's dax_device is no longer alive.
    var killed = false
    /// The page structs are gone.
    var pagesGone = false
    /// A byte that the alignment of the step leaves over.
    private var spare: UInt8 = 0
}

/// What was true when a task began its operation; the errno oracle judges by it.
struct OperationStart: BitwiseCopyable {
    var shutdown = false
}

/// What there was when a task began its `fsync`: it is promised when that succeeds.
struct SyncStart: BitwiseCopyable {
    /// Writes so far.
    var contentCounter = 0
    /// `layoutChanges` of the inode.
    var layoutChanges: Int32 = 0
    /// Bytes that the alignment of the counter leaves over.
    private var spare: Int32 = 0

    init() {}

    init(contentCounter: Int, layoutChanges: Int32) {
        self.contentCounter = contentCounter
        self.layoutChanges = layoutChanges
    }
}

/// What a super block still had when it died. The next mount begins with fresh books, so they are looked at then.
struct LeftBehind: OptionSet, BitwiseCopyable {
    let rawValue: UInt8
    /// A freeze level or s_umount was still taken.
    static let superblockLock = LeftBehind(rawValue: 1 << 0)
    /// An active reference or a freeze holder was still counted.
    static let superblockReference = LeftBehind(rawValue: 1 << 1)
    /// IOLOCK, MMAPLOCK or ILOCK of an inode was still taken.
    static let inodeLock = LeftBehind(rawValue: 1 << 2)
    /// An inode was still in use.
    static let inodeReference = LeftBehind(rawValue: 1 << 3)
}
