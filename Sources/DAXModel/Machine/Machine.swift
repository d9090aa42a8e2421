/// The whole simulated system as one value: device, memory, file system, tasks.
///
/// All state lies in one allocation made at the start. A step reads and writes it through pools of plain values, so
/// that running, resetting and copying allocate nothing. There is no randomness, no clock and no hashing order in it.
public struct Machine: ~Copyable {
    private var slab: Slab

    // Device
    var driver = PmemDriver()
    var srcu = SrcuDomain()
    let daxDevices: Pool<DaxDevice>
    let pages: Pool<PageStruct>
    let blocks: Pool<Block>
    // Memory
    let entries: Pool<DaxEntry>
    let areas: Pool<VirtualArea>
    let ptes: Pool<PageTableEntry>
    // File system
    var sb = Superblock()
    let inodes: Pool<Inode>
    let extents: Pool<Extent>
    let names: Pool<DirectoryEntry>
    let agf: Pool<RWLock>
    let durableInodes: Pool<DurableInode>
    let durableExtents: Pool<Extent>
    let durableNames: Pool<Int>
    let promises: Pool<Promise>
    // Tasks
    let tasks: Pool<Task>
    let frames: Pool<Frame>
    let processes: Pool<Process>
    let files: Pool<OpenFile>
    let descriptors: Pool<Int>
    // The case
    let operations: Pool<Operation>
    var operationCount = 0
    let faults: Pool<ArmedFault>
    var faultCount = 0
    /// Bit n: a fault of site n is armed and has not fired.
    var armedSites = 0
    public private(set) var target: Target
    // Progress of the removal, for provenance and oracles
    var removal = Removal()
    let walked: Pool<Bool>
    // Observation
    var violations: ViolationLog
    var contentCounter = 0
    var wakeCounter = 0
    public internal(set) var digest = Digest()
    /// Steps executed since the last reset.
    public internal(set) var stepCount = 0
    private let hashes: UnsafePointer<UInt64>
    public var features: FeatureSink
    let operationStarts: Pool<OperationStart>

    /// A machine without a case; `load` gives it one.
    public init(target: Target) {
        slab = Slab(capacity: 256 << 10)
        daxDevices = Pool(Limits.epochs + 1, of: DaxDevice(), in: &slab)
        pages = Pool(Limits.blocks, of: PageStruct(), in: &slab)
        blocks = Pool(Limits.blocks, of: Block(), in: &slab)
        entries = Pool(Limits.inodes * Limits.filePages, of: DaxEntry(), in: &slab)
        areas = Pool(Limits.areas, of: VirtualArea(), in: &slab)
        ptes = Pool(Limits.areas * Limits.filePages, of: PageTableEntry(), in: &slab)
        inodes = Pool(Limits.inodes, of: Inode(), in: &slab)
        extents = Pool(Limits.inodes * Limits.filePages, of: Extent(), in: &slab)
        names = Pool(Limits.names, of: DirectoryEntry(), in: &slab)
        agf = Pool(Limits.groups, of: RWLock(), in: &slab)
        durableInodes = Pool(Limits.inodes, of: DurableInode(), in: &slab)
        durableExtents = Pool(Limits.inodes * Limits.filePages, of: Extent(), in: &slab)
        durableNames = Pool(Limits.names, of: -1, in: &slab)
        promises = Pool(Limits.inodes * Limits.filePages, of: Promise(), in: &slab)
        tasks = Pool(Limits.tasks, of: Task(), in: &slab)
        processes = Pool(Limits.processes, of: Process(), in: &slab)
        files = Pool(Limits.files, of: OpenFile(), in: &slab)
        descriptors = Pool(Limits.processes * Limits.descriptors, of: -1, in: &slab)
        walked = Pool(Limits.inodes * Limits.filePages, of: false, in: &slab)
        operationStarts = Pool(Limits.tasks, of: OperationStart(), in: &slab)
        frames = Pool(Limits.tasks * Limits.stackDepth, of: Frame(), in: &slab)
        operations = Pool(
            Limits.operations, of: Operation(id: 0, task: 0, kind: .close), in: &slab)
        faults = Pool(Limits.faults, of: ArmedFault(), in: &slab)
        violations = ViolationLog(in: &slab)
        self.target = target
        hashes = Machine.permanentHashes
        features = FeatureSink()
    }

    /// The step hashes at an address that lives as long as the process, so that the step loop needs no lazy global.
    nonisolated(unsafe) private static let permanentHashes: UnsafePointer<UInt64> = {
        let hashes = StepTable.shared.hashes
        let copy = UnsafeMutablePointer<UInt64>.allocate(capacity: hashes.count)
        copy.initialize(from: hashes, count: hashes.count)
        return UnsafePointer(copy)
    }()

    /// Retargets the machine; takes effect with the next `load`.
    public mutating func retarget(_ target: Target) { self.target = target }

    /// Hash of a step's qualified name.
    @inline(__always) func stepHash(_ id: StepID) -> UInt64 { hashes[Int(id.rawValue)] }
}
