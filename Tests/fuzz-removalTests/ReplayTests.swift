import Foundation
import RemovalFuzz
import Testing

@Suite(.timeLimit(.minutes(10))) struct ReplayTests {
    @Test func `statuses follow the record`() async throws {
        let bench = try Workbench()
        let file = try await bench.crasher()
        let recorded = try await bench.run("replay", file)
        #expect(recorded.status == 0, "\(recorded.errors)")
        #expect(recorded.output.contains(": reproduced"))
        let clean = try await bench.run("replay", file, "--design", "reference")
        #expect(clean.status == 2, "\(clean.output)")
        let expected = try await bench.run("replay", file, "--design", "reference", "--expect", "clean")
        #expect(expected.status == 0)
        let unexpected = try await bench.run("replay", file, "--expect", "clean")
        #expect(unexpected.status == 1)
        let all = try await bench.run("replay", file, "--all-designs", "--json")
        #expect(all.status == 1 || all.status == 2)
        #expect(all.output.contains(#""verdict":"reproduced""#) && all.output.contains(#""verdict":"clean""#))
    }

    @Test func `a signature can be expected`() async throws {
        let bench = try Workbench()
        try bench.write("crash.case", Samples.crash)
        let first = try await bench.run("replay", "crash.case", "--design", "v10-without-drop", "--json")
        #expect(first.status == 1, "a plain case records no violation")
        struct Replay: Decodable {
            struct File: Decodable {
                var file, design, verdict, digest: String
                var signatures: [String]
            }
            var files: [File]
        }
        let replay = try JSONDecoder().decode(Replay.self, from: Data(first.output.utf8))
        let signature = try #require(replay.files.first?.signatures.last)
        #expect(replay.files.first?.verdict == "unrecorded" && replay.files.first?.digest.count == 16)
        let expected = try await bench.run(
            "replay", "crash.case", "--design", "v10-without-drop", "--expect", signature)
        #expect(expected.status == 0)
        let other = try await bench.run(
            "replay", "crash.case", "--design", "v10-without-drop", "--expect", "liveness/task")
        #expect(other.status == 1)
        try await bench.run("replay", "crash.case", "--design", "v10-without-drop", "--expect", signature + "x")
            .expectSentence(status: 64)
    }

    @Test func `standard input and the trace`() async throws {
        let bench = try Workbench()
        let outcome = try await bench.run(
            "replay", "-", "--design", "reference", "--trace", "--expect", "clean", input: Samples.harmless)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("do_mount"))
    }

    @Test func `a bad file does not hide the others`() async throws {
        let bench = try Workbench()
        let file = try await bench.crasher()
        try bench.write("empty.case", "")
        let outcome = try await bench.run("replay", "empty.case", file)
        outcome.expectSentence(status: 65, containing: "empty.case is empty")
        #expect(outcome.output.contains(": reproduced"))
    }

    @Test func `promoting records what must pass`() async throws {
        let bench = try Workbench()
        let file = try await bench.crasher()
        let promoted = try await bench.run("promote", file, "--name", "the-crash")
        #expect(promoted.status == 0, "\(promoted.errors)")
        let name = try #require(bench.names(in: "crashes/known").first)
        #expect(name.hasPrefix("the-crash--") && name.hasSuffix(".case.zst"))
        let text = try await bench.run("show", "crashes/known/" + name)
        #expect(text.output.contains("must-fail-on v10-without-drop"))
        #expect(text.output.contains("must-pass-on reference"))
        let replay = try await bench.run("replay", "crashes/known/" + name)
        #expect(replay.status == 0, "\(replay.output)")
        let list = try await bench.run("list", "crashes/known")
        #expect(list.status == 0 && list.output.contains(name.dropLast(".case.zst".count)))
        try await bench.run("promote", file, "--name", "../x").expectSentence(status: 64)
    }

    /// One signature, two causes: a mount that races with the removal, and a removal that leaves the file system frozen.
    /// A smaller case of the other one is no smaller case of this.
    @Test func `minimize keeps to the cause that it was given`() async throws {
        let bench = try Workbench()
        try bench.write(
            "race.case",
            """
            target seed-proposal@6.3
            signature liveness/super-block/closing:wait_for_super

            case 1
            mkfs rmapbt=1
            op 1 t0 mount
            op 2 t1 unbind
            fault agf-read t1 op 2
            preempt t0 op 1 at do_mount:sb_born run t1
            preempt t1 op 2 at xfs_dax_notify_failure:SB_BORN run t0

            """)
        let result = try await bench.run("minimize", "race.case")
        #expect(result.status == 0 && result.output.contains("preempt t0 op 1 at do_mount:sb_born run t1"))
        #expect(result.output.contains("fault agf-read"))
    }

    @Test func `what show prints of another design is a case of that one`() async throws {
        let bench = try Workbench()
        let file = try await bench.crasher()
        let shown = try await bench.run("show", file, "--design", "reference")
        let replayed = try await bench.run("replay", "-", input: shown.output)
        #expect(replayed.status == 0 && replayed.output.contains("reference@6.12.y: clean"), "\(replayed.output)")
    }

    @Test func `minimize leaves its input alone`() async throws {
        let bench = try Workbench()
        let file = try await bench.crasher()
        let before = try bench.bytes(file)
        try await bench.run("minimize", file, "-o", "./" + file).expectSentence(status: 64, containing: "never")
        let stem = String(file.dropLast(".case.zst".count))
        try await bench.run("minimize", stem, "-o", file).expectSentence(status: 64, containing: "never")
        #expect(try bench.bytes(file) == before)
        let text = try await bench.run("minimize", file, "--max-executions", "10")
        #expect(text.status == 0 && text.output.contains("case 1"), "\(text.errors)")
        try await bench.run("minimize", file, "--signature", "access/x", "-o", "y").expectSentence(
            status: 64, containing: "did you mean")
        try await bench.run("minimize", file, "-o", "no/such/folder/x.case").expectSentence(status: 74)
    }
}
