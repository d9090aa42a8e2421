import Testing

@testable import RemovalFuzz

@Suite struct CaseSuggestionTests {
    @Test func distances() {
        #expect(Suggestion.distance("", "") == 0)
        #expect(Suggestion.distance("abc", "") == 3)
        #expect(Suggestion.distance("mmpa", "mmap") == 1)
        #expect(Suggestion.distance("kitten", "sitting") == 3)
        #expect(Suggestion.distance("unbind", "bind") == 2)
    }

    @Test func nearestIsDeterministicAndNearEnough() {
        let words = ["merged", "reference", "seed-proposal", "v10", "v11"]
        #expect(Suggestion.nearest(to: "mergd", among: words) == "merged")
        #expect(Suggestion.nearest(to: "Refrence", among: words) == "reference")
        #expect(Suggestion.nearest(to: "v1", among: words) == "v10")
        #expect(Suggestion.nearest(to: "xyz", among: words) == nil)
        #expect(Suggestion.nearest(to: "x", among: ["y"]) == nil)
        #expect(Suggestion.nearest(to: "", among: words) == nil)
        #expect(Suggestion.nearest(to: "merged", among: []) == nil)
        #expect(Suggestion.nearest(to: String(repeating: "v", count: 100_000), among: words) == nil)
    }

    @Test func distanceIsSymmetric() {
        for seed in 0..<200 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            let letters = Array("abc")
            let a = String((0..<random.below(7)).map { _ in random.pick(letters) })
            let b = String((0..<random.below(7)).map { _ in random.pick(letters) })
            #expect(Suggestion.distance(a, b) == Suggestion.distance(b, a), "seed \(seed)")
            #expect((Suggestion.distance(a, b) == 0) == (a == b), "seed \(seed)")
        }
    }
}
