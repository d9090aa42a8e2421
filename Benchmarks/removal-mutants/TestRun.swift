import Foundation
import Subprocess
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The built tests of the mutated tree.
struct TestBundle: Sendable {
    let root: URL

    /// How a run of tests ended.
    enum Ending: Hashable, Sendable {
        case passed
        /// The name of the first test that failed; none where the run failed without one.
        case failed([String])
        case crashed
        case tookTooLong
    }

    /// Builds everything, tests included.
    func build() async throws {
        let result = try await Subprocess.run(
            .name("swift"), arguments: ["build", "--build-tests", "--package-path", root.path],
            output: .string(limit: 1 << 24), error: .string(limit: 1 << 24))
        guard !result.terminationStatus.isSuccess else { return }
        let errors = (result.standardOutput + result.standardError).split(separator: "\n")
            .filter { $0.contains("error:") }
        throw MutantError("the mutated tree does not build: " + errors.prefix(8).joined(separator: "\n    "))
    }

    /// Runs the tests of one target.
    /// - Parameters:
    ///   - mutant: The number of the fault that is switched on; 0 for none.
    ///   - limit: Seconds after which the run counts as hanging.
    func run(_ selection: TestSelection, mutant: Int, limit: Double) async throws -> Ending {
        try await withThrowingTaskGroup(of: Ending.self) { group in
            group.addTask { try await start(selection, mutant) }
            group.addTask {
                try await Task.sleep(for: .seconds(limit))
                return .tookTooLong
            }
            defer { group.cancelAll() }
            return try await group.next()!
        }
    }

    private func start(_ selection: TestSelection, _ mutant: Int) async throws -> Ending {
        var options = PlatformOptions()
        // A group of its own, so that what a test has started ends with it.
        options.processGroupID = 0
        let result = try await Subprocess.run(
            .path(FilePath(root.appending(path: ".build/debug/RemovalFuzzPackageTests.xctest").path)),
            arguments: Arguments(["--testing-library", "swift-testing"] + selection.arguments),
            environment: .inherit.updating(["REMOVALFUZZ_MUTANT": String(mutant), "NO_COLOR": "1"]),
            workingDirectory: FilePath(root.path), platformOptions: options, input: .none,
            output: .sequence, error: .combinedWithOutput
        ) { execution in
            let group = execution.processIdentifier.value
            return try await withTaskCancellationHandler {
                defer { _ = kill(-group, SIGKILL) }
                var failed: [String] = []
                for try await line in execution.standardOutput.strings(bufferingPolicy: .maxLineLength(64 << 20)) {
                    // One test is enough; the rest of the run would only take its time.
                    guard let name = Self.failedTest(line) else { continue }
                    failed.append(name)
                    break
                }
                return failed
            } onCancel: {
                _ = kill(-group, SIGKILL)
            }
        }
        switch result.terminationStatus {
        case .exited(0): return .passed
        case .exited: return .failed(result.closureResult)
        case .signaled: return result.closureResult.isEmpty ? .crashed : .failed(result.closureResult)
        }
    }

    /// The name of the test in a line that says that it failed.
    static func failedTest(_ line: String) -> String? {
        let mark = "✘ Test "
        guard line.hasPrefix(mark), let end = line.range(of: " failed after ", options: .backwards)?.lowerBound
        else { return nil }
        let start = line.index(line.startIndex, offsetBy: mark.count)
        let name = line[start..<end]
        guard !name.hasPrefix("run with "), !name.hasPrefix("case passing ") else { return nil }
        return String(name.firstRange(of: " with ").map { name[..<$0.lowerBound] } ?? name)
    }
}

/// Which tests to run.
struct TestSelection: Hashable, Sendable {
    /// A test target's module.
    var module: String
    var withGoldens: Bool

    /// Tests that compare digests have this word in their names.
    static let golden = "Golden"
    /// Asked of the sources as they are written, which a copy with switches in it is not.
    private static let aboutSources = ["LintTests", "MutantTests"]

    var arguments: [String] {
        var result = ["--filter", withGoldens ? Self.golden : "^" + module + "\\."]
        for name in Self.aboutSources { result += ["--skip", name] }
        if !withGoldens { result += ["--skip", Self.golden] }
        return result
    }

    /// The targets whose tests can notice a fault in a module, the likeliest first.
    static func all(for module: String) -> [TestSelection] {
        let targets =
            switch module {
            case "DAXModel":
                ["DAXModelTests", "RegressionTests", "RemovalFuzzTests", "KernelLabTests", "fuzz_removalTests"]
            case "RemovalFuzz":
                ["RemovalFuzzTests", "RegressionTests", "DAXModelTests", "fuzz_removalTests", "KernelLabTests"]
            case "Corpus": ["CorpusTests", "fuzz_removalTests"]
            case "KernelLab": ["KernelLabTests", "fuzz_removalTests"]
            default: ["fuzz_removalTests"]
            }
        return targets.map { TestSelection(module: $0, withGoldens: false) }
            + [TestSelection(module: "", withGoldens: true)]
    }
}
