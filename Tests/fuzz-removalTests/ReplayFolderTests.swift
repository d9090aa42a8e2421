import Foundation
import Testing

/// Many files at once, and what of them did not take place.
@Suite(.timeLimit(.minutes(10))) struct ReplayFolderTests {
    /// Its preemption names a step that `merged` does not have; the fault comes to a reverse map that is not there.
    private static let idle = """
        case 1
        mkfs rmapbt=0
        op 1 t0 mount
        op 2 t0 unbind
        op 3 t1 chdir out
        fault agf-read t0 op 2
        preempt t0 op 2 at super_drop_pagecache:iput run t1
        preempt t0 op 2 at unbind_store:kill_dax run t1

        """

    private struct Report: Decodable {
        struct File: Decodable {
            var file, design, target, verdict, digest: String
            var status, preemptions, faults: Int
            var signatures, idle_preemptions, idle_faults: [String]
        }
        struct Unreadable: Decodable { var file, error: String }
        var files: [File]
        var unreadable: [Unreadable]
        var undesigned: [String]
        var summary: [String: Int]
    }

    private func report(_ outcome: Outcome) throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    }

    @Test func `a folder is replayed in order and damage hides nothing`() async throws {
        let bench = try Workbench()
        let crasher = try await bench.crasher()
        try bench.write("all/c.case.zst", try bench.bytes(crasher))
        try bench.write("all/a/text.case", (try await bench.run("show", crasher)).output)
        try bench.write("all/b.case.zst", [1, 2, 3])
        try bench.write("all/notes.txt", "not a case")
        try bench.write("all/.hidden.case", "not a case")
        let outcome = try await bench.run("replay", "all", "--design", "v10-without-drop")
        #expect(outcome.status == 65)
        let lines = outcome.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }
        #expect(
            lines == [
                "all/a/text.case: v10-without-drop@6.3: reproduced", "all/c.case.zst: v10-without-drop@6.3: reproduced",
                "2 replays: 2 reproduced, 1 not readable",
            ], "\(outcome.output)")
        #expect(outcome.errors.contains("all/b.case.zst"))
        let json = try report(try await bench.run("replay", "all", "--design", "v10-without-drop", "--json"))
        #expect(json.files.map(\.verdict) == ["reproduced", "reproduced"] && json.files.allSatisfy { $0.status == 0 })
        #expect(json.unreadable.map(\.file) == ["all/b.case.zst"])
        #expect(json.summary["reproduced"] == 2 && json.summary["unreadable"] == 1 && json.summary["clean"] == 0)
        try bench.write("none/notes.txt", "x")
        try await bench.run("replay", "none").expectSentence(status: 65, containing: "holds no file")
    }

    @Test func `what did not take place is counted and named`() async throws {
        let bench = try Workbench()
        try bench.write("idle.case", Self.idle)
        let outcome = try await bench.run("replay", "idle.case", "--design", "merged@6.12.y")
        let preemptions = "1 of 2 preemptions took place; not: preempt t0 op 2 at super_drop_pagecache:iput run t1"
        let faults = "0 of 1 fault struck; not: fault agf-read t0 op 2"
        #expect(outcome.output.contains("    " + preemptions) && outcome.output.contains("    " + faults))
        let shown = try await bench.run("show", "idle.case", "--design", "merged")
        #expect(shown.output.contains("# " + preemptions) && shown.output.contains("# " + faults))
        let file = try #require(
            try report(try await bench.run("replay", "idle.case", "--design", "merged", "--json")).files.first)
        #expect(file.preemptions == 2 && file.faults == 1 && file.target == "merged@6.12.y")
        #expect(file.idle_preemptions == ["preempt t0 op 2 at super_drop_pagecache:iput run t1"])
        #expect(file.idle_faults == ["fault agf-read t0 op 2"])
        let both = try await bench.run("replay", "idle.case", "idle.case", "--design", "merged")
        #expect(both.output.hasSuffix("; 2 preemptions and 2 faults did not take place\n"), "\(both.output)")
    }

    @Test func `nothing recorded is clean, or a violation`() async throws {
        let bench = try Workbench()
        try bench.write("harmless.case", Samples.harmless)
        try bench.write("crash.case", Samples.crash)
        let clean = try await bench.run("replay", "harmless.case", "--design", "merged")
        #expect(clean.status == 0 && clean.output == "harmless.case: merged@6.12.y: clean\n")
        let found = try await bench.run("replay", "crash.case", "--design", "v10-without-drop")
        #expect(found.status == 1 && found.output.contains("crash.case: v10-without-drop@6.3: unrecorded"))
        try await bench.run("replay", "harmless.case").expectSentence(
            status: 64, containing: "harmless.case records no design")
        try await bench.run("replay", ".").expectSentence(
            status: 64, containing: "crash.case and 1 more record no design")
    }

    @Test func `what show prints is a case again`() async throws {
        let bench = try Workbench()
        let file = try await bench.crasher()
        for options in [[], ["--every-step"]] {
            let shown = try await bench.run(["show", file] + options)
            try bench.write("shown.case", shown.output)
            for name in ["shown.case", "-"] {
                let replay = try await bench.run("replay", name, input: shown.output)
                #expect(replay.status == 0 && replay.output.contains(": reproduced"), "\(options): \(replay.errors)")
            }
        }
        let ending = try await bench.run("show", file)
        #expect(ending.output.contains("# what breaks\n#     oops "), "\(ending.output)")
    }

    @Test func `promoting twice stores one file`() async throws {
        let bench = try Workbench()
        let file = try await bench.crasher()
        #expect(try await bench.run("promote", file).status == 0)
        let names = bench.names(in: "crashes/known")
        try bench.write("text.case", (try await bench.run("show", file)).output)
        for arguments in [[file], [file, "--name", "other"], ["text.case", "--name", "third"]] {
            let again = try await bench.run(["promote"] + arguments)
            #expect(again.status == 0 && again.output.contains("crashes/known/\(names[0]) has this case already"))
            #expect(bench.names(in: "crashes/known") == names)
        }
    }
}
