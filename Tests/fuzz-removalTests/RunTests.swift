import Corpus
import Foundation
import RemovalFuzz
import Subprocess
import SystemPackage
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct RunTests {
    private struct Report: Decodable {
        struct Row: Decodable, Hashable {
            var design: String
            var signature: String
            var consequence: Bool
            var executions_to_first: Int
            var operations: Int
            var preemptions: Int
            var faults: Int
            var file: String?
        }
        var executions: Int
        var steps: Int
        var seconds: Double
        var executions_per_second: Double
        var features: Int
        var corpus: Int
        var violations: [Row]
    }

    private static let tiny = [
        "run", "--design", "v10-without-drop", "--design", "reference", "--max-executions", "64", "--seed", "1",
        "--jobs", "1", "--minimize-executions", "6", "--json",
    ]

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
        #expect(try report(first).violations == report(second).violations)
        #expect(try report(first).features == report(second).features)
        #expect(try report(first).violations.contains { $0.signature.hasPrefix("access/struct-page/") })
        #expect(a.names(in: "crashes") == b.names(in: "crashes"))
        #expect(a.names(in: "corpus") == b.names(in: "corpus"))
        #expect(a.names(in: "corpus/seeds") == ["crash.case"])
        for row in try report(first).violations {
            let file = try #require(row.file)
            let crasher = try StoredCase.read(Store(directory: ".").read(FilePath(a.path(file))))
            #expect(crasher.signatures.contains(row.signature))
            #expect(crasher.case.operations.count == row.operations)
        }
    }

    @Test func `a second run begins where the first ended`() async throws {
        let bench = try Workbench()
        try bench.write("corpus/seeds/crash.case", Samples.crash)
        let first = try await bench.run(Self.tiny)
        let files = bench.names(in: "crashes")
        #expect(!files.isEmpty && first.status == 1, "\(first.errors)")
        try bench.write("crashes/.tmp-left-behind", "x")
        try bench.write("corpus/\(String(repeating: "0", count: 32)).case.zst", "damaged")
        let second = try await bench.run(Self.tiny + ["--ignore", "liveness/x/y:z"])
        #expect(second.status == 1, "\(second.errors)")
        #expect(second.errors.contains("fuzz-removal: warning: not used"))
        #expect(Set(bench.names(in: "crashes")).isSuperset(of: files))
    }

    @Test func `what is ignored is not reported`() async throws {
        let bench = try Workbench()
        let found = try report(await bench.run(Self.tiny)).violations
        let ignored = found.filter { $0.design == "v10-without-drop" }.map(\.signature)
        let other = try Workbench()
        let rest = try report(await other.run(Self.tiny + ignored.map { "--ignore=" + $0 })).violations
        #expect(!rest.contains { ignored.contains($0.signature) })
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
            line.hasPrefix("saved ") ? line.split(separator: " ").dropFirst().first.map(String.init) : nil
        }
        #expect(!saved.isEmpty)
        for file in saved { #expect(throws: Never.self) { try Store(directory: ".").read(FilePath(bench.path(file))) } }
        #expect(result.closureResult.contains { $0.hasPrefix("design ") }, "the table is printed")
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
