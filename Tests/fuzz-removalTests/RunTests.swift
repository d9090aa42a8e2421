import Corpus
import Foundation
import RemovalFuzz
import Subprocess
import SystemPackage
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct RunTests {
    private struct Report: Decodable {
        struct Group: Decodable, Hashable {
            var design, group, breaks, signature: String
            var new, minimized: Bool
            var bugs, signatures: [String]
            var executions_to_first: Int?
            var operations, preemptions, faults: Int
            var file: String?

            /// The smaller, the better its file stands for it: what breaks, then what there is to understand.
            var rank: (Int, Int) {
                let breaking = ["oops", "hang", "data", "signal", "errno", "nothing"].firstIndex(of: breaks) ?? .max
                return (breaking, operations + 2 * (preemptions + faults))
            }
        }
        struct Row: Decodable, Hashable {
            var design, signature, group, breaks: String
            var consequence: Bool
            var executions_to_first: Int?
            var file: String?
        }
        var seed: Int
        var executions: Int
        var steps: Int
        var seconds: Double
        var executions_per_second: Double
        var features: Int
        var corpus: Int
        var groups: [Group]
        var violations: [Row]
    }

    private static let tiny = [
        "run", "--design", "v10-without-drop", "--design", "reference", "--max-executions", "64", "--seed", "1",
        "--jobs", "1", "--minimize-executions", "6", "--json",
    ]

    /// The same with another seed, and nothing else changed.
    private static func tiny(seed: Int) -> [String] {
        var arguments = tiny
        if let option = arguments.firstIndex(of: "--seed") { arguments[option + 1] = "\(seed)" }
        return arguments
    }

    private func report(_ outcome: Outcome) throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    }

    @Test func `one job gives the same findings again`() async throws {
        let (a, b) = (try Workbench(), try Workbench())
        for bench in [a, b] { try bench.write("corpus/seeds/crash.case", Samples.crash) }
        let first = try await a.run(Self.tiny)
        let second = try await b.run(Self.tiny)
        #expect(first.status == 1, "\(first.errors)")
        #expect(try report(first).executions == 64)
        #expect(try report(first).groups == report(second).groups)
        #expect(try report(first).violations == report(second).violations)
        #expect(try report(first).features == report(second).features)
        #expect(try report(first).groups.contains { $0.signature.hasPrefix("access/struct-page/") })
        #expect(a.names(in: "corpus") == b.names(in: "corpus"))
        #expect(a.names(in: "corpus/seeds") == ["crash.case"])
        let names = a.names(in: "crashes")
        #expect(names == b.names(in: "crashes"))
        for name in names { #expect(try a.bytes("crashes/" + name) == b.bytes("crashes/" + name), "\(name)") }
        // One file a group, which shows what the group is about.
        #expect(try report(first).groups.map { $0.group + ".case.zst" }.sorted() == names)
        for row in try report(first).groups {
            let file = try #require(row.file)
            let crasher = try StoredCase.read(Store(directory: ".").read(FilePath(a.path(file))))
            #expect(crasher.signatures.contains(row.signature))
            #expect(crasher.case.operations.count == row.operations)
            #expect(!crasher.notes.contains("not minimized") == row.minimized, "\(file)")
        }
    }

    /// A second night prints what is new and leaves the files of the first alone.
    @Test func `a second run knows what the first found`() async throws {
        let bench = try Workbench()
        try bench.write("corpus/seeds/crash.case", Samples.crash)
        let first = try report(await bench.run(Self.tiny))
        let files = bench.names(in: "crashes")
        let before = try files.map { try bench.bytes("crashes/" + $0) }
        #expect(!files.isEmpty && first.groups.allSatisfy(\.new))
        try bench.write("crashes/.tmp-left-behind", "x")
        try bench.write("crashes/hostile.case.zst", "damaged")
        try bench.write("corpus/\(String(repeating: "0", count: 32)).case.zst", "damaged")
        let outcome = try await bench.run(Self.tiny)
        #expect(
            outcome.errors.contains("fuzz-removal: warning: not used: crashes/hostile.case.zst"), "\(outcome.errors)")
        let second = try report(outcome)
        let known = second.groups.filter { !$0.new }
        #expect(Set(known.map(\.group)).isSuperset(of: first.groups.map(\.group)))
        // "First at" is told by the campaign that found it.
        for group in first.groups {
            let again = second.groups.first { $0.group == group.group }
            #expect(again?.executions_to_first == group.executions_to_first, "\(group.group)")
        }
        #expect(
            Set(bench.names(in: "crashes"))
                == Set(files + ["hostile.case.zst"] + second.groups.filter(\.new).map { $0.group + ".case.zst" }))
        // Better cases may replace files; what is as good is not written again.
        for (name, bytes) in zip(files, before) where known.contains(where: { $0.group + ".case.zst" == name }) {
            let then = try #require(first.groups.first { $0.group + ".case.zst" == name })
            let now = try #require(second.groups.first { $0.group == then.group })
            #expect(try bench.bytes("crashes/" + name) == bytes || now.rank < then.rank, "\(name)")
        }
    }

    /// Two campaigns over one folder: each group has one file, whole, whoever was first.
    @Test(.timeLimit(.minutes(5))) func `two runs at once leave nothing twice`() async throws {
        let bench = try Workbench()
        try bench.write("corpus/seeds/crash.case", Samples.crash)
        async let one = bench.run(Self.tiny)
        async let two = bench.run(Self.tiny(seed: 2) + ["--corpus", "other"])
        let reports = [try report(await one), try report(await two)]
        #expect(reports.map(\.seed) == [1, 2])
        #expect(reports.allSatisfy { $0.executions == 64 })
        let groups = Set(reports.flatMap { $0.groups.map(\.group) })
        #expect(bench.names(in: "crashes") == groups.map { $0 + ".case.zst" }.sorted())
        for name in bench.names(in: "crashes") {
            #expect(throws: Never.self) { try Store(directory: ".").read(FilePath(bench.path("crashes/" + name))) }
        }
    }

    @Test func `what is ignored is not reported`() async throws {
        let bench = try Workbench()
        let found = try report(await bench.run(Self.tiny)).violations
        let ignored = Set(found.filter { $0.design == "v10-without-drop" }.map(\.signature))
        let other = try Workbench()
        try other.write("known.txt", ignored.sorted().dropFirst().joined(separator: "\n"))
        let arguments = ["--ignore=" + (ignored.sorted().first ?? ""), "--ignore=known.txt"]
        let rest = try report(await other.run(Self.tiny + arguments)).violations
        #expect(!ignored.isEmpty && !rest.contains { ignored.contains($0.signature) })
        let none = try report(await Workbench().run(Self.tiny + ["--ignore", "access", "--ignore", "stale-reference"]))
        #expect(!none.violations.contains { $0.signature.hasPrefix("access/") || $0.signature.hasPrefix("stale") })
    }

    /// The time is that of the whole command: minimizing is a part of it.
    @Test(.timeLimit(.minutes(5))) func `a time limit is the time of the whole run`() async throws {
        let bench = try Workbench()
        let outcome = try await bench.run(
            "run", "--design", "v10-without-drop", "--max-time", "3s", "--seed", "1", "--jobs", "1", "--json",
            "--minimize-executions", "20000")
        #expect(outcome.status == 1, "\(outcome.errors)")
        // The run's own clock, from its first step to its last saved file. A busy machine may hold it up for a while; to
        // minimize all that was found, limit or not, would take minutes.
        let seconds = try report(outcome).seconds
        #expect(seconds > 1 && seconds < 18, "\(seconds)")
    }

    @Test func `the page is narrow and ends with what to do next`() async throws {
        let bench = try Workbench()
        let outcome = try await bench.run(Self.tiny.dropLast() + ["--keep-all"])
        for line in outcome.output.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
        let lines = outcome.output.split(separator: "\n").map(String.init)
        let header = try #require(lines.firstIndex { $0.hasPrefix("v10-without-drop@6.3: ") })
        #expect(lines[header].hasSuffix("executions, seed 1"))
        #expect(lines.contains("reference@6.12.y: nothing found"))
        let show = try #require(lines.first { $0.hasPrefix("show one ") })
        let words = show.split(separator: " ").suffix(2).map(String.init)
        let shown = try await bench.run(words)
        #expect(words.first == "show" && shown.status == 0, "\(shown.errors)")
        #expect(shown.output.contains("VIOLATION") || shown.output.contains("OOPS"))
        // The rest of what was found stands beside the groups' files.
        #expect(bench.names(in: "crashes").contains { $0.contains(/--[0-9a-f]{32}\.case\.zst$/) })
        #expect(bench.names(in: "crashes").contains { !$0.contains(/--[0-9a-f]{32}\.case\.zst$/) })
        let list = try await bench.run("list")
        #expect(list.status == 0 && list.output.contains("more files show one of these groups again"), "\(list.output)")
        for line in list.output.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    }

    @Test func `several jobs share the work`() async throws {
        let bench = try Workbench()
        try bench.write("corpus/seeds/crash.case", Samples.crash)
        let outcome = try await bench.run(
            "run", "--design", "v10-without-drop", "--max-executions", "41", "--seed", "1", "--jobs", "2",
            "--minimize-executions", "6", "--json")
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(try report(outcome).executions == 41)
    }

    @Test func `nothing found ends with zero`() async throws {
        let bench = try Workbench()
        let outcome = try await bench.run(
            "run", "--design", "reference", "--max-executions", "30", "--seed", "1", "--jobs", "1")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("no violation in 30 executions"))
    }

    @Test func `an interrupt saves everything`() async throws {
        let bench = try Workbench()
        try bench.write("corpus/seeds/crash.case", Samples.crash)
        let result = try await Subprocess.run(
            .path(Workbench.program),
            arguments: ["run", "--design", "v10-without-drop", "--seed", "1", "--jobs", "2"],
            workingDirectory: FilePath(bench.folder.path), input: .none, output: .sequence, error: .discarded
        ) { execution in
            var lines: [String] = []
            for try await line in execution.standardOutput.strings() {
                if lines.isEmpty { try execution.send(signal: .interrupt) }
                lines.append(line)
            }
            return lines
        }
        #expect(result.terminationStatus == .exited(130))
        let saved = result.closureResult.compactMap { line in
            line.hasPrefix("new ") && line.hasSuffix(".case.zst")
                ? line.split(separator: " ").last.map(String.init) : nil
        }
        #expect(!saved.isEmpty)
        for file in saved { #expect(throws: Never.self) { try Store(directory: ".").read(FilePath(bench.path(file))) } }
        #expect(result.closureResult.contains { $0.hasPrefix("show one ") }, "the page is printed")
    }

    @Test func `folders that cannot be written are told at once`() async throws {
        let bench = try Workbench()
        try bench.write("file", "x")
        try await bench.run("run", "--max-executions", "5", "--crashes", "file").expectSentence(status: 74)
        try await bench.run("run", "--max-executions", "5", "--corpus", "file/deep").expectSentence(status: 74)
    }

    @Test func `a folder that can never exist is an error`() async throws {
        try await Workbench().run("run", "--max-executions", "5", "--corpus", "/proc/none").expectSentence(status: 74)
    }

    @Test(arguments: [
        (["run", "--design", "v10-without-drp"], "v10-without-drop"), (["run", "--profile", "6.12"], "6.12.y"),
        (["run", "--max-time", "soon"], "soon"), (["run", "--jobs", "0"], "--jobs"), (["run", "--frobnicate"], ""),
        (["run", "--max-executions", "0"], ""), (["run", "--ignore", "acces/x"], "access"), (["rn"], ""),
        (["run", "--design", "merged", "--profile", "6.3"], "6.12.y"),
    ])
    func `wrong usage`(_ arguments: [String], _ part: String) async throws {
        try await Workbench().run(arguments).expectSentence(status: 64, containing: part)
    }
}
