// The parts of a machine's state by name, each reached in place.

extension Machine {
    /// Where what the executed step touches is noted.
    private var touchedPlace: UnsafeMutablePointer<Touches> {
        @inline(__always) get { mutableAddress(&memory.pointee.touched) }
    }

    var rules: Rules { @inline(__always) unsafeAddress { address(&memory.pointee.rules) } }

    // Tables. A setter has nothing to do: what was written through the view is in its place already. It makes the
    // writers `mutating`.
    var daxDevices: TouchingTable<Binding, DaxDevice> {
        @inline(__always) get {
            TouchingTable(Pool(&memory.pointee.state.device.daxDevices), touchedPlace, .daxDevice, mask: 0)
        }
        @inline(__always) set {}
    }
    var pages: TouchingTable<BlockID, PageStruct> {
        @inline(__always) get {
            TouchingTable(Pool(&memory.pointee.state.device.pages), touchedPlace, .pageStruct, foldsEighths: true)
        }
        @inline(__always) set {}
    }
    var blocks: BlockViews {
        @inline(__always) get { BlockViews(&memory.pointee.state.device.blocks, touchedPlace) }
        @inline(__always) set {}
    }
    var entries: TouchingTable<EntryID, DaxEntry> {
        @inline(__always) get {
            TouchingTable(Pool(&memory.pointee.state.long.entries), touchedPlace, .pages, shift: 3)
        }
        @inline(__always) set {}
    }
    var areas: Pool<AreaID, VirtualArea> {
        @inline(__always) get { Pool(&memory.pointee.state.memory.areas) }
        @inline(__always) set {}
    }
    var ptes: PageTables {
        @inline(__always) get { PageTables(Pool(&memory.pointee.state.long.ptes), of: areas, touchedPlace) }
        @inline(__always) set {}
    }
    var inodes: InodeViews {
        @inline(__always) get { InodeViews(&memory.pointee.state.long.inodes, touchedPlace) }
        @inline(__always) set {}
    }
    var extents: TouchingTable<EntryID, Extent> {
        @inline(__always) get {
            TouchingTable(Pool(&memory.pointee.state.fileSystem.extents), touchedPlace, .layout, shift: 3)
        }
        @inline(__always) set {}
    }
    var names: TouchingTable<NameID, DirectoryEntry> {
        @inline(__always) get {
            TouchingTable(Pool(&memory.pointee.state.fileSystem.names), touchedPlace, .name)
        }
        @inline(__always) set {}
    }
    var agf: TouchingTable<GroupID, RWLock> {
        @inline(__always) get {
            TouchingTable(Pool(&memory.pointee.state.fileSystem.agf), touchedPlace, .groupHeader)
        }
        @inline(__always) set {}
    }
    var durableInodes: TouchingTable<InodeID, DurableInode> {
        @inline(__always) get {
            TouchingTable(Pool(&memory.pointee.state.fileSystem.durableInodes), touchedPlace, .log, mask: 0)
        }
        @inline(__always) set {}
    }
    var durableExtents: TouchingTable<EntryID, Extent> {
        @inline(__always) get {
            TouchingTable(Pool(&memory.pointee.state.fileSystem.durableExtents), touchedPlace, .log, mask: 0)
        }
        @inline(__always) set {}
    }
    var durableNames: TouchingTable<NameID, InodeID> {
        @inline(__always) get {
            TouchingTable(Pool(&memory.pointee.state.fileSystem.durableNames), touchedPlace, .log, mask: 0)
        }
        @inline(__always) set {}
    }
    var files: TouchingTable<FileID, OpenFile> {
        @inline(__always) get {
            TouchingTable(Pool(&memory.pointee.state.fileSystem.files), touchedPlace, .openFiles, mask: 0)
        }
        @inline(__always) set {}
    }
    var descriptors: TouchingTable<DescriptorID, FileID> {
        @inline(__always) get {
            TouchingTable(Pool(&memory.pointee.state.fileSystem.descriptors), touchedPlace, .files, shift: 2)
        }
        @inline(__always) set {}
    }
    // The same tables without a note of what is touched: for what is no step, and for loops over a whole table, which
    // note it once.
    var blockTable: Pool<BlockID, Block> {
        @inline(__always) get { Pool(&memory.pointee.state.device.blocks) }
    }
    var inodeTable: Pool<InodeID, Inode> {
        @inline(__always) get { Pool(&memory.pointee.state.long.inodes) }
    }
    var extentTable: Pool<EntryID, Extent> {
        @inline(__always) get { Pool(&memory.pointee.state.fileSystem.extents) }
    }
    var entryTable: Pool<EntryID, DaxEntry> {
        @inline(__always) get { Pool(&memory.pointee.state.long.entries) }
    }
    var pageTable: Pool<BlockID, PageStruct> {
        @inline(__always) get { Pool(&memory.pointee.state.device.pages) }
    }
    var pteTable: Pool<PteID, PageTableEntry> {
        @inline(__always) get { Pool(&memory.pointee.state.long.ptes) }
    }
    var processTable: Pool<ProcessID, Process> {
        @inline(__always) get { Pool(&memory.pointee.state.scheduling.processes) }
    }
    var durableExtentTable: Pool<EntryID, Extent> {
        @inline(__always) get { Pool(&memory.pointee.state.fileSystem.durableExtents) }
    }
    var promiseTable: Pool<EntryID, Promise> {
        @inline(__always) get { Pool(&memory.pointee.state.long.promises) }
    }
    var tasks: Pool<TaskID, Task> {
        @inline(__always) get { Pool(&memory.pointee.state.scheduling.tasks) }
        @inline(__always) set {}
    }
    var processes: ProcessViews {
        @inline(__always) get { ProcessViews(&memory.pointee.state.scheduling.processes, touchedPlace) }
        @inline(__always) set {}
    }
    var frames: Pool<FrameID, Frame> {
        @inline(__always) get { Pool(&memory.pointee.state.long.frames) }
        @inline(__always) set {}
    }
    var operations: Pool<OperationIndex, Operation> {
        @inline(__always) get { Pool(&memory.pointee.operations) }
        @inline(__always) set {}
    }
    var faults: Pool<FaultIndex, ArmedFault> {
        @inline(__always) get { Pool(&memory.pointee.state.scheduling.faults) }
        @inline(__always) set {}
    }
    var walked: TouchingTable<EntryID, Bool> {
        @inline(__always) get {
            TouchingTable(Pool(&memory.pointee.state.watching.walked), touchedPlace, .removal, mask: 0)
        }
        @inline(__always) set {}
    }
    var promises: TouchingTable<EntryID, Promise> {
        @inline(__always) get {
            TouchingTable(Pool(&memory.pointee.state.long.promises), touchedPlace, .logItem, shift: 3)
        }
        @inline(__always) set {}
    }
    var operationStarts: Pool<TaskID, OperationStart> {
        @inline(__always) get { Pool(&memory.pointee.state.watching.operationStarts) }
        @inline(__always) set {}
    }

    // Single values
    var driver: DriverView {
        @inline(__always) get { DriverView(&memory.pointee.state.device.driver, touchedPlace) }
        @inline(__always) set {}
    }
    var srcu: SrcuDomain {
        @inline(__always) unsafeAddress { touchedPlace.reading(.srcu, &memory.pointee.state.device.srcu) }
        @inline(__always) unsafeMutableAddress { touchedPlace.writing(.srcu, &memory.pointee.state.device.srcu) }
    }
    /// Its readers note themselves what they touch.
    var srcuPlace: UnsafeMutablePointer<SrcuDomain> {
        @inline(__always) get { mutableAddress(&memory.pointee.state.device.srcu) }
    }
    var sb: SuperblockView {
        @inline(__always) get { SuperblockView(&memory.pointee.state.fileSystem.sb, touchedPlace) }
        @inline(__always) set {}
    }
    /// All inodes that have been in use lie below this index.
    var inodeBound: Int {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.fileSystem.inodeBound) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.fileSystem.inodeBound) }
    }
    /// All areas that have been in use lie below this index.
    var areaBound: Int {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.memory.areaBound) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.memory.areaBound) }
    }
    var removal: Removal {
        @inline(__always) unsafeAddress { touchedPlace.reading(.removal, &memory.pointee.state.watching.removal) }
        @inline(__always) unsafeMutableAddress {
            touchedPlace.writing(.removal, &memory.pointee.state.watching.removal)
        }
    }
    var leftBehind: LeftBehind {
        @inline(__always) unsafeAddress {
            touchedPlace.reading(.superblockLife, &memory.pointee.state.watching.leftBehind)
        }
        @inline(__always) unsafeMutableAddress {
            touchedPlace.writing(.superblockLife, &memory.pointee.state.watching.leftBehind)
        }
    }
    var violations: ViolationLog {
        @inline(__always) unsafeAddress { touchedPlace.reading(.findings, &memory.pointee.state.long.violations) }
        @inline(__always) unsafeMutableAddress {
            touchedPlace.writing(.findings, &memory.pointee.state.long.violations)
        }
    }
    var contentCounter: Int {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.watching.contentCounter) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.watching.contentCounter) }
    }
    /// The running hash of the execution.
    public internal(set) var digest: Digest {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.watching.digest) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.watching.digest) }
    }
    var operationCount: Int {
        @inline(__always) unsafeAddress { address(&memory.pointee.operationCount) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.operationCount) }
    }
    var faultCount: Int {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.scheduling.faultCount) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.scheduling.faultCount) }
    }
    var armedSites: Int {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.scheduling.armedSites) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.scheduling.armedSites) }
    }
    var wakeCounter: Int {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.scheduling.wakeCounter) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.scheduling.wakeCounter) }
    }
    /// Bit n: task n is inside an operation and can execute its next step.
    public internal(set) var runnableTasks: Int {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.scheduling.runnableTasks) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.scheduling.runnableTasks) }
    }
    /// Bit n: task n is inside an operation and sleeps.
    var sleepingTasks: Int {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.scheduling.sleepingTasks) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.scheduling.sleepingTasks) }
    }
    /// Steps executed since the last `load`.
    public internal(set) var stepCount: Int {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.scheduling.stepCount) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.scheduling.stepCount) }
    }
    /// Where the model's own coverage features go.
    public var features: FeatureSink {
        @inline(__always) unsafeAddress { address(&memory.pointee.features) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.features) }
    }
}

/// The address of something that lies in a machine's memory, and stays there.
@inline(__always) private func address<Value>(_ value: UnsafeMutablePointer<Value>) -> UnsafePointer<Value> {
    UnsafePointer(value)
}

@inline(__always) private func mutableAddress<Value>(
    _ value: UnsafeMutablePointer<Value>
) -> UnsafeMutablePointer<Value> {
    value
}
