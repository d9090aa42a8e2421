// The parts of a machine's state by name, each reached in place.

extension Machine {
    var rules: Rules { @inline(__always) get { state.pointee.rules } }

    // Pools
    var daxDevices: Pool<DaxDevice> { @inline(__always) get { state.pointee.daxDevices } }
    var pages: Pool<PageStruct> { @inline(__always) get { state.pointee.pages } }
    var blocks: Pool<Block> { @inline(__always) get { state.pointee.blocks } }
    var entries: Pool<DaxEntry> { @inline(__always) get { state.pointee.entries } }
    var areas: Pool<VirtualArea> { @inline(__always) get { state.pointee.areas } }
    var ptes: Pool<PageTableEntry> { @inline(__always) get { state.pointee.ptes } }
    var inodes: Pool<Inode> { @inline(__always) get { state.pointee.inodes } }
    var extents: Pool<Extent> { @inline(__always) get { state.pointee.extents } }
    var names: Pool<DirectoryEntry> { @inline(__always) get { state.pointee.names } }
    var agf: Pool<RWLock> { @inline(__always) get { state.pointee.agf } }
    var durableInodes: Pool<DurableInode> { @inline(__always) get { state.pointee.durableInodes } }
    var durableExtents: Pool<Extent> { @inline(__always) get { state.pointee.durableExtents } }
    var durableNames: Pool<Int> { @inline(__always) get { state.pointee.durableNames } }
    var promises: Pool<Promise> { @inline(__always) get { state.pointee.promises } }
    var tasks: Pool<Task> { @inline(__always) get { state.pointee.tasks } }
    var processes: Pool<Process> { @inline(__always) get { state.pointee.processes } }
    var files: Pool<OpenFile> { @inline(__always) get { state.pointee.files } }
    var descriptors: Pool<Int> { @inline(__always) get { state.pointee.descriptors } }
    var walked: Pool<Bool> { @inline(__always) get { state.pointee.walked } }
    var operationStarts: Pool<OperationStart> { @inline(__always) get { state.pointee.operationStarts } }
    var frames: Pool<Frame> { @inline(__always) get { state.pointee.frames } }
    var operations: Pool<Operation> { @inline(__always) get { state.pointee.operations } }
    var faults: Pool<ArmedFault> { @inline(__always) get { state.pointee.faults } }

    // Single values
    var driver: PmemDriver {
        @inline(__always) _read { yield state.pointee.driver }
        @inline(__always) nonmutating _modify { yield &state.pointee.driver }
    }
    var srcu: SrcuDomain {
        @inline(__always) _read { yield state.pointee.srcu }
        @inline(__always) nonmutating _modify { yield &state.pointee.srcu }
    }
    var sb: Superblock {
        @inline(__always) _read { yield state.pointee.sb }
        @inline(__always) nonmutating _modify { yield &state.pointee.sb }
    }
    var removal: Removal {
        @inline(__always) _read { yield state.pointee.removal }
        @inline(__always) nonmutating _modify { yield &state.pointee.removal }
    }
    var leftBehind: LeftBehind {
        @inline(__always) _read { yield state.pointee.leftBehind }
        @inline(__always) nonmutating _modify { yield &state.pointee.leftBehind }
    }
    var violations: ViolationLog {
        @inline(__always) _read { yield state.pointee.violations }
        @inline(__always) nonmutating _modify { yield &state.pointee.violations }
    }
    /// Where the model's own coverage features go.
    public var features: FeatureSink {
        @inline(__always) _read { yield state.pointee.features }
        @inline(__always) nonmutating _modify { yield &state.pointee.features }
    }
    /// The running hash of the execution.
    public internal(set) var digest: Digest {
        @inline(__always) _read { yield state.pointee.digest }
        @inline(__always) nonmutating _modify { yield &state.pointee.digest }
    }
    var areaBound: Int { @inline(__always) get { state.pointee.areaBound } }
    var operationCount: Int {
        @inline(__always) _read { yield state.pointee.operationCount }
        @inline(__always) nonmutating _modify { yield &state.pointee.operationCount }
    }
    var faultCount: Int {
        @inline(__always) _read { yield state.pointee.faultCount }
        @inline(__always) nonmutating _modify { yield &state.pointee.faultCount }
    }
    var armedSites: Int {
        @inline(__always) _read { yield state.pointee.armedSites }
        @inline(__always) nonmutating _modify { yield &state.pointee.armedSites }
    }
    var contentCounter: Int {
        @inline(__always) _read { yield state.pointee.contentCounter }
        @inline(__always) nonmutating _modify { yield &state.pointee.contentCounter }
    }
    var wakeCounter: Int {
        @inline(__always) _read { yield state.pointee.wakeCounter }
        @inline(__always) nonmutating _modify { yield &state.pointee.wakeCounter }
    }
    /// Bit n: task n is inside an operation and can execute its next step.
    public var runnableTasks: Int { state.pointee.runnableTasks }
    /// Steps executed since the last `load`.
    public internal(set) var stepCount: Int {
        @inline(__always) _read { yield state.pointee.stepCount }
        @inline(__always) nonmutating _modify { yield &state.pointee.stepCount }
    }
}
