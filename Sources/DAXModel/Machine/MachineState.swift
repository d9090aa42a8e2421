/// Everything a machine holds: plain values, and the pools that lie behind it in the same allocation.
struct MachineState: BitwiseCopyable {
    /// The allocation that all this lies in.
    var slab: Slab
    var rules: Rules
    let hashes: UnsafePointer<UInt64>
    // Device
    var driver = PmemDriver()
    var srcu = SrcuDomain()
    let daxDevices: Pool<DaxDevice>
    let pages: Pool<PageStruct>
    let blocks: Pool<Block>
    // Memory
    let entries: Pool<DaxEntry>
    let areas: Pool<VirtualArea>
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
    let processes: Pool<Process>
    let files: Pool<OpenFile>
    let descriptors: Pool<Int>
    // Observation
    let walked: Pool<Bool>
    let operationStarts: Pool<OperationStart>
    /// How far the removal has come, for provenance and oracles.
    var removal = Removal()
    /// What super blocks have left behind when they died, for the balance.
    var leftBehind = LeftBehind()
    var violations: ViolationLog
    var features = FeatureSink()
    var digest = Digest()
    /// Operations of the loaded case.
    var operationCount = 0
    /// Faults of the loaded case.
    var faultCount = 0
    /// Bit n: a fault of site n is armed.
    var armedSites = 0
    /// Writes so far: tells every written content apart.
    var contentCounter = 0
    /// Wake-ups so far.
    var wakeCounter = 0
    /// Steps executed since the case was loaded.
    var stepCount = 0
    /// All areas in use lie below this index.
    var areaBound = 0
    /// Bit n: task n is runnable.
    var runnableTasks = 0
    /// Bit n: task n is blocked.
    var sleepingTasks = 0
    // Written before it is read, so never reset
    let ptes: Pool<PageTableEntry>
    let frames: Pool<Frame>
    let operations: Pool<Operation>
    let faults: Pool<ArmedFault>

    /// Carves the pools out of a slab; what a reset puts back comes first.
    init(in slab: inout Slab, rules: Rules, hashes: UnsafePointer<UInt64>) {
        self.slab = slab
        self.rules = rules
        self.hashes = hashes
        daxDevices = Pool(Limits.epochs + 1, of: DaxDevice(), in: &slab)
        pages = Pool(Limits.blocks, of: PageStruct(), in: &slab)
        blocks = Pool(Limits.blocks, of: Block(), in: &slab)
        entries = Pool(Limits.inodes * Limits.filePages, of: DaxEntry(), in: &slab)
        areas = Pool(Limits.areas, of: VirtualArea(), in: &slab)
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
        slab.markResettable()
        violations = ViolationLog(in: &slab)
        ptes = Pool(Limits.areas * Limits.filePages, of: PageTableEntry(), in: &slab)
        frames = Pool(Limits.tasks * Limits.stackDepth, of: Frame(), in: &slab)
        operations = Pool(Limits.operations, of: Operation(id: 0, task: 0, call: .end), in: &slab)
        faults = Pool(Limits.faults, of: ArmedFault(), in: &slab)
    }
}
