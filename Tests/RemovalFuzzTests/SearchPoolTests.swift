import DAXModel
import Testing

@testable import RemovalFuzz

@Suite struct SearchPoolTests {
    private func sample(_ number: Int) -> Case {
        Case(operations: [Operation(id: UInt16(number + 1), task: 0, call: .mount)])
    }

    @Test func `picks follow the energy`() {
        var pool = SearchPool()
        pool.add(sample(0), features: [1])
        pool.add(sample(1), features: [2])
        pool.refresh { $0 == 1 ? 1 : 1 << 20 }
        #expect(pool.energy(of: 0) > 100 * pool.energy(of: 1))
        var random = Random(seed: 1)
        var counts = [0, 0]
        for _ in 0..<1000 { counts[pool.pick(&random)] += 1 }
        #expect(counts[0] > 950)
    }

    @Test func `picks that lead nowhere wear an entry down, a reward undoes it`() {
        var pool = SearchPool()
        pool.add(sample(0), features: [1])
        pool.refresh { _ in 1 }
        let fresh = pool.energy(of: 0)
        var random = Random(seed: 1)
        for _ in 0..<64 { _ = pool.pick(&random) }
        pool.refresh { _ in 1 }
        #expect(pool.energy(of: 0) < fresh)
        pool.reward(0)
        pool.refresh { _ in 1 }
        #expect(pool.energy(of: 0) == fresh)
    }

    @Test func `a full pool loses its weakest`() {
        var pool = SearchPool(limit: 3)
        for number in 0..<3 { pool.add(sample(number), features: [UInt32(number)]) }
        pool.refresh { $0 == 1 ? 1 << 20 : 1 }
        pool.add(sample(3), features: [9])
        #expect(pool.count == 3)
        #expect(pool[1] == sample(3) && pool[0] == sample(0) && pool[2] == sample(2))
    }

    @Test func `every entry can be picked`() {
        var pool = SearchPool(limit: 50)
        for number in 0..<70 { pool.add(sample(number), features: [UInt32(number)]) }
        pool.refresh { _ in .max / 2 }
        var random = Random(seed: 7)
        var seen = Set<Int>()
        for _ in 0..<5000 { seen.insert(pool.pick(&random)) }
        #expect(seen.count == 50)
    }

    @Test func `the same calls give the same picks`() {
        func picks() -> [Int] {
            var pool = SearchPool(limit: 20)
            var random = Random(seed: 3)
            var result: [Int] = []
            for number in 0..<200 {
                pool.add(sample(number), features: [UInt32(number % 17), UInt32(number % 5)])
                result.append(pool.pick(&random))
                if number % 10 == 0 { pool.refresh { UInt64($0) * 3 } }
            }
            return result
        }
        #expect(picks() == picks())
    }
}
