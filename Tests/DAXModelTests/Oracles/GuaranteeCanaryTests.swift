import DAXModel
import RemovalFuzz
import Testing

/// What the reference design guarantees it needs: without a guarantee the search has to find what is wrong.
///
/// docs/guarantees.md has all of them; here are those that are found soon. Each search runs in a process of its own, as
/// those of `CanaryTests` do.
@Suite(.timeLimit(.minutes(10))) struct GuaranteeCanaryTests {
    /// Guarantees that are taken away, and the finding that must come of it within so many executions.
    struct Canary: Codable, Sendable, CustomTestStringConvertible {
        var names: [String]
        /// The beginning of its signature.
        var prefix: String
        /// About ten times what the slowest of ten seeds needed: edges of the build guide the search, so that any change
        /// of the code draws these numbers anew. What is not missed at all is not found in ten times as many either.
        var bound: UInt64

        init(_ guarantees: Guarantee..., finds prefix: String, within bound: UInt64) {
            names = guarantees.map(\.name)
            self.prefix = prefix
            self.bound = bound
        }

        var testDescription: String { "without \(names.joined(separator: ", ")): \(prefix)" }

        /// Executions until it is found, or nil when the bound is reached.
        func executions(seed: UInt64) -> UInt64? {
            let removed = GuaranteeSet(names.compactMap { Guarantee.named($0) })
            let search = Search(target: Target(Design.named("reference")!, without: removed), seed: seed)
            var events = SearchEvents()
            while search.executions < bound {
                search.advance(executions: 1, into: &events)
                if events.findings.contains(where: { $0.signature.hasPrefix(prefix) }) { return search.executions }
                events.removeAll()
            }
            return nil
        }
    }

    static let canaries = [
        Canary(.superBlockHeld, finds: "access/super-block/", within: 20_000),
        Canary(.walksInodes, finds: "stale-reference/dax-entry/", within: 1650),
        Canary(.walksInodes, .rangeClamped, finds: "access/perag/", within: 100),
        Canary(.killsAllMappers, finds: "signal-owed/thread-group/", within: 2100),
        Canary(.killListCannotFail, finds: "signal-owed/thread-group/", within: 17_500),
        Canary(.invalidatesRecords, finds: "stale-reference/dax-entry/", within: 600),
        Canary(.deletesDirtyEntries, finds: "stale-reference/dax-entry/", within: 15_000),
        Canary(.thawsUserFreeze, finds: "freeze-state/super-block/", within: 1650),
    ]

    @Test(.timeLimit(.minutes(5)), arguments: canaries) func searchMissesIt(canary: Canary) async {
        await #expect(processExitsWith: .success) { [canary = canary as Canary] in
            for seed in 1...2 as ClosedRange<UInt64> {
                #expect(canary.executions(seed: seed) != nil, "\(canary.testDescription), seed \(seed)")
            }
        }
    }
}
