import DAXModel
import RemovalFuzz
import Testing

/// The net as a whole: with one step of the clean reference design done wrong, the search has to find what is wrong.
///
/// Each search runs in a process of its own. Coverage counters are global to a process, and other tests run meanwhile;
/// alone, a search is a function of the build and the seed.
@Suite(.timeLimit(.minutes(10))) struct CanaryTests {
    /// One step done wrong, and the finding that must come of it within so many executions.
    struct Canary: Codable, Sendable, CustomTestStringConvertible {
        var step: UInt8
        /// The beginning of its signature.
        var prefix: String
        /// About twice what the slowest of ten seeds needed.
        var bound: UInt64

        init(_ step: FaultyStep, _ prefix: String, within bound: UInt64) {
            self.step = step.rawValue
            self.prefix = prefix
            self.bound = bound
        }

        var testDescription: String { "\(FaultyStep(rawValue: step)!): \(prefix)" }

        /// Executions until it is found, or nil when the bound is reached.
        func executions(seed: UInt64) -> UInt64? {
            let design = Design.named("reference")!
            let search = Search(target: Target(design, faulty: FaultyStep(rawValue: step)!), seed: seed)
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
        Canary(.logWithoutSizes, "durability/file/closing:verify/lost", within: 500),
        Canary(.logWithoutInodes, "durability/file/closing:verify/missing-file", within: 500),
        Canary(.blockGivenTwice, "durability/file/closing:verify/foreign", within: 400),
        Canary(.recoveryFails, "durability/super-block/closing:remount_done/mount-failed", within: 10),
        Canary(.srcuReadUnlockLeftOut, "balance/srcu/closing:balance/still-referenced", within: 1500),
        Canary(.sbEndWriteLeftOut, "balance/super-block/closing:balance/held-lock", within: 400),
        Canary(.agfUnlockLeftOut, "balance/perag/closing:balance/held-lock", within: 1500),
        Canary(.iputLeftOut, "balance/file/closing:balance/still-referenced", within: 500),
        Canary(.shutdownNotAsked, "errno/file/", within: 200),
        Canary(.openersKilled, "signal-innocent/thread-group/", within: 20),
        Canary(.lastMapperSpared, "signal-owed/thread-group/", within: 400),
        Canary(.entryWakeUpLeftOut, "liveness/task/", within: 2000),
        Canary(.thawLeftOut, "freeze-state/super-block/", within: 400),
        Canary(.unmapLeftOut, "stale-reference/page-table-entry/", within: 300),
        Canary(.firstEntrySkipped, "access/struct-page/", within: 800),
        Canary(.firstEntrySkipped, "epoch/struct-page/", within: 16000),
    ]

    @Test(.timeLimit(.minutes(5)), arguments: canaries) func searchFindsIt(canary: Canary) async {
        await #expect(processExitsWith: .success) { [canary = canary as Canary] in
            for seed in 1...2 as ClosedRange<UInt64> {
                #expect(canary.executions(seed: seed) != nil, "\(canary.testDescription), seed \(seed)")
            }
        }
    }

    /// The same searches on the reference design as it is find nothing at all.
    @Test(.timeLimit(.minutes(5))) func nothingIsFoundOnThePlainDesign() async {
        await #expect(processExitsWith: .success) {
            let search = Search(target: Target(Design.named("reference")!), seed: 1)
            var events = SearchEvents()
            search.advance(executions: 2000, into: &events)
            #expect(events.findings.map(\.signature) == [])
        }
    }
}
