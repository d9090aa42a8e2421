import Testing

@testable import RemovalFuzz

/// A seed that somebody wrote down in a mail has to mean the same run next year.
@Suite struct RandomTests {
    /// The published generator, xoshiro256** seeded through SplitMix64, gives these for the seed 0.
    @Test func `is the generator that it says it is`() {
        var random = Random(seed: 0)
        let drawn = (0..<4).map { _ in random.next() }
        #expect(
            drawn == [0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A, 0x1A5F_849D_4933_E6E0, 0x6AA5_94F1_262D_2D2C])
    }

    @Test func `numbers stay below their bound and reach every value`() {
        var random = Random(seed: 1)
        var seen = Set<Int>()
        for _ in 0..<1000 { seen.insert(random.below(7)) }
        #expect(seen == Set(0..<7))
    }
}
