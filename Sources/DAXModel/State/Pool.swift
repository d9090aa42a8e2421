/// A view of one table of a machine's state: where it lies and how long it is.
///
/// The state itself is a plain value and holds no pool; a pool is made where it is used, and place and length are then
/// constants of the build. Indices are checked in debug and release builds alike.
struct Pool<ID: Handle, Element: BitwiseCopyable> {
    private let base: UnsafeMutablePointer<Element>
    let count: Int

    /// A view of a table that lies where it is for as long as the view is used: in a machine's memory.
    @inline(__always) init<let length: Int>(_ table: UnsafeMutablePointer<InlineArray<length, Element>>) {
        base = UnsafeMutableRawPointer(table).assumingMemoryBound(to: Element.self)
        count = length
    }

    /// Addressors rather than a getter: reading one field must not copy its whole element.
    subscript(id: ID) -> Element {
        @inline(__always) unsafeAddress { UnsafePointer(base + checked(id.index)) }
        @inline(__always) unsafeMutableAddress { base + checked(id.index) }
    }

    /// The address of an element, for other views of the same table.
    @inline(__always) func address(_ id: ID) -> UnsafeMutablePointer<Element> { base + checked(id.index) }

    @inline(__always) private func checked(_ index: Int) -> Int {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        return index
    }

    /// The address of an element, for callers that touch several of its fields in a row.
    @inline(__always) mutating func pointer(_ id: ID) -> UnsafeMutablePointer<Element> { base + checked(id.index) }

    /// Sets every element to `value`.
    mutating func fill(_ value: Element) {
        for index in 0..<count { base[index] = value }
    }
}
