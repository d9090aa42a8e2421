/// A thread group in place: reading or writing a field touches the object that it belongs to.
struct ProcessView {
    private let core: UnsafeMutablePointer<Process>
    private let touched: UnsafeMutablePointer<Touches>
    private let id: ProcessID

    @inline(__always) init(
        _ core: UnsafeMutablePointer<Process>, _ touched: UnsafeMutablePointer<Touches>, _ id: ProcessID
    ) {
        self.core = core
        self.touched = touched
        self.id = id
    }
}

extension ProcessView {
    var mmapLock: RWLock {
        @inline(__always) unsafeAddress { touched.reading(.mapLock, of: id.index, &core.pointee.mmapLock) }
        @inline(__always) unsafeMutableAddress { touched.writing(.mapLock, of: id.index, &core.pointee.mmapLock) }
    }
    var passed: Provenance {
        @inline(__always) unsafeAddress { touched.reading(.signals, of: id.index, &core.pointee.passed) }
        @inline(__always) unsafeMutableAddress { touched.writing(.signals, of: id.index, &core.pointee.passed) }
    }
    var alive: Bool {
        @inline(__always) unsafeAddress { touched.reading(.signals, of: id.index, &core.pointee.alive) }
        @inline(__always) unsafeMutableAddress { touched.writing(.signals, of: id.index, &core.pointee.alive) }
    }
    var leader: TaskID {
        @inline(__always) unsafeAddress { touched.reading(.signals, of: id.index, &core.pointee.leader) }
        @inline(__always) unsafeMutableAddress { touched.writing(.signals, of: id.index, &core.pointee.leader) }
    }
    var leaderExited: Bool {
        @inline(__always) unsafeAddress { touched.reading(.signals, of: id.index, &core.pointee.leaderExited) }
        @inline(__always) unsafeMutableAddress { touched.writing(.signals, of: id.index, &core.pointee.leaderExited) }
    }
    var threads: Int8 {
        @inline(__always) unsafeAddress { touched.reading(.signals, of: id.index, &core.pointee.threads) }
        @inline(__always) unsafeMutableAddress { touched.writing(.signals, of: id.index, &core.pointee.threads) }
    }
    var exiting: Bool {
        @inline(__always) unsafeAddress { touched.reading(.signals, of: id.index, &core.pointee.exiting) }
        @inline(__always) unsafeMutableAddress { touched.writing(.signals, of: id.index, &core.pointee.exiting) }
    }
    var sigbus: SigbusAction {
        @inline(__always) unsafeAddress { touched.reading(.signals, of: id.index, &core.pointee.sigbus) }
        @inline(__always) unsafeMutableAddress { touched.writing(.signals, of: id.index, &core.pointee.sigbus) }
    }
    var cwdInside: Bool {
        @inline(__always) unsafeAddress { touched.reading(.files, of: id.index, &core.pointee.cwdInside) }
        @inline(__always) unsafeMutableAddress { touched.writing(.files, of: id.index, &core.pointee.cwdInside) }
    }
    var signalledByRemoval: Bool {
        @inline(__always) unsafeAddress { touched.reading(.signals, of: id.index, &core.pointee.signalledByRemoval) }
        @inline(__always) unsafeMutableAddress {
            touched.writing(.signals, of: id.index, &core.pointee.signalledByRemoval)
        }
    }
    var hasMapped: Bool {
        @inline(__always) unsafeAddress { touched.reading(.signals, of: id.index, &core.pointee.hasMapped) }
        @inline(__always) unsafeMutableAddress { touched.writing(.signals, of: id.index, &core.pointee.hasMapped) }
    }
    var owed: Bool {
        @inline(__always) unsafeAddress { touched.reading(.signals, of: id.index, &core.pointee.owed) }
        @inline(__always) unsafeMutableAddress { touched.writing(.signals, of: id.index, &core.pointee.owed) }
    }

    /// All of it becomes another.
    mutating func replace(by other: Process) {
        touched.pointee.writes.insert(.mapLock, id.index)
        touched.pointee.writes.insert(.signals, id.index)
        touched.pointee.writes.insert(.files, id.index)
        core.pointee = other
    }
}

/// The table of thread groups.
struct ProcessViews {
    private let table: Pool<ProcessID, Process>
    private let touched: UnsafeMutablePointer<Touches>

    @inline(__always) init<let length: Int>(
        _ table: UnsafeMutablePointer<InlineArray<length, Process>>, _ touched: UnsafeMutablePointer<Touches>
    ) {
        self.table = Pool(table)
        self.touched = touched
    }

    subscript(id: ProcessID) -> ProcessView {
        @inline(__always) get { ProcessView(table.address(id), touched, id) }
        @inline(__always) set {}
    }
}
