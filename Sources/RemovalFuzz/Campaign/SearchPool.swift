/// The cases that a search builds on, each with an energy: its share of the picks.
///
/// An entry remembers a few features that it was the first to show. The rarer these have stayed, the more energy it
/// has; picks that lead to nothing wear it down. The pool is bounded: a new entry takes the place of the weakest.
/// Everything is a function of the calls and of the caller's random numbers.
public struct SearchPool: Sendable {
    /// Most entries.
    public static var capacity: Int { 4096 }
    /// Features that an entry is judged by.
    static var featuresPerEntry: Int { 8 }
    private static var freshEnergy: UInt64 { 1 << 12 }

    private struct Entry: Sendable {
        var `case`: Case
        var features: [UInt32]
        var picks: UInt64 = 0
    }

    private var entries: [Entry] = []
    private var energies: [UInt64] = []
    /// The sum of the energies up to and including each entry.
    private var sums: [UInt64] = []
    private let limit: Int

    /// An empty pool of at most `limit` entries.
    public init(limit: Int = SearchPool.capacity) {
        precondition(limit > 0)
        self.limit = limit
    }

    /// The number of entries.
    public var count: Int { entries.count }
    public var isEmpty: Bool { entries.isEmpty }

    /// The case of one entry.
    public subscript(index: Int) -> Case { entries[index].case }

    /// The share of the picks that one entry has, against those of the others.
    public func energy(of index: Int) -> UInt64 { energies[index] }

    /// Adds a case that showed `features` first. A full pool loses its weakest entry, the oldest of several.
    /// - Complexity: constant, and O(`count`) once the pool is full.
    public mutating func add(_ case: Case, features: some Collection<UInt32>) {
        let entry = Entry(case: `case`, features: Array(features.prefix(SearchPool.featuresPerEntry)))
        let energy = SearchPool.freshEnergy * UInt64(max(1, entry.features.count))
        if entries.count < limit {
            entries.append(entry)
            energies.append(energy)
            sums.append((sums.last ?? 0) + energy)
        } else {
            let weakest = energies.indices.min { energies[$0] < energies[$1] } ?? 0
            entries[weakest] = entry
            energies[weakest] = energy
            sumUp(from: weakest)
        }
    }

    /// Picks an entry, by energy.
    /// - Precondition: the pool is not empty.
    /// - Complexity: O(log `count`).
    public mutating func pick(_ random: inout Random) -> Int {
        let point = UInt64(random.below(Int(sums[sums.count - 1])))
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > point { high = middle } else { low = middle + 1 }
        }
        entries[low].picks += 1
        return low
    }

    /// Tells the pool that a descendant of an entry was worth keeping: its earlier picks no longer count against it.
    public mutating func reward(_ index: Int) { entries[index].picks = 0 }

    /// Weighs all entries anew.
    /// - Parameter hits: In how many executions a feature was seen.
    /// - Complexity: O(`count`).
    public mutating func refresh(hits: (UInt32) -> UInt64) {
        for index in entries.indices {
            var energy: UInt64 = 0
            for feature in entries[index].features { energy += (SearchPool.freshEnergy << 8) / (255 + hits(feature)) }
            energies[index] = max(1, energy / (1 + entries[index].picks / 16))
        }
        sumUp(from: 0)
    }

    private mutating func sumUp(from first: Int) {
        var sum = first == 0 ? 0 : sums[first - 1]
        for index in first..<energies.count {
            sum += energies[index]
            sums[index] = sum
        }
    }
}
