import DAXModel
import Testing

@testable import RemovalFuzz

/// Edge counters are global to the process and other tests run meanwhile: only what does not depend on them is tested
/// here, by features of the model's own kind, which go to tables of each map's own.
@Suite struct CoverageMapTests {
    private static let subject = Case(operations: [
        Operation(id: 1, task: 0, call: .mount), Operation(id: 2, task: 0, call: .unbind),
    ])

    @Test func `a feature is fresh once`() {
        var coverage = CoverageMap()
        var executor = Executor(target: Target(Design.all[0]))
        executor.setFeatures(coverage.sink)
        _ = executor.run(Self.subject)
        let own = executor.features
        #expect(own.count > 0)
        let fresh = coverage.collect(own)
        #expect(fresh >= own.count && coverage.fresh == fresh && coverage.count == fresh)
        let first = (0..<fresh).map { coverage.freshFeature($0) }
        #expect(Set(first).count == fresh && first.allSatisfy { $0 < coverage.capacity })

        _ = executor.run(Self.subject)
        #expect(executor.features.count == own.count)
        _ = coverage.collect(executor.features)
        let second = (0..<coverage.fresh).map { coverage.freshFeature($0) }
        #expect(Set(second).isDisjoint(with: first), "a feature was new twice")
        for feature in first.suffix(own.count) { #expect(coverage.hitCount(feature) == 2) }
    }

    @Test func `an executor without tables has no features`() {
        var executor = Executor(target: Target(Design.all[0]))
        _ = executor.run(Self.subject)
        #expect(executor.features.count == 0)
    }
}
