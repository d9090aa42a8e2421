/// The driver's side in place: reading or writing a field touches the object that it belongs to.
struct DriverView {
    private let core: UnsafeMutablePointer<PmemDriver>
    private let touched: UnsafeMutablePointer<Touches>

    @inline(__always) init(_ core: UnsafeMutablePointer<PmemDriver>, _ touched: UnsafeMutablePointer<Touches>) {
        self.core = core
        self.touched = touched
    }
}

extension DriverView {
    var lock: TaskID {
        @inline(__always) unsafeAddress { touched.reading(.deviceLock, &core.pointee.lock) }
        @inline(__always) unsafeMutableAddress { touched.writing(.deviceLock, &core.pointee.lock) }
    }
    var lockedAt: Mark {
        @inline(__always) unsafeAddress { touched.reading(.deviceLock, &core.pointee.lockedAt) }
        @inline(__always) unsafeMutableAddress { touched.writing(.deviceLock, &core.pointee.lockedAt) }
    }
    var epoch: Binding {
        @inline(__always) unsafeAddress { touched.reading(.disk, &core.pointee.epoch) }
        @inline(__always) unsafeMutableAddress { touched.writing(.disk, &core.pointee.epoch) }
    }
    var bound: Bool {
        @inline(__always) unsafeAddress { touched.reading(.disk, &core.pointee.bound) }
        @inline(__always) unsafeMutableAddress { touched.writing(.disk, &core.pointee.bound) }
    }
    var diskAlive: Bool {
        @inline(__always) unsafeAddress { touched.reading(.disk, &core.pointee.diskAlive) }
        @inline(__always) unsafeMutableAddress { touched.writing(.disk, &core.pointee.diskAlive) }
    }
    var hostRegistered: Bool {
        @inline(__always) unsafeAddress { touched.reading(.disk, &core.pointee.hostRegistered) }
        @inline(__always) unsafeMutableAddress { touched.writing(.disk, &core.pointee.hostRegistered) }
    }
    var isUnbinding: Bool {
        @inline(__always) unsafeAddress { touched.reading(.disk, &core.pointee.isUnbinding) }
        @inline(__always) unsafeMutableAddress { touched.writing(.disk, &core.pointee.isUnbinding) }
    }
    var pagesValid: Bool {
        @inline(__always) unsafeAddress { touched.reading(.disk, &core.pointee.pagesValid) }
        @inline(__always) unsafeMutableAddress { touched.writing(.disk, &core.pointee.pagesValid) }
    }
}

/// A block in place: reading or writing a field touches the object that it belongs to.
struct BlockView {
    private let core: UnsafeMutablePointer<Block>
    private let touched: UnsafeMutablePointer<Touches>
    private let id: BlockID

    @inline(__always) init(_ core: UnsafeMutablePointer<Block>, _ touched: UnsafeMutablePointer<Touches>, _ id: BlockID)
    {
        self.core = core
        self.touched = touched
        self.id = id
    }
}

extension BlockView {
    var content: Int {
        @inline(__always) unsafeAddress { touched.reading(.content, of: id.eighth, &core.pointee.content) }
        @inline(__always) unsafeMutableAddress { touched.writing(.content, of: id.eighth, &core.pointee.content) }
    }
    var owner: InodeID {
        @inline(__always) unsafeAddress {
            touched.reading(.space, of: id.index < Limits.groupBlocks ? 0 : 1, &core.pointee.owner)
        }
        @inline(__always) unsafeMutableAddress {
            touched.writing(.space, of: id.index < Limits.groupBlocks ? 0 : 1, &core.pointee.owner)
        }
    }
    var offset: Page {
        @inline(__always) unsafeAddress {
            touched.reading(.space, of: id.index < Limits.groupBlocks ? 0 : 1, &core.pointee.offset)
        }
        @inline(__always) unsafeMutableAddress {
            touched.writing(.space, of: id.index < Limits.groupBlocks ? 0 : 1, &core.pointee.offset)
        }
    }
}

/// The table of blocks.
struct BlockViews {
    private let table: Pool<BlockID, Block>
    private let touched: UnsafeMutablePointer<Touches>

    @inline(__always) init<let length: Int>(
        _ table: UnsafeMutablePointer<InlineArray<length, Block>>, _ touched: UnsafeMutablePointer<Touches>
    ) {
        self.table = Pool(table)
        self.touched = touched
    }

    subscript(id: BlockID) -> BlockView {
        @inline(__always) get { BlockView(table.address(id), touched, id) }
        @inline(__always) set {}
    }
}
