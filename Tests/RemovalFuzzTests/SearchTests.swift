import DAXModel
import Testing

@testable import RemovalFuzz

/// Edge counters are global to the process and other tests run meanwhile, so that nothing here may depend on which
/// features a search sees; the tests of the command line check determinism in processes of their own.
@Suite struct SearchTests {
    private static let design = Design.all.first { $0.name == "v10-without-drop" } ?? Design.all[0]

    @Test func `findings replay`() {
        let target = Target(Self.design)
        let search = Search(target: target, seed: 1)
        var events = SearchEvents()
        search.advance(executions: 60, into: &events)
        #expect(search.executions == 60 && search.steps > 60 && search.features > 0)
        #expect(!events.findings.isEmpty)
        let sights = events.findings.map { "\($0.signature) \($0.group)" }
        #expect(Set(sights).count == events.findings.count)
        var executor = Executor(target: target)
        for finding in events.findings {
            #expect(finding.executions >= 1 && finding.executions <= 60)
            #expect(throws: Never.self) { try finding.case.validate() }
            #expect(executor.run(finding.case).index(of: finding.signature, in: finding.group) != nil)
        }
        for interesting in events.interesting { #expect(throws: Never.self) { try interesting.validate() } }
    }

    @Test func `known signatures are counted and not reported`() throws {
        var events = SearchEvents()
        Search(target: Target(Self.design), seed: 1).advance(executions: 5, into: &events)
        let first = try #require(events.findings.first)
        let search = Search(target: Target(Self.design), seed: 1, isIgnored: { $0.signature == first.signature })
        search.offer(first.case)
        events.removeAll()
        search.advance(executions: 1, into: &events)
        #expect(!events.findings.contains { $0.signature == first.signature })
        #expect(search.repeats == 1)
    }

    @Test func `offered cases run first and are not passed on`() {
        let search = Search(target: Target(Self.design), seed: 1)
        let offered = Case(operations: [Operation(id: 1, task: 0, call: .mount)])
        search.offer(offered)
        var events = SearchEvents()
        search.advance(executions: 1, into: &events)
        #expect(search.poolCount == 1 && events.interesting.isEmpty)
    }

    @Test func `a rotation shares steps fairly`() {
        let rotation = SearchRotation(targets: Design.all.prefix(3).map { Target($0) }, seed: 5)
        var events = SearchEvents()
        for _ in 0..<30 { _ = rotation.advance(executions: 4, into: &events) }
        #expect(rotation.executions == 120)
        let steps = rotation.searches.map(\.steps)
        let mean = steps.reduce(0, +) / UInt64(steps.count)
        #expect(steps.allSatisfy { $0 > mean / 2 && $0 < mean * 2 }, "\(steps)")
    }
}
