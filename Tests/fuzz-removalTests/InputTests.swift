import Corpus
import RemovalFuzz
import Subprocess
import SystemPackage
import Testing

@testable import fuzz_removal

/// What comes in from outside: spans of time, standard input, a corpus that somebody else has written to.
@Suite(.timeLimit(.minutes(5))) struct InputTests {
    @Test(arguments: [("90", 90), ("90s", 90), ("15m", 900), ("8h", 28_800), ("2d", 172_800)])
    func `spans of time`(text: String, seconds: Int) {
        #expect(TimeLimit(argument: text)?.seconds == seconds)
    }

    @Test(arguments: ["", "0", "0s", "-5s", "s", "1w", "99999999999999999999", "5000d"])
    func `what is no span of time`(text: String) {
        #expect(TimeLimit(argument: text) == nil)
    }

    /// A pipe that never ends must not fill the memory.
    @Test func `standard input is bounded`() async throws {
        let bench = try Workbench()
        let result = try await Subprocess.run(
            .name("bash"), arguments: ["-c", "yes | \"$0\" show -", Workbench.program.string],
            workingDirectory: FilePath(bench.folder.path), input: .none, output: .string(limit: 1 << 10),
            error: .string(limit: 1 << 10))
        #expect(result.terminationStatus == .exited(65) && result.standardOutput.isEmpty)
        #expect(result.standardError.contains("more than"))
    }

    @Test func `a damaged file of the corpus is told, and the others are used`() throws {
        let bench = try Workbench()
        try bench.write("corpus/seeds/good.case", Samples.harmless)
        try bench.write("corpus/bad.case.zst", [1, 2, 3])
        var corpus = WorkerCorpus(directory: bench.path("corpus"))
        #expect(try corpus.load().count == 1)
        let warnings = corpus.takeWarnings()
        #expect(warnings.count == 1 && warnings[0].contains("bad.case.zst"))
        #expect(corpus.takeWarnings().isEmpty)
    }
}
