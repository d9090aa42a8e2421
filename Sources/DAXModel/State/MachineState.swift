/// Everything that an execution has led to so far: one flat, plain value without a pointer in it.
///
/// It can be copied, compared and hashed. What belongs to a machine and not to an execution, its target and where
/// features go, is not part of it.
public struct MachineState: BitwiseCopyable, Sendable {
    var device = DeviceTables()
    var fileSystem = FilesystemTables()
    var memory = MemoryTables()
    var scheduling = SchedulingTables()
    var watching = WatchingTables()
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
    var inodes = PerInode<Inode>(repeating: Inode())
    var extents = PerFilePage<Extent>(repeating: Extent())
    var names = PerName<DirectoryEntry>(repeating: DirectoryEntry())
    var agf = PerGroup<RWLock>(repeating: RWLock())
    var files = PerFile<OpenFile>(repeating: OpenFile())
    var descriptors = PerDescriptor<FileID>(repeating: .none)
    var durableInodes = PerInode<DurableInode>(repeating: DurableInode())
    var durableExtents = PerFilePage<Extent>(repeating: Extent())
    var durableNames = PerName<InodeID>(repeating: .none)
}

/// Address spaces and `i_pages`.
struct MemoryTables: BitwiseCopyable {
    var entries = PerFilePage<DaxEntry>(repeating: DaxEntry())
    var areas = PerArea<VirtualArea>(repeating: VirtualArea())
    /// All areas in use lie below this index.
    var areaBound = 0
    var ptes = PerAreaPage<PageTableEntry>(repeating: PageTableEntry())
}

/// Tasks, their stacks, and the case that they run.
struct SchedulingTables: BitwiseCopyable {
    var tasks = PerTask<Task>(repeating: Task())
    var processes = PerProcess<Process>(repeating: Process())
    var frames = PerFrame<Frame>(repeating: Frame())
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
    var promises = PerFilePage<Promise>(repeating: Promise())
    var operationStarts = PerTask<OperationStart>(repeating: OperationStart())
    var syncStarts = PerTask<SyncStart>(repeating: SyncStart())
    var layoutChanges = PerInode<Int32>(repeating: 0)
    /// How far the removal has come.
    var removal = Removal()
    /// What super blocks have left behind when they died, for the balance.
    var leftBehind = LeftBehind()
    var violations = ViolationLog()
    var digest = Digest()
    /// Writes so far: tells every written content apart.
    var contentCounter = 0
}

extension MachineState: Equatable {
    /// Compares all bytes. The elements have no padding, and what an operation leaves unused it clears.
    public static func == (a: MachineState, b: MachineState) -> Bool {
        withUnsafeBytes(of: a) { left in
            withUnsafeBytes(of: b) { right in
                for offset in stride(from: 0, to: left.count, by: MemoryLayout<UInt64>.size)
                where left.load(fromByteOffset: offset, as: UInt64.self)
                    != right.load(fromByteOffset: offset, as: UInt64.self)
                {
                    return false
                }
                return true
            }
        }
    }

    /// A hash of all of it; the same in every process and build.
    public var contentHash: UInt64 {
        withUnsafeBytes(of: self) { bytes in
            var digest = Digest()
            for word in bytes.bindMemory(to: UInt64.self) { digest.fold(word) }
            return digest.value
        }
    }
}
