import Foundation
import Subprocess
import SystemPackage
import Testing

/// What the README shows is what a reader gets: its console blocks are run in a clone and compared.
@Suite(.timeLimit(.minutes(10))) struct ReadmeTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A command of a console block, and what the block shows of its output.
    struct Step: CustomTestStringConvertible, Sendable {
        var command: String
        var output: [String] = []
        var testDescription: String { command }
    }

    static let steps: [Step] = {
        let text = (try? String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)) ?? ""
        var steps: [Step] = []
        var isInside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                isInside = line == "```console"
            } else if isInside && line.hasPrefix("$ ") {
                steps.append(Step(command: String(line.dropFirst(2))))
            } else if isInside, let last = steps.indices.last {
                steps[last].output.append(line)
            }
        }
        return steps
    }()

    @Test func thereIsADemo() {
        #expect(Self.steps.count >= 2 && Self.steps.allSatisfy { !$0.output.isEmpty })
    }

    @Test(.timeLimit(.minutes(5)), arguments: steps) func printsWhatIsShown(step: Step) async throws {
        let folder = Workbench.program.removingLastComponent().string
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", step.command],
            environment: .inherit.updating(["PATH": folder + ":/usr/bin:/bin"]),
            workingDirectory: FilePath(Self.root.path), output: .string(limit: 1 << 24), error: .string(limit: 1 << 20))
        var lines = result.standardOutput.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        #expect(result.standardError == "")
        #expect(
            Self.isShown(step.output[...], lines[...]), "\(step.command) prints otherwise:\n\(result.standardOutput)")
    }

    /// Whether the output is what is shown. A shown line that begins with … stands for any number of lines, a … within a
    /// line for anything.
    static func isShown(_ shown: ArraySlice<String>, _ lines: ArraySlice<String>) -> Bool {
        guard let first = shown.first else { return lines.isEmpty }
        guard first.hasPrefix("…") else {
            guard let line = lines.first, matches(first, line) else { return false }
            return isShown(shown.dropFirst(), lines.dropFirst())
        }
        return (lines.startIndex...lines.endIndex).contains { isShown(shown.dropFirst(), lines[$0...]) }
    }

    private static func matches(_ shown: String, _ line: String) -> Bool {
        let parts = shown.components(separatedBy: "…")
        guard parts.count > 1 else { return shown == line }
        guard line.hasPrefix(parts[0]), line.hasSuffix(parts[parts.count - 1]) else { return false }
        var rest = line[...]
        for part in parts where !part.isEmpty {
            guard let range = rest.range(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }

    @Test func cutsStandForAnything() {
        #expect(Self.isShown(["a", "… cut …", "d"], ["a", "b", "c", "d"]))
        #expect(Self.isShown(["…", "a", "b"], ["a", "c", "a", "b"]))
        #expect(!Self.isShown(["a", "d"], ["a", "b", "d"]))
        #expect(!Self.isShown(["a"], ["a", "b"]))
        #expect(Self.isShown(["x…y…", "…"], ["x12y3", "z"]))
        #expect(!Self.isShown(["x…y"], ["xyz"]))
    }
}
