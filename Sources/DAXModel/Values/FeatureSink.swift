/// Where the model's own coverage features go: a caller-owned table, or nowhere.
///
/// A feature is an index below `capacity`. The table remembers in which execution each was last seen, so that nothing
/// has to be cleared between executions; those seen in the current one are listed in order of their first occurrence.
public struct FeatureSink: BitwiseCopyable {
    /// Features that are told apart.
    public static var capacity: Int { 1 << 14 }

    private var lastSeen: UnsafeMutablePointer<UInt32>?
    private var list: UnsafeMutablePointer<UInt16>?
    private var epoch: UInt32 = 0
    /// Features of the current execution.
    public private(set) var count = 0

    /// A sink that drops everything.
    public init() {}

    /// A sink into caller-owned memory, `capacity` elements each, that must outlive its use.
    /// - Parameters:
    ///   - lastSeen: zeroed before first use.
    ///   - list: holds the features of the current execution.
    public init(lastSeen: UnsafeMutablePointer<UInt32>, list: UnsafeMutablePointer<UInt16>) {
        self.lastSeen = lastSeen
        self.list = list
    }

    /// Begins a new execution.
    public mutating func begin() {
        epoch &+= 1
        count = 0
    }

    /// Notes a feature by its hash.
    @inline(__always) mutating func note(_ hash: UInt64) {
        guard let lastSeen, let list else { return }
        let index = Int((hash ^ (hash >> 29)) & UInt64(FeatureSink.capacity - 1))
        guard lastSeen[index] != epoch else { return }
        lastSeen[index] = epoch
        list[count] = UInt16(index)
        count += 1
    }

    /// The feature noted as the `index`-th of the current execution.
    public subscript(index: Int) -> Int {
        precondition(index < count)
        return Int(list![index])
    }
}
