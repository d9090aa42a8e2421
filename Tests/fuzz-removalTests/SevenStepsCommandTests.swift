import Foundation
import Testing

/// Guests that say what a kernel might: their emulators are shell scripts.
@Suite(.timeLimit(.minutes(10))) struct SevenStepsCommandTests {
    private static func log(unbind: String = "0", umount: String = "0") -> String {
        let events = [
            "case seven-steps tasks 2 operations 7 rounds 1", "round 0", "step 1 namespace namespace0.0 = 0",
            "step 2 mkfs.xfs and mount = 0", "step 3 load = 0", "step 4 wait = 0", "step 5 unbind pfn0.0 begins",
            "signal t1 SIGBUS BUS_ADRERR", "step 5 unbind pfn0.0 = \(unbind)", "step 6 wait = 0", "gone t1 signal 7",
            "note fsx seed 7 operations 316 before the unbind, 318 in all", "step 7 umount = \(umount)", "over",
        ]
        return events.enumerated().map { "[ 2.0] removalfuzz: \($0 + 1) \($1)\n" }.joined()
    }

    private func run(_ log: String, _ arguments: String...) async throws -> (outcome: Outcome, bench: Workbench) {
        let bench = try Workbench()
        try bench.prepareKernel()
        let emulator = try bench.emulator(printing: log)
        let outcome = try await bench.run(
            ["kernel", "seven-steps", "--kernel", "6.1", "--emulator", emulator] + arguments)
        return (outcome, bench)
    }

    @Test func `clean runs end with zero`() async throws {
        let (outcome, bench) = try await run(Self.log(), "--repeat", "2", "--seed", "7", "--keep-log", "logs")
        #expect(outcome.status == 0, "\(outcome.errors)")
        for words in [
            "# run 1 of 2, seed 7: clean", "# run 2 of 2, seed 8: clean", "step 5 unbind pfn0.0: 0",
            "316 at the unbind, 318 in all", "load: signal 7", "signals: SIGBUS BUS_ADRERR", "oops: none",
            "6.1.0-test: umount oopsed in 0 of 2, hung in the unbind in 0 of 2, clean in 2 of 2\n",
        ] { #expect(outcome.output.contains(words), "\(outcome.output)") }
        #expect(bench.names(in: "logs") == ["seven-steps-6.1-1.log", "seven-steps-6.1-2.log"])
        #expect(bench.leftovers.isEmpty)
    }

    @Test func `an oops of umount ends with one`() async throws {
        let oops = """
            [ 3.0] BUG: unable to handle page fault for address: ffd4000001028934
            [ 3.0] CPU: 1 PID: 127 Comm: umount Tainted: G
            [ 3.0] RIP: 0010:dax_disassociate_entry+0x7f/0xb0
            [ 3.0] ---[ end trace 0000000000000000 ]---

            """
        let (outcome, _) = try await run(Self.log(umount: "died 9") + oops, "--json", "--linger", "--raw")
        #expect(outcome.status == 1, "\(outcome.errors)")
        struct Report: Decodable {
            struct Run: Decodable {
                var run, seed, operations_at_unbind, operations_in_all: Int
                var end, umount, load_end: String
                var oopses: [[String]]
                var signals: [String]
            }
            var release: String
            var linger, raw: Bool
            var runs: [Run]
        }
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(report.release == "6.1.0-test" && report.linger && report.raw)
        let only = try #require(report.runs.first)
        #expect(report.runs.count == 1 && only.run == 1 && only.seed == 1)
        #expect(only.end == "umount-oopsed" && only.umount == "died 9" && only.load_end == "signal 7")
        #expect(only.oopses == [["dax_disassociate_entry"]])
        #expect(only.operations_at_unbind == 316 && only.operations_in_all == 318)
    }

    @Test func `a hang in the unbind and a missing device`() async throws {
        let (hung, _) = try await run(Self.log(unbind: "hung", umount: "EBUSY"))
        #expect(hung.status == 1 && hung.output.contains("hung in the unbind in 1 of 1"), "\(hung.output)")
        let (nothing, _) = try await run("removalfuzz: 0 no device\n")
        #expect(nothing.status == 69 && nothing.output.contains("no result (no device)"), "\(nothing.output)")
    }
}
