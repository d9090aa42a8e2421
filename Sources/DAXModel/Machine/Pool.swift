/// Fixed-capacity storage of plain values inside the machine's one allocation.
///
/// A pool does not own its memory: the machine does, so that copying, comparing and resetting a machine are
/// single block operations. Indices are checked in debug and release builds alike.
struct Pool<Element: BitwiseCopyable>: BitwiseCopyable {
    private let base: UnsafeMutablePointer<Element>
    let count: Int

    /// Carves `count` elements out of `slab` and fills them with `value`.
    init(_ count: Int, of value: Element, in slab: inout Slab) {
        base = slab.take(count, of: Element.self)
        base.initialize(repeating: value, count: count)
        self.count = count
    }

    /// Addressors rather than a getter: reading one field must not copy its whole element.
    subscript(index: Int) -> Element {
        @inline(__always) unsafeAddress {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return UnsafePointer(base + index)
        }
        @inline(__always) nonmutating unsafeMutableAddress {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return base + index
        }
    }

    /// The address of an element, for callers that touch several of its fields in a row.
    @inline(__always) func pointer(_ index: Int) -> UnsafeMutablePointer<Element> {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        return base + index
    }

    /// Sets every element to `value`.
    func fill(_ value: Element) {
        for index in 0..<count { base[index] = value }
    }
}

/// The single allocation behind a machine. Zeroed when made, so that padding never differs between two machines.
///
/// A slab is a plain value that lies in its own memory: whoever made it deallocates it, once.
struct Slab: BitwiseCopyable {
    let base: UnsafeMutableRawPointer
    let capacity: Int
    private(set) var used = 0
    /// What lies below `resettable` as it was when `seal` was called.
    private var pristine: UnsafeMutableRawPointer?
    private var resettable = 0

    init(capacity: Int) {
        self.capacity = capacity
        base = .allocate(byteCount: capacity, alignment: 64)
        base.initializeMemory(as: UInt8.self, repeating: 0, count: capacity)
    }

    func deallocate() {
        pristine?.deallocate()
        base.deallocate()
    }

    /// What was taken before this call is put back by `restore`, what is taken after it is not.
    mutating func markResettable() { resettable = used }

    /// Remembers the resettable part as the initial state.
    mutating func seal() {
        precondition(pristine == nil)
        let copy = UnsafeMutableRawPointer.allocate(byteCount: resettable, alignment: 64)
        copy.copyMemory(from: base, byteCount: resettable)
        pristine = copy
    }

    /// Puts back the initial state with one block copy.
    func restore() { base.copyMemory(from: pristine!, byteCount: resettable) }

    /// The next `count` elements, cache-line aligned.
    mutating func take<Element>(_ count: Int, of type: Element.Type) -> UnsafeMutablePointer<Element> {
        let bytes = (count * MemoryLayout<Element>.stride + 63) & ~63
        precondition(used + bytes <= capacity, "the machine's slab is too small for its limits")
        defer { used += bytes }
        return (base + used).bindMemory(to: Element.self, capacity: count)
    }
}
