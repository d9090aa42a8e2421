/// A set of shared objects: three words, made and joined without allocating.
public struct ObjectSet: BitwiseCopyable, Hashable, Sendable {
    private var ofInodes: UInt64 = 0
    private var ofProcessesAndSpace: UInt64 = 0
    private var others: UInt64 = 0

    public init() {}

    public init(_ objects: SharedObject...) {
        for object in objects { insert(object.kind, object.number) }
    }

    public var isEmpty: Bool { self == ObjectSet() }

    /// Some object is in both.
    @inline(__always) public func intersects(_ other: ObjectSet) -> Bool {
        (ofInodes & other.ofInodes) | (ofProcessesAndSpace & other.ofProcessesAndSpace) | (others & other.others) != 0
    }

    @inline(__always) public func union(_ other: ObjectSet) -> ObjectSet {
        var both = self
        both.ofInodes |= other.ofInodes
        both.ofProcessesAndSpace |= other.ofProcessesAndSpace
        both.others |= other.others
        return both
    }

    public func contains(_ object: SharedObject) -> Bool { intersects(ObjectSet(object)) }

    /// Its objects, in the order of the kinds. For texts.
    public var members: [SharedObject] {
        SharedObject.Kind.allCases.flatMap { kind in
            (0..<kind.count).map { SharedObject(kind, $0) }.filter(contains)
        }
    }

    @inline(__always) mutating func insert(_ kind: SharedObject.Kind, _ number: Int = 0) {
        let first = kind.firstBit
        let bit = 1 &<< UInt64(truncatingIfNeeded: (first & 63) &+ number)
        switch first >> 6 {
        case 0: ofInodes |= bit
        case 1: ofProcessesAndSpace |= bit
        default: others |= bit
        }
    }

    /// All objects of a kind.
    @inline(__always) mutating func insertAll(_ kind: SharedObject.Kind) {
        let bits = (1 &<< UInt64(kind.count)) &- 1
        let first = kind.firstBit
        switch first >> 6 {
        case 0: ofInodes |= bits &<< UInt64(first & 63)
        case 1: ofProcessesAndSpace |= bits &<< UInt64(first & 63)
        default: others |= bits &<< UInt64(first & 63)
        }
    }
}

/// What one step has touched.
public struct Touches: BitwiseCopyable, Hashable, Sendable {
    /// What it has looked at; what it has only changed may be missing.
    public internal(set) var reads = ObjectSet()
    /// What it has changed, or taken in order to change it.
    public internal(set) var writes = ObjectSet()

    /// The order of the two steps can make a difference: one writes what the other reads or writes.
    @inline(__always) public func conflicts(with other: Touches) -> Bool {
        writes.intersects(other.writes.union(other.reads)) || reads.intersects(other.writes)
    }
}
