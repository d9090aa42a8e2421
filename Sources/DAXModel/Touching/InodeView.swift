/// An inode in place: reading or writing a field touches the object that it belongs to.
struct InodeView {
    private let core: UnsafeMutablePointer<Inode>
    private let touched: UnsafeMutablePointer<Touches>
    private let id: InodeID

    @inline(__always) init(_ core: UnsafeMutablePointer<Inode>, _ touched: UnsafeMutablePointer<Touches>, _ id: InodeID)
    {
        self.core = core
        self.touched = touched
        self.id = id
    }
}

extension InodeView {
    var ioLock: RWLock {
        @inline(__always) unsafeAddress { touched.reading(.ioLock, of: id.index, &core.pointee.ioLock) }
        @inline(__always) unsafeMutableAddress { touched.writing(.ioLock, of: id.index, &core.pointee.ioLock) }
    }
    var mmapLock: RWLock {
        @inline(__always) unsafeAddress { touched.reading(.mmapLock, of: id.index, &core.pointee.mmapLock) }
        @inline(__always) unsafeMutableAddress { touched.writing(.mmapLock, of: id.index, &core.pointee.mmapLock) }
    }
    var iLock: RWLock {
        @inline(__always) unsafeAddress { touched.reading(.iLock, of: id.index, &core.pointee.iLock) }
        @inline(__always) unsafeMutableAddress { touched.writing(.iLock, of: id.index, &core.pointee.iLock) }
    }
    var pagesLockAt: Mark {
        @inline(__always) unsafeAddress { touched.reading(.pages, of: id.index, &core.pointee.pagesLockAt) }
        @inline(__always) unsafeMutableAddress { touched.writing(.pages, of: id.index, &core.pointee.pagesLockAt) }
    }
    var pagesLockLost: Bool {
        @inline(__always) unsafeAddress { touched.reading(.pages, of: id.index, &core.pointee.pagesLockLost) }
        @inline(__always) unsafeMutableAddress { touched.writing(.pages, of: id.index, &core.pointee.pagesLockLost) }
    }
    var dirtyPages: Bool {
        @inline(__always) unsafeAddress { touched.reading(.pages, of: id.index, &core.pointee.dirtyPages) }
        @inline(__always) unsafeMutableAddress { touched.writing(.pages, of: id.index, &core.pointee.dirtyPages) }
    }
    var size: Page {
        @inline(__always) unsafeAddress { touched.reading(.layout, of: id.index, &core.pointee.size) }
        @inline(__always) unsafeMutableAddress { touched.writing(.layout, of: id.index, &core.pointee.size) }
    }
    var generation: Int32 {
        @inline(__always) unsafeAddress { touched.reading(.life, of: id.index, &core.pointee.generation) }
        @inline(__always) unsafeMutableAddress { touched.writing(.life, of: id.index, &core.pointee.generation) }
    }
    var count: Int32 {
        @inline(__always) unsafeAddress { touched.reading(.life, of: id.index, &core.pointee.count) }
        @inline(__always) unsafeMutableAddress { touched.writing(.life, of: id.index, &core.pointee.count) }
    }
    var links: Int16 {
        @inline(__always) unsafeAddress { touched.reading(.life, of: id.index, &core.pointee.links) }
        @inline(__always) unsafeMutableAddress { touched.writing(.life, of: id.index, &core.pointee.links) }
    }
    var state: InodeState {
        @inline(__always) unsafeAddress { touched.reading(.life, of: id.index, &core.pointee.state) }
        @inline(__always) unsafeMutableAddress { touched.writing(.life, of: id.index, &core.pointee.state) }
    }
    var pinned: Bool {
        @inline(__always) unsafeAddress { touched.reading(.logItem, of: id.index, &core.pointee.pinned) }
        @inline(__always) unsafeMutableAddress { touched.writing(.logItem, of: id.index, &core.pointee.pinned) }
    }
    var timestampsPinned: Bool {
        @inline(__always) unsafeAddress { touched.reading(.logItem, of: id.index, &core.pointee.timestampsPinned) }
        @inline(__always) unsafeMutableAddress {
            touched.writing(.logItem, of: id.index, &core.pointee.timestampsPinned)
        }
    }

    /// The pages below `i_size`.
    var pages: Pages { Pages(Page(0), upTo: size) }

    /// All of it becomes another.
    mutating func replace(by other: Inode) {
        touched.pointee.writes.insert(.life, id.index)
        touched.pointee.writes.insert(.logItem, id.index)
        touched.pointee.writes.insert(.layout, id.index)
        touched.pointee.writes.insert(.ioLock, id.index)
        touched.pointee.writes.insert(.mmapLock, id.index)
        touched.pointee.writes.insert(.iLock, id.index)
        touched.pointee.writes.insert(.pages, id.index)
        core.pointee = other
    }
}

/// The table of inodes.
struct InodeViews {
    private let table: Pool<InodeID, Inode>
    private let touched: UnsafeMutablePointer<Touches>

    @inline(__always) init<let length: Int>(
        _ table: UnsafeMutablePointer<InlineArray<length, Inode>>, _ touched: UnsafeMutablePointer<Touches>
    ) {
        self.table = Pool(table)
        self.touched = touched
    }

    subscript(id: InodeID) -> InodeView {
        @inline(__always) get { InodeView(table.address(id), touched, id) }
        @inline(__always) set {}
    }
}
