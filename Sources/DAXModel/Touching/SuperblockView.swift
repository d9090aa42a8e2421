/// The super block in place: reading or writing a field touches the object that it belongs to.
struct SuperblockView {
    private let core: UnsafeMutablePointer<Superblock>
    private let touched: UnsafeMutablePointer<Touches>

    @inline(__always) init(_ core: UnsafeMutablePointer<Superblock>, _ touched: UnsafeMutablePointer<Touches>) {
        self.core = core
        self.touched = touched
    }
}

extension SuperblockView {
    var sUmount: RWLock {
        @inline(__always) unsafeAddress { touched.reading(.superblockLock, &core.pointee.sUmount) }
        @inline(__always) unsafeMutableAddress { touched.writing(.superblockLock, &core.pointee.sUmount) }
    }
    var frozenAt: Mark {
        @inline(__always) unsafeAddress { touched.reading(.freezeState, &core.pointee.frozenAt) }
        @inline(__always) unsafeMutableAddress { touched.writing(.freezeState, &core.pointee.frozenAt) }
    }
    var frozen: FreezeLevel {
        @inline(__always) unsafeAddress { touched.reading(.freezeState, &core.pointee.frozen) }
        @inline(__always) unsafeMutableAddress { touched.writing(.freezeState, &core.pointee.frozen) }
    }
    var freezer: TaskID {
        @inline(__always) unsafeAddress { touched.reading(.freezeState, &core.pointee.freezer) }
        @inline(__always) unsafeMutableAddress { touched.writing(.freezeState, &core.pointee.freezer) }
    }
    var kernelHolders: Int16 {
        @inline(__always) unsafeAddress { touched.reading(.freezeState, &core.pointee.kernelHolders) }
        @inline(__always) unsafeMutableAddress { touched.writing(.freezeState, &core.pointee.kernelHolders) }
    }
    var userHolders: Int16 {
        @inline(__always) unsafeAddress { touched.reading(.freezeState, &core.pointee.userHolders) }
        @inline(__always) unsafeMutableAddress { touched.writing(.freezeState, &core.pointee.userHolders) }
    }
    var users: LevelUsers {
        @inline(__always) unsafeAddress { touched.readingAll(.levelUsers, &core.pointee.users) }
        @inline(__always) unsafeMutableAddress { touched.passing(&core.pointee.users) }
    }
    var writers: Int16 {
        @inline(__always) unsafeAddress { touched.readingAll(.levelUsers, &core.pointee.writers) }
        @inline(__always) unsafeMutableAddress { touched.passing(&core.pointee.writers) }
    }
    var faulters: Int16 {
        @inline(__always) unsafeAddress { touched.readingAll(.levelUsers, &core.pointee.faulters) }
        @inline(__always) unsafeMutableAddress { touched.passing(&core.pointee.faulters) }
    }
    var transactions: Int16 {
        @inline(__always) unsafeAddress { touched.readingAll(.levelUsers, &core.pointee.transactions) }
        @inline(__always) unsafeMutableAddress { touched.passing(&core.pointee.transactions) }
    }
    var mountReferences: Int32 {
        @inline(__always) unsafeAddress { touched.reading(.superblockLife, &core.pointee.mountReferences) }
        @inline(__always) unsafeMutableAddress { touched.writing(.superblockLife, &core.pointee.mountReferences) }
    }
    var active: Int16 {
        @inline(__always) unsafeAddress { touched.reading(.superblockLife, &core.pointee.active) }
        @inline(__always) unsafeMutableAddress { touched.writing(.superblockLife, &core.pointee.active) }
    }
    var state: Superblock.State {
        @inline(__always) unsafeAddress { touched.reading(.superblockLife, &core.pointee.state) }
        @inline(__always) unsafeMutableAddress { touched.writing(.superblockLife, &core.pointee.state) }
    }
    var born: Bool {
        @inline(__always) unsafeAddress { touched.reading(.superblockLife, &core.pointee.born) }
        @inline(__always) unsafeMutableAddress { touched.writing(.superblockLife, &core.pointee.born) }
    }
    var attached: Bool {
        @inline(__always) unsafeAddress { touched.reading(.superblockLife, &core.pointee.attached) }
        @inline(__always) unsafeMutableAddress { touched.writing(.superblockLife, &core.pointee.attached) }
    }
    var epoch: Binding {
        @inline(__always) unsafeAddress { touched.reading(.superblockLife, &core.pointee.epoch) }
        @inline(__always) unsafeMutableAddress { touched.writing(.superblockLife, &core.pointee.epoch) }
    }
    var hasDax: Bool {
        @inline(__always) unsafeAddress { touched.reading(.superblockLife, &core.pointee.hasDax) }
        @inline(__always) unsafeMutableAddress { touched.writing(.superblockLife, &core.pointee.hasDax) }
    }
    var rmapbt: Bool {
        @inline(__always) unsafeAddress { touched.reading(.superblockLife, &core.pointee.rmapbt) }
        @inline(__always) unsafeMutableAddress { touched.writing(.superblockLife, &core.pointee.rmapbt) }
    }
    var shutdown: ShutdownReason {
        @inline(__always) unsafeAddress { touched.reading(.shutdown, &core.pointee.shutdown) }
        @inline(__always) unsafeMutableAddress { touched.writing(.shutdown, &core.pointee.shutdown) }
    }
    var logDead: Bool {
        @inline(__always) unsafeAddress { touched.reading(.log, &core.pointee.logDead) }
        @inline(__always) unsafeMutableAddress { touched.writing(.log, &core.pointee.logDead) }
    }
    var logDirty: Bool {
        @inline(__always) unsafeAddress { touched.reading(.log, &core.pointee.logDirty) }
        @inline(__always) unsafeMutableAddress { touched.writing(.log, &core.pointee.logDirty) }
    }
    var ailBusy: Bool {
        @inline(__always) unsafeAddress { touched.reading(.log, &core.pointee.ailBusy) }
        @inline(__always) unsafeMutableAddress { touched.writing(.log, &core.pointee.ailBusy) }
    }
    var freeListsRead: UInt16 {
        @inline(__always) unsafeAddress { touched.reading(.buffers, &core.pointee.freeListsRead) }
        @inline(__always) unsafeMutableAddress { touched.writing(.buffers, &core.pointee.freeListsRead) }
    }
    var buffersDropped: Bool {
        @inline(__always) unsafeAddress { touched.reading(.buffers, &core.pointee.buffersDropped) }
        @inline(__always) unsafeMutableAddress { touched.writing(.buffers, &core.pointee.buffersDropped) }
    }
    var revoked: Bool {
        @inline(__always) unsafeAddress { touched.reading(.insertionGate, &core.pointee.revoked) }
        @inline(__always) unsafeMutableAddress { touched.writing(.insertionGate, &core.pointee.revoked) }
    }

    /// All of it becomes another.
    mutating func replace(by other: Superblock) {
        touched.pointee.writes.insert(.superblockLock)
        touched.pointee.writes.insert(.freezeState)
        touched.pointee.writes.insert(.superblockLife)
        touched.pointee.writes.insert(.shutdown)
        touched.pointee.writes.insert(.log)
        touched.pointee.writes.insert(.buffers)
        touched.pointee.writes.insert(.insertionGate)
        touched.pointee.writes.insertAll(.levelUsers)
        core.pointee = other
    }
}
