/// Everything that an execution has led to so far: one flat, plain value without a pointer in it.
///
/// It can be copied, compared and hashed (`MachineState+Copy`). What belongs to a machine and not to an execution, its
/// target and where features go, is not part of it.
public struct MachineState: BitwiseCopyable, Sendable {
    var device = DeviceTables()
    var fileSystem = FilesystemTables()
    var memory = MemoryTables()
    var scheduling = SchedulingTables()
    var watching = WatchingTables()
    var long = LongTables()
}

/// Tables of which most executions use a short beginning.
struct LongTables: BitwiseCopyable {
    var violations = ViolationLog()
    // Of the inodes below `FilesystemTables.inodeBound`.
    var inodes = PerInode<Inode>(repeating: Inode())
    var entries = PerFilePage<DaxEntry>(repeating: DaxEntry())
    var promises = PerFilePage<Promise>(repeating: Promise())
    /// Those below `MemoryTables.areaBound` have been in use, in the order of areas.
    var ptes = PerAreaPage<PageTableEntry>(repeating: PageTableEntry())
    /// Of each task's, those below its depth are in use. What the others still hold is no part of the value.
    var frames = PerFrame<Frame>(repeating: Frame())
}

/// The device, its driver and its page structs.
struct DeviceTables: BitwiseCopyable {
    var driver = PmemDriver()
    var srcu = SrcuDomain()
    var daxDevices = PerEpoch<DaxDevice>(repeating: DaxDevice())
    var pages = PerBlock<PageStruct>(repeating: PageStruct())
    var blocks = PerBlock<Block>(repeating: Block())
}

/// The super block, its inodes, and what of them is durable.
struct FilesystemTables: BitwiseCopyable {
    var sb = Superblock()
    /// All inodes that have been in use lie below this index.
    var inodeBound = 0
    var extents = PerFilePage<Extent>(repeating: Extent())
    var names = PerName<DirectoryEntry>(repeating: DirectoryEntry())
    var agf = PerGroup<RWLock>(repeating: RWLock())
    var files = PerFile<OpenFile>(repeating: OpenFile())
    var descriptors = PerDescriptor<FileID>(repeating: .none)
    var durableInodes = PerInode<DurableInode>(repeating: DurableInode())
    var durableExtents = PerFilePage<Extent>(repeating: Extent())
    var durableNames = PerName<InodeID>(repeating: .none)
}

/// Address spaces.
struct MemoryTables: BitwiseCopyable {
    var areas = PerArea<VirtualArea>(repeating: VirtualArea())
    /// All areas that have been in use lie below this index.
    var areaBound = 0
}

/// Tasks, their stacks, and the case that they run.
struct SchedulingTables: BitwiseCopyable {
    var tasks = PerTask<Task>(repeating: Task())
    var processes = PerProcess<Process>(repeating: Process())
    /// Bit n: task n is runnable.
    var runnableTasks = 0
    /// Bit n: task n is blocked.
    var sleepingTasks = 0
    /// Steps executed since the case was loaded.
    var stepCount = 0
    /// Wake-ups so far.
    var wakeCounter = 0
    var faults = PerFault<ArmedFault>(repeating: ArmedFault())
    /// Faults of the loaded case.
    var faultCount = 0
    /// Bit n: a fault of site n is armed.
    var armedSites = 0
}

/// What oracles, provenance and the digest know.
struct WatchingTables: BitwiseCopyable {
    var walked = PerFilePage<Bool>(repeating: false)
    var operationStarts = PerTask<OperationStart>(repeating: OperationStart())
    var syncStarts = PerTask<SyncStart>(repeating: SyncStart())
    var layoutChanges = PerInode<Int32>(repeating: 0)
    /// How far the removal has come.
    var removal = Removal()
    /// What super blocks have left behind when they died, for the balance.
    var leftBehind = LeftBehind()
    var digest = Digest()
    /// Writes so far: tells every written content apart.
    var contentCounter = 0
}
