/// A view of a table whose elements are shared objects: to reach one is to touch it.
struct TouchingTable<ID: Handle, Element: BitwiseCopyable> {
    private let table: Pool<ID, Element>
    private let touched: UnsafeMutablePointer<Touches>
    private let kind: SharedObject.Kind
    private let shift: Int
    private let mask: Int
    private let foldsEighths: Bool

    /// - Parameters:
    ///   - shift: so many low bits of an index do not tell objects apart.
    ///   - mask: of what is left, these bits do.
    ///   - foldsEighths: what tells them apart is the `eighth` of a block.
    @inline(__always) init(
        _ table: Pool<ID, Element>, _ touched: UnsafeMutablePointer<Touches>, _ kind: SharedObject.Kind,
        shift: Int = 0, mask: Int = -1, foldsEighths: Bool = false
    ) {
        self.table = table
        self.touched = touched
        self.kind = kind
        self.shift = shift
        self.mask = mask
        self.foldsEighths = foldsEighths
    }

    @inline(__always) private func number(_ id: ID) -> Int {
        foldsEighths ? BlockID(id.index).eighth : (id.index &>> shift) & mask
    }

    var count: Int { table.count }

    subscript(id: ID) -> Element {
        @inline(__always) unsafeAddress {
            touched.pointee.reads.insert(kind, number(id))
            return UnsafePointer(table.address(id))
        }
        @inline(__always) unsafeMutableAddress {
            touched.pointee.writes.insert(kind, number(id))
            return table.address(id)
        }
    }

    /// The address of an element, for callers that change several of its fields in a row.
    @inline(__always) mutating func pointer(_ id: ID) -> UnsafeMutablePointer<Element> {
        touched.pointee.writes.insert(kind, number(id))
        return table.address(id)
    }

    /// Sets every element to `value`.
    mutating func fill(_ value: Element) {
        touched.pointee.writes.insertAll(kind)
        var all = table
        all.fill(value)
    }
}

/// A view of the page tables: their entries belong to the address space of their area.
struct PageTables {
    private let table: Pool<PteID, PageTableEntry>
    private let areas: Pool<AreaID, VirtualArea>
    private let touched: UnsafeMutablePointer<Touches>

    @inline(__always) init(
        _ table: Pool<PteID, PageTableEntry>, of areas: Pool<AreaID, VirtualArea>,
        _ touched: UnsafeMutablePointer<Touches>
    ) {
        self.table = table
        self.areas = areas
        self.touched = touched
    }

    @inline(__always) private func process(_ pte: PteID) -> Int {
        areas[AreaID(pte.index / Limits.filePages)].process.index
    }

    subscript(pte: PteID) -> PageTableEntry {
        @inline(__always) unsafeAddress {
            touched.pointee.reads.insert(.areas, process(pte))
            return UnsafePointer(table.address(pte))
        }
        @inline(__always) unsafeMutableAddress {
            touched.pointee.writes.insert(.areas, process(pte))
            return table.address(pte)
        }
    }

    @inline(__always) mutating func pointer(_ pte: PteID) -> UnsafeMutablePointer<PageTableEntry> {
        touched.pointee.writes.insert(.areas, process(pte))
        return table.address(pte)
    }
}

extension UnsafeMutablePointer<Touches> {
    /// The address of a value that is about to be read, and is part of this object.
    @inline(__always) func reading<Value>(
        _ kind: SharedObject.Kind, of number: Int = 0, _ value: UnsafeMutablePointer<Value>
    ) -> UnsafePointer<Value> {
        pointee.reads.insert(kind, number)
        return UnsafePointer(value)
    }

    /// The address of a value that is about to be written, and is part of this object.
    @inline(__always) func writing<Value>(
        _ kind: SharedObject.Kind, of number: Int = 0, _ value: UnsafeMutablePointer<Value>
    ) -> UnsafeMutablePointer<Value> {
        pointee.writes.insert(kind, number)
        return value
    }

    /// The same where all objects of the kind are looked at.
    @inline(__always) func readingAll<Value>(
        _ kind: SharedObject.Kind, _ value: UnsafeMutablePointer<Value>
    ) -> UnsafePointer<Value> {
        pointee.reads.insertAll(kind)
        return UnsafePointer(value)
    }

    /// The address of a value whose writers note themselves what they touch.
    @inline(__always) func passing<Value>(_ value: UnsafeMutablePointer<Value>) -> UnsafeMutablePointer<Value> { value }
}
