import DAXModel
import Foundation
import RemovalFuzz
import Testing

/// Some two thousand executions, the same in every build: what a change of the model alters is seen, and meant.
@Suite(.timeLimit(.minutes(10))) struct GoldenDigestTests {
    /// What `make goldens` asks for: "write" takes the digests anew, "remake" also the cases.
    private static let order = ProcessInfo.processInfo.environment["REMOVALFUZZ_GOLDENS"]

    @Test(.enabled(if: order == nil, "the goldens are being written"))
    func theModelDoesWhatItDid() async throws {
        let goldens = try GoldenSet.committed.get()
        let report = await GoldenReport(of: goldens)
        let count = report.differing.count
        #expect(count == 0, "\(report.text)")
    }

    @Test(.enabled(if: order == nil, "the goldens are being written"))
    func everyTargetHasItsShare() throws {
        let counts = Dictionary(grouping: try GoldenSet.committed.get(), by: \.target).mapValues(\.count)
        for target in GoldenTarget.all {
            #expect(
                counts[target.name] == Golden.countPerTarget,
                "\(target.name) has \(counts[target.name] ?? 0) goldens: make goldens adds those that are missing")
        }
        #expect(counts.count == GoldenTarget.all.count, "goldens of a target that is no more: make goldens drops them")
        #expect(counts.values.reduce(0, +) >= 2000)
    }

    /// The goldens are to be about schedules and faults as well.
    @Test(.enabled(if: order == nil, "the goldens are being written"))
    func theCasesAreRich() throws {
        let cases = try GoldenSet.committed.get().map(\.case)
        #expect(cases.count { !$0.preemptions.isEmpty } > cases.count / 2)
        #expect(cases.count { !$0.faults.isEmpty } > cases.count / 10)
        #expect(Set(cases.flatMap { $0.operations.map(\.kind) }).count == OperationKind.allCases.count)
    }

    /// A difference has to be seen: one digest of two thousand.
    @Test(.enabled(if: order == nil, "the goldens are being written"))
    func anotherDigestIsReported() async throws {
        var goldens = Array(try GoldenSet.committed.get().prefix(5))
        goldens[3].digest ^= 1
        let report = await GoldenReport(of: goldens)
        #expect(report.differing.map(\.golden.seed) == [goldens[3].seed])
        #expect(report.text.contains("\(goldens[3].target): 1 of 5 differ"), "\(report.text)")
    }

    @Test(.enabled(if: order != nil, "written by make goldens"))
    func write() async throws {
        let known = Self.order == "remake" ? [] : try GoldenSet.committed.get()
        let groups = Dictionary(grouping: known, by: \.target)
        var goldens: [Golden] = []
        for target in GoldenTarget.all { goldens += groups[target.name] ?? Golden.make(for: target) }
        let report = await GoldenReport(of: goldens)
        for difference in report.differing { goldens[difference.index].digest = difference.digest }
        try GoldenSet.write(goldens)
        print("\(goldens.count) goldens written; \(report.text)")
    }
}
