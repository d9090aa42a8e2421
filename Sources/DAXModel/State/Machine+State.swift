// The parts of a machine's state by name, each reached in place.

extension Machine {
    var rules: Rules { @inline(__always) unsafeAddress { address(&memory.pointee.rules) } }

    // Tables. A setter has nothing to do: what was written through the view is in its place already. It makes the
    // writers `mutating`.
    var daxDevices: Pool<Binding, DaxDevice> {
        @inline(__always) get { Pool(&memory.pointee.state.device.daxDevices) }
        @inline(__always) set {}
    }
    var pages: Pool<BlockID, PageStruct> {
        @inline(__always) get { Pool(&memory.pointee.state.device.pages) }
        @inline(__always) set {}
    }
    var blocks: Pool<BlockID, Block> {
        @inline(__always) get { Pool(&memory.pointee.state.device.blocks) }
        @inline(__always) set {}
    }
    var entries: Pool<EntryID, DaxEntry> {
        @inline(__always) get { Pool(&memory.pointee.state.memory.entries) }
        @inline(__always) set {}
    }
    var areas: Pool<AreaID, VirtualArea> {
        @inline(__always) get { Pool(&memory.pointee.state.memory.areas) }
        @inline(__always) set {}
    }
    var ptes: Pool<PteID, PageTableEntry> {
        @inline(__always) get { Pool(&memory.pointee.state.memory.ptes) }
        @inline(__always) set {}
    }
    var inodes: Pool<InodeID, Inode> {
        @inline(__always) get { Pool(&memory.pointee.state.fileSystem.inodes) }
        @inline(__always) set {}
    }
    var extents: Pool<EntryID, Extent> {
        @inline(__always) get { Pool(&memory.pointee.state.fileSystem.extents) }
        @inline(__always) set {}
    }
    var names: Pool<NameID, DirectoryEntry> {
        @inline(__always) get { Pool(&memory.pointee.state.fileSystem.names) }
        @inline(__always) set {}
    }
    var agf: Pool<GroupID, RWLock> {
        @inline(__always) get { Pool(&memory.pointee.state.fileSystem.agf) }
        @inline(__always) set {}
    }
    var durableInodes: Pool<InodeID, DurableInode> {
        @inline(__always) get { Pool(&memory.pointee.state.fileSystem.durableInodes) }
        @inline(__always) set {}
    }
    var durableExtents: Pool<EntryID, Extent> {
        @inline(__always) get { Pool(&memory.pointee.state.fileSystem.durableExtents) }
        @inline(__always) set {}
    }
    var durableNames: Pool<NameID, InodeID> {
        @inline(__always) get { Pool(&memory.pointee.state.fileSystem.durableNames) }
        @inline(__always) set {}
    }
    var files: Pool<FileID, OpenFile> {
        @inline(__always) get { Pool(&memory.pointee.state.fileSystem.files) }
        @inline(__always) set {}
    }
    var descriptors: Pool<DescriptorID, FileID> {
        @inline(__always) get { Pool(&memory.pointee.state.fileSystem.descriptors) }
        @inline(__always) set {}
    }
    var tasks: Pool<TaskID, Task> {
        @inline(__always) get { Pool(&memory.pointee.state.scheduling.tasks) }
        @inline(__always) set {}
    }
    var processes: Pool<ProcessID, Process> {
        @inline(__always) get { Pool(&memory.pointee.state.scheduling.processes) }
        @inline(__always) set {}
    }
    var frames: Pool<FrameID, Frame> {
        @inline(__always) get { Pool(&memory.pointee.state.scheduling.frames) }
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
    var walked: Pool<EntryID, Bool> {
        @inline(__always) get { Pool(&memory.pointee.state.watching.walked) }
        @inline(__always) set {}
    }
    var promises: Pool<EntryID, Promise> {
        @inline(__always) get { Pool(&memory.pointee.state.watching.promises) }
        @inline(__always) set {}
    }
    var operationStarts: Pool<TaskID, OperationStart> {
        @inline(__always) get { Pool(&memory.pointee.state.watching.operationStarts) }
        @inline(__always) set {}
    }

    // Single values
    var driver: PmemDriver {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.device.driver) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.device.driver) }
    }
    var srcu: SrcuDomain {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.device.srcu) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.device.srcu) }
    }
    var sb: Superblock {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.fileSystem.sb) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.fileSystem.sb) }
    }
    /// All areas in use lie below this index.
    var areaBound: Int {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.memory.areaBound) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.memory.areaBound) }
    }
    var removal: Removal {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.watching.removal) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.watching.removal) }
    }
    var leftBehind: LeftBehind {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.watching.leftBehind) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.watching.leftBehind) }
    }
    var violations: ViolationLog {
        @inline(__always) unsafeAddress { address(&memory.pointee.state.watching.violations) }
        @inline(__always) unsafeMutableAddress { mutableAddress(&memory.pointee.state.watching.violations) }
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
