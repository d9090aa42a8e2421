import CSanitizerCoverage
import DAXModel

/// What a search has seen so far: compiler edge counters of the model in buckets of hit counts, and the model's own
/// features. Counters are global to the process, so one search at a time can collect.
public struct CoverageMap: ~Copyable {
    /// Hit counts are told apart in these many classes: 1, 2, 3, 4-7, 8-15, 16-31, 32-127, 128 and more.
    private static var buckets: Int { 8 }

    private let hits: UnsafeMutablePointer<UInt32>
    private let list: UnsafeMutablePointer<UInt32>
    private let lastSeen: UnsafeMutablePointer<UInt32>
    private let own: UnsafeMutablePointer<UInt16>
    private let bucketOf: UnsafeMutablePointer<UInt8>
    private let edges: Int
    /// Feature identities lie below this number.
    public let capacity: Int
    /// Features seen at least once.
    public private(set) var count = 0
    /// Features of the execution collected last.
    public private(set) var current = 0

    public init() {
        var edges = 0
        for region in 0..<removalfuzz_coverage_region_count() { edges += removalfuzz_coverage_region_size(region) }
        self.edges = edges
        capacity = edges * CoverageMap.buckets + FeatureSink.capacity
        hits = CoverageMap.zeroed(capacity)
        list = CoverageMap.zeroed(edges + FeatureSink.capacity)
        lastSeen = CoverageMap.zeroed(FeatureSink.capacity)
        own = CoverageMap.zeroed(FeatureSink.capacity)
        bucketOf = CoverageMap.zeroed(256)
        for value in 1..<256 { bucketOf[value] = CoverageMap.bucket(value) }
        discard()
    }

    deinit {
        hits.deallocate()
        list.deallocate()
        lastSeen.deallocate()
        own.deallocate()
        bucketOf.deallocate()
    }

    /// Tables for an executor's own features; valid as long as this map.
    public var sink: FeatureSink { FeatureSink(lastSeen: lastSeen, list: own) }

    /// Clears the counters without looking at them: what others executed does not count.
    public func discard() {
        for region in 0..<removalfuzz_coverage_region_count() {
            removalfuzz_coverage_region_start(region).update(
                repeating: 0, count: removalfuzz_coverage_region_size(region))
        }
    }

    /// Takes the features of the execution that has just ended and clears the counters.
    /// - Returns: how many of them had never been seen.
    public mutating func collect(_ features: FeatureSink) -> Int {
        current = 0
        var fresh = 0
        var base = 0
        for region in 0..<removalfuzz_coverage_region_count() {
            let size = removalfuzz_coverage_region_size(region)
            fresh += collectEdges(removalfuzz_coverage_region_start(region), size, base)
            base += size
        }
        for index in 0..<features.count {
            fresh += hit(edges * CoverageMap.buckets + features[index])
        }
        count += fresh
        return fresh
    }

    /// How many executions had the feature listed as `index`-th of the last execution, and which it is.
    public subscript(index: Int) -> (feature: Int, hits: Int) {
        precondition(index < current)
        return (Int(list[index]), Int(hits[Int(list[index])]))
    }

    /// How many executions had a feature.
    public func hitCount(_ feature: Int) -> Int {
        precondition(feature < capacity)
        return Int(hits[feature])
    }

    private mutating func collectEdges(_ start: UnsafeMutablePointer<UInt8>, _ size: Int, _ base: Int) -> Int {
        var fresh = 0
        var index = 0
        // Eight counters at a time: most are zero.
        while index + 8 <= size {
            let word = UnsafeRawPointer(start + index).loadUnaligned(as: UInt64.self)
            if word != 0 {
                for offset in index..<index + 8 where start[offset] != 0 {
                    fresh += hit((base + offset) * CoverageMap.buckets + Int(bucketOf[Int(start[offset])]))
                }
                UnsafeMutableRawPointer(start + index).storeBytes(of: 0, as: UInt64.self)
            }
            index += 8
        }
        while index < size {
            if start[index] != 0 {
                fresh += hit((base + index) * CoverageMap.buckets + Int(bucketOf[Int(start[index])]))
                start[index] = 0
            }
            index += 1
        }
        return fresh
    }

    @inline(__always) private mutating func hit(_ feature: Int) -> Int {
        list[current] = UInt32(feature)
        current += 1
        let before = hits[feature]
        if before < .max { hits[feature] = before + 1 }
        return before == 0 ? 1 : 0
    }

    private static func zeroed<T: FixedWidthInteger>(_ count: Int) -> UnsafeMutablePointer<T> {
        let memory = UnsafeMutablePointer<T>.allocate(capacity: max(1, count))
        memory.initialize(repeating: 0, count: max(1, count))
        return memory
    }

    private static func bucket(_ hits: Int) -> UInt8 {
        switch hits {
        case 1: 0
        case 2: 1
        case 3: 2
        case 4..<8: 3
        case 8..<16: 4
        case 16..<32: 5
        case 32..<128: 6
        default: 7
        }
    }
}
