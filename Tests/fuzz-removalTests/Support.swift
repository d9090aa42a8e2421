import Corpus
import Foundation
import RemovalFuzz
import Subprocess
import SystemPackage
import Testing

/// What a run of the program left behind.
struct Outcome: Sendable {
    var status: Int32
    var output: String
    var errors: String
}

/// A folder of its own for one test, and the program run in it. The folder goes when the test is over.
final class Workbench: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "fuzz-removal-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The program stands beside the test bundle.
    static let program: FilePath = {
        let bundle = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return FilePath(bundle.deletingLastPathComponent().appending(path: "fuzz-removal").path)
    }()

    /// What the program is started with. A folder `tools` of this bench comes before the machine's own commands.
    var environment: Environment {
        let machine = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return .inherit.updating(["PATH": "\(path("tools")):\(machine)"])
    }

    /// Runs the program to its end.
    func run(_ arguments: String..., input: String = "") async throws -> Outcome {
        try await run(arguments, input: input)
    }

    func run(_ arguments: [String], input: String = "") async throws -> Outcome {
        let result = try await Subprocess.run(
            .path(Workbench.program), arguments: Arguments(arguments), environment: environment,
            workingDirectory: FilePath(folder.path),
            input: .fileDescriptor(Workbench.file(holding: input), closeAfterSpawningProcess: true),
            output: .string(limit: 1 << 24), error: .string(limit: 1 << 24))
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): -signal
            }
        return Outcome(status: status, output: result.standardOutput, errors: result.standardError)
    }

    /// An open file without a name. A pipe would break, and end the tests, where the program does not read all.
    private static func file(holding text: String) throws -> FileDescriptor {
        let path = FileManager.default.temporaryDirectory.appending(path: "fuzz-removal-tests-\(UUID().uuidString)")
            .path
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { unlink(path) }
        return try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let url = folder.appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }

    /// Names in a folder, sorted; none where there is no folder.
    func names(in name: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path(name))) ?? []).sorted()
    }

    /// Writes the crash of the thread as a packed crasher that records what it shows, and gives its name.
    func crasher() async throws -> String {
        try write("crash.case", Samples.crash)
        let minimized = try await run(
            "minimize", "crash.case", "--design", "v10-without-drop", "--max-executions", "30", "-o", "crash.case.zst")
        #expect(minimized.status == 0, "\(minimized.errors)")
        return "crash.case.zst"
    }
}

enum Samples {
    /// The thread's crash: a page is mapped and dirty when the device goes, and evict meets its stale entry.
    static let crash = """
        case 1
        mkfs rmapbt=1
        op 1 t0 mount
        op 2 t0 create f0 d0
        op 3 t0 fallocate d0 pages 0+1
        op 4 t0 mmap m0 d0 pages 0+1 shared write
        op 5 t0 store m0 page 0
        op 6 t1 unbind

        """
    /// Nothing happens.
    static let harmless = """
        case 1
        mkfs rmapbt=1
        op 1 t0 mount
        op 2 t0 umount

        """
}

extension Outcome {
    /// Checks that the program ended with a status and one sentence about an error.
    func expectSentence(
        status expected: Int32, containing part: String = "", sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(status == expected, "\(errors)", sourceLocation: sourceLocation)
        let lines = errors.split(separator: "\n").filter { $0.hasPrefix("fuzz-removal: error: ") }
        #expect(lines.count == 1, "\(errors)", sourceLocation: sourceLocation)
        #expect(part.isEmpty || errors.contains(part), "\(errors)", sourceLocation: sourceLocation)
        #expect(!errors.contains("Fatal error"), sourceLocation: sourceLocation)
    }
}
