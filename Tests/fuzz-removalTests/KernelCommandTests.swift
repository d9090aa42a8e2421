import Foundation
import Subprocess
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct KernelCommandTests {
    private static let tiny = """
        case 1
        op 1 t0 mount
        op 2 t0 umount

        """

    /// What a guest says of the tiny case.
    private static let log = [
        "case tiny tasks 1 operations 2 rounds 1", "round 0", "prepared", "task t0 pid 101", "begin 0 op 1 t0 mount",
        "end 0 op 1 t0 = 0", "begin 1 op 2 t0 umount", "end 1 op 2 t0 = 0", "hostile part over", "umount = EINVAL",
        "mount = 0", "file f0 absent", "last umount = 0", "xfs_repair = 0", "round over", "over",
    ].enumerated().map { "[ 2.0] removalfuzz: \($0 + 1) \($1)\n" }.joined()

    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.write("tiny.case", Self.tiny)
        return bench
    }

    @Test func `what is missing is told in one sentence`() async throws {
        let bench = try bench()
        try await bench.run("kernel", "run", "tiny.case", "--kernel", "6.1").expectSentence(
            status: 69, containing: "make kernel-lab")
        try await bench.run("kernel", "seven-steps", "--kernel", "6.12").expectSentence(
            status: 69, containing: "make kernel-lab")
        try await bench.run("kernel", "compare", "--folder", ".").expectSentence(
            status: 69, containing: "make kernel-lab")
        try await bench.run("kernel", "run", "tiny.case", "--kernel", "/nowhere/bzImage").expectSentence(
            status: 69, containing: "There is no kernel at /nowhere/bzImage")
        try bench.prepareKernel()
        for emulator in ["qemu-of-no-machine", "/nowhere/qemu"] {
            try await bench.run("kernel", "run", "tiny.case", "--kernel", "6.1", "--emulator", emulator)
                .expectSentence(status: 69, containing: emulator)
        }
    }

    @Test func `mistakes in files and options come before what is missing`() async throws {
        let bench = try bench()
        try bench.write("bad.case", "case 1\nop 1 t0 mout\n")
        try bench.write("empty/notes.txt", "x")
        try await bench.run("kernel", "run", "bad.case", "--kernel", "6.1").expectSentence(
            status: 65, containing: #""mount"?"#)
        try await bench.run("kernel", "compare", "--folder", "empty").expectSentence(status: 65, containing: "empty")
        try await bench.run("kernel", "compare", "--folder", "nowhere").expectSentence(
            status: 74, containing: "nowhere")
        try await bench.run("kernel", "run", "tiny.case").expectSentence(status: 64, containing: "--kernel")
        for arguments in [["--repeat", "0"], ["--guests", "0"], ["--time-limit", "soon"], ["--seed", "0"]] {
            try await bench.run(["kernel", "seven-steps", "--kernel", "6.1"] + arguments).expectSentence(
                status: 64, containing: arguments[0])
        }
    }

    @Test func `predict prints the table`() async throws {
        let outcome = try await bench().run("kernel", "predict", "tiny.case")
        #expect(outcome.status == 0, "\(outcome.errors)")
        for words in ["# tiny.case, Linux 6.1", "notify-6.1@6.1.y", "merged@6.12.y", "op 1 t0 mount", "last umount"] {
            #expect(outcome.output.contains(words), "\(outcome.output)")
        }
        try await bench().run("kernel", "predict", "tiny.case", "--kernel", "2.6").expectSentence(
            status: 64, containing: "--design")
    }

    @Test func `kept logs are judged again`() async throws {
        let bench = try bench()
        try bench.prepareKernel()
        try bench.write("cases/tiny.case", Self.tiny)
        try bench.write("logs/tiny-6.1-1.log", Self.log)
        let compare = ["kernel", "compare", "--folder", "cases", "--kernel", "6.1", "--from-logs", "logs"]
        let agrees = try await bench.run(compare + ["--output", "table.md"])
        #expect(agrees.status == 0, "\(agrees.output)\(agrees.errors)")
        #expect(agrees.output.contains("| tiny | agrees"))
        #expect(try bench.bytes("table.md") == Array(agrees.output.utf8))

        try bench.write("logs/tiny-6.1-1.log", Self.log.replacing("end 1 op 2 t0 = 0", with: "end 1 op 2 t0 = EIO"))
        let disagrees = try await bench.run(compare)
        #expect(disagrees.status == 1, "\(disagrees.output)\(disagrees.errors)")
        #expect(disagrees.output.contains("disagrees: op 2 t0") && disagrees.errors.contains("DIFFERS"))

        try bench.write("logs/tiny-6.1-1.log", "removalfuzz: 0 no device\n")
        let nothing = try await bench.run(compare)
        #expect(nothing.status == 69 && nothing.errors.contains("no device"), "\(nothing.errors)")
    }

    @Test func `what kernels showed is written for the tests, and kept where a guest gave nothing`() async throws {
        let bench = try bench()
        try bench.prepareKernel()
        try bench.write("cases/a/tiny.case", Self.tiny)
        try bench.write("cases/other.case", Self.tiny)
        try bench.write("logs/tiny-6.1-1.log", Self.log)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)],
            ofItemAtPath: bench.path("logs/tiny-6.1-1.log"))
        let compare = [
            "kernel", "compare", "--folder", "cases", "--kernel", "6.1", "--from-logs", "logs", "--outcomes", "shown",
        ]
        #expect(try await bench.run(compare).status == 69, "there is no log of the other case")
        let first = String(decoding: try bench.bytes("shown/6.1.txt"), as: UTF8.self)
        #expect(first.contains("kernel 6.1\n") && first.contains("case a/tiny "), "\(first)")
        #expect(first.contains("run 2023-11-14 6.1.0-test\n"), "the day of the log: \(first)")
        #expect(first.contains("op 2 t0 = 0  # ") && !first.contains("case other"), "\(first)")

        // The next time only the other one has run.
        try bench.write("logs/other-6.1-1.log", Self.log.replacing("end 1 op 2 t0 = 0", with: "end 1 op 2 t0 = EIO"))
        try bench.write("logs/tiny-6.1-1.log", "")
        #expect(try await bench.run(compare).status == 1)
        let second = String(decoding: try bench.bytes("shown/6.1.txt"), as: UTF8.self)
        let kept = try #require(first.split(separator: "\n\n").last)
        #expect(second.contains(kept) && second.contains("case other ") && second.contains("= EIO"), "\(second)")

        try bench.write("shown/6.1.txt", "outcomes 1\nkernel 6.1\ncase\n")
        try await bench.run(compare).expectSentence(status: 65, containing: "shown/6.1.txt, line 3")

        // Nothing is written that could not be read again.
        try FileManager.default.removeItem(atPath: bench.path("shown/6.1.txt"))
        try bench.write("logs/other-6.1-1.log", Self.log.replacing("umount = EINVAL", with: "umount = # \u{e9}"))
        try await bench.run(compare).expectSentence(status: 65, containing: "kernel 6.1")
        #expect(bench.names(in: "shown").isEmpty)
    }

    @Test func `logs that cannot be told apart are not judged`() async throws {
        let bench = try bench()
        try bench.prepareKernel()
        try bench.write("cases/a/tiny.case", Self.tiny)
        try bench.write("cases/b/tiny.case", Self.tiny)
        let compare = ["kernel", "compare", "--folder", "cases", "--kernel", "6.1", "--from-logs"]
        try await bench.run(compare + ["logs"]).expectSentence(status: 64, containing: "cases/b/tiny.case")
        try FileManager.default.removeItem(atPath: bench.path("cases/b"))
        try await bench.run(compare + ["logs"]).expectSentence(status: 74, containing: "logs")
    }
}

/// Guests that begin and never boot: their emulators are shell scripts.
@Suite(.timeLimit(.minutes(10))) struct FalseGuestTests {
    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.prepareKernel()
        try bench.write("tiny.case", Samples.harmless)
        return bench
    }

    @Test func `a kernel that does not boot`() async throws {
        let bench = try bench()
        let emulator = try bench.emulator("echo 'Kernel panic - not syncing'")
        for command in [["run", "tiny.case"], ["seven-steps"]] {
            let outcome = try await bench.run(["kernel"] + command + ["--kernel", "6.1", "--emulator", emulator])
            outcome.expectSentence(status: 69, containing: "does not boot")
        }
    }

    @Test(arguments: [["run", "tiny.case"], ["seven-steps"]])
    func `an interrupt ends the guest`(_ command: [String]) async throws {
        let bench = try bench()
        let file = bench.path("pid")
        let emulator = try bench.emulator("echo $$ >'\(file)'\n\(KernelBench.started)\nexec sleep 1000")
        let arguments = ["kernel"] + command + ["--kernel", "6.1", "--json", "--emulator", emulator]
        let result = try await Subprocess.run(
            .path(Workbench.program), arguments: Arguments(arguments), environment: bench.environment,
            workingDirectory: FilePath(bench.folder.path), input: .none, output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        ) { execution in
            let process = try await Self.process(in: file, writtenBelow: execution.processIdentifier.value)
            try execution.send(signal: .interrupt)
            return process
        }
        #expect(result.terminationStatus == .exited(130), "\(result.standardError)")
        #expect(result.standardError.contains("interrupted: 0 of 1"), "\(result.standardError)")
        #expect(result.standardOutput.hasPrefix("{"), "what is complete is printed: \(result.standardOutput)")
        let process = try #require(result.closureResult)
        #expect(kill(process, 0) != 0, "the emulator is gone")
    }

    /// The process that wrote its number to a file; nil when none does within a minute, or when the program that is to
    /// start it has ended.
    private static func process(in file: String, writtenBelow program: pid_t) async throws -> pid_t? {
        for _ in 0..<600 where isRunning(program) {
            let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            if text.hasSuffix("\n"), let number = pid_t(text.dropLast()) { return number }
            try await Task.sleep(for: .milliseconds(100))
        }
        return nil
    }

    /// Whether a process has not ended: one that nobody has waited for yet is still there, as a zombie.
    private static func isRunning(_ process: pid_t) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        guard let name = status.lastIndex(of: ")") else { return false }
        return !status[name...].hasPrefix(") Z")
    }
}
