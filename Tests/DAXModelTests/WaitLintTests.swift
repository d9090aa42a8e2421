import Foundation
import Testing

/// A test that waits must end: on a machine that lacks something, a hang says nothing. Asked of the tests themselves.
@Suite struct WaitLintTests {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// The files of all test targets but this one, without comments.
    private static func files() throws -> [(name: String, lines: [String])] {
        let own = URL(filePath: #filePath).lastPathComponent
        return try FileManager.default.subpathsOfDirectory(atPath: tests.path).sorted()
            .filter { $0.hasSuffix(".swift") && !$0.hasSuffix(own) }
            .map { name in
                let text = try String(contentsOf: tests.appending(path: name), encoding: .utf8)
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                return (name, lines.map { line in String(line.prefix(upTo: comment(in: line))) })
            }
    }

    private static func comment(in line: Substring) -> Substring.Index {
        line.firstRange(of: "//")?.lowerBound ?? line.endIndex
    }

    private static func words(_ line: String) -> [Substring] {
        line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }

    /// Waits that no time limit can end: they block their thread, or nothing in them notices that the test was cancelled.
    private static let blocking = [
        "waitUntilExit", "readDataToEndOfFile", "readToEnd", "DispatchSemaphore", "waitpid", "usleep", "while await",
    ]

    /// The text of each `@Suite` up to the type that it is about; empty for tests that are in no suite.
    private static func suites(_ lines: [String]) -> [Substring] {
        let parts = lines.joined(separator: "\n").split(separator: "@Suite", omittingEmptySubsequences: false)
        return parts.dropFirst().map { $0.prefix(upTo: $0.firstRange(of: "{")?.lowerBound ?? $0.endIndex) }
    }

    @Test func `every suite that waits has a time limit`() throws {
        var waiting = 0
        for (name, lines) in try Self.files() {
            let tests = lines.contains { $0.contains("@Test") }
            guard tests, lines.contains(where: { $0.contains("await ") || $0.contains("sleep(") }) else { continue }
            waiting += 1
            let suites = Self.suites(lines)
            #expect(!suites.isEmpty && suites.allSatisfy { $0.contains(".timeLimit(") }, "\(name)")
        }
        #expect(waiting >= 8)
    }

    @Test func `no test waits in a way that its time limit cannot end`() throws {
        for (name, lines) in try Self.files() {
            for (number, line) in lines.enumerated() {
                for word in Self.blocking {
                    #expect(!line.contains(word), "\(name):\(number + 1): \(word)")
                }
            }
        }
    }

    /// A `while` that sleeps waits for something that may never come.
    @Test func `every loop that sleeps has a deadline`() throws {
        for (name, lines) in try Self.files() {
            for (number, line) in lines.enumerated() where Self.words(line).first == "while" {
                let indent = line.prefix { $0 == " " }
                let loop = lines[number...].prefix { !$0.hasPrefix(indent + "}") } + []
                let sleeps = loop.contains { Self.words($0).contains("sleep") }
                #expect(!sleeps || loop.contains { Self.words($0).contains("deadline") }, "\(name):\(number + 1)")
            }
        }
    }
}
