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
    /// Features that the execution collected last was the first to show.
    public private(set) var fresh = 0

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
        fresh = 0
        var base = 0
        for region in 0..<removalfuzz_coverage_region_count() {
            let size = removalfuzz_coverage_region_size(region)
            collectEdges(removalfuzz_coverage_region_start(region), size, base)
            base += size
        }
        for index in 0..<features.count { hit(edges * CoverageMap.buckets + features[index]) }
        count += fresh
        return fresh
    }

    /// One of the features that the execution collected last was the first to show, in the order of their numbers.
    public func freshFeature(_ index: Int) -> Int {
        precondition(index < fresh)
        return Int(list[index])
    }

    /// How many executions had a feature.
    public func hitCount(_ feature: Int) -> Int {
        precondition(feature < capacity)
        return Int(hits[feature])
    }

    private mutating func collectEdges(_ start: UnsafeMutablePointer<UInt8>, _ size: Int, _ base: Int) {
        let counters = UnsafeMutableRawPointer(start)
        // Locals, so that they stay in registers while the tables are written.
        var tally = Tally(hits: hits, list: list, bucketOf: bucketOf, fresh: fresh)
        defer { fresh = tally.fresh }
        var index = 0
        // Sixty-four counters at a time: of most none was hit.
        while index &+ 64 <= size {
            let all = counters.loadUnaligned(fromByteOffset: index, as: SIMD8<UInt64>.self)
            let half = all.lowHalf | all.highHalf
            let quarter = half.lowHalf | half.highHalf
            if quarter.x | quarter.y != 0 {
                for word in stride(from: index, to: index &+ 64, by: 8) { tally.take(counters, word, base) }
            }
            index &+= 64
        }
        while index &+ 8 <= size {
            tally.take(counters, index, base)
            index &+= 8
        }
        while index < size {
            if start[index] != 0 {
                tally.hit(hits + ((base &+ index) &* CoverageMap.buckets &+ Int(bucketOf[Int(start[index])])))
            }
            start[index] = 0
            index &+= 1
        }
    }

    private mutating func hit(_ feature: Int) {
        var tally = Tally(hits: hits, list: list, bucketOf: bucketOf, fresh: fresh)
        tally.hit(hits + feature)
        fresh = tally.fresh
    }

    /// The tables while they are filled.
    private struct Tally {
        let hits: UnsafeMutablePointer<UInt32>
        let list: UnsafeMutablePointer<UInt32>
        let bucketOf: UnsafeMutablePointer<UInt8>
        var fresh: Int

        /// The eight counters at an offset. Where one was hit, most of its neighbours were.
        @inline(__always) mutating func take(_ counters: UnsafeMutableRawPointer, _ offset: Int, _ base: Int) {
            let word = counters.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard word != 0 else { return }
            let bytes = counters.advanced(by: offset).assumingMemoryBound(to: UInt8.self)
            let features = hits + (base &+ offset) &* CoverageMap.buckets
            for index in 0..<8 where bytes[index] != 0 {
                hit(features + (index &* CoverageMap.buckets &+ Int(bucketOf[Int(bytes[index])])))
            }
            counters.storeBytes(of: 0, toByteOffset: offset, as: UInt64.self)
        }

        /// The count wraps after four thousand million executions; a feature then counts as fresh once more.
        @inline(__always) mutating func hit(_ feature: UnsafeMutablePointer<UInt32>) {
            feature.pointee &+= 1
            guard feature.pointee == 1 else { return }
            list[fresh] = UInt32(truncatingIfNeeded: feature - hits)
            fresh &+= 1
        }
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
