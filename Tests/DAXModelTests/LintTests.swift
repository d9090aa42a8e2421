import Foundation
import Testing

/// What the model must not contain, and which way modules may import each other: asked of the sources themselves.
@Suite struct LintTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources")

    /// Path below `Sources` and lines without comments of every Swift file of a module.
    private static func files(of module: String) throws -> [(name: String, lines: [Substring])] {
        let folder = sources.appending(path: module)
        var files: [(name: String, lines: [Substring])] = []
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
        where name.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            files.append((name, lines.map(withoutComment)))
        }
        return files
    }

    private static func withoutComment(_ line: Substring) -> Substring {
        guard let comment = line.firstRange(of: "//") else { return line }
        return line[..<comment.lowerBound]
    }

    /// Clocks, randomness, threads, hashing order, reference types, input and output.
    private static let forbidden = [
        "Foundation", "Glibc", "Darwin", "Dispatch", "Clock", "Date", "DispatchTime", "random", "shuffled", "shuffle",
        "SystemRandomNumberGenerator", "Hasher", "hashValue", "Set", "Dictionary", "class", "actor", "async", "await",
        "Thread", "Mutex", "Atomic", "print", "readLine", "getenv", "fopen", "Mirror", "lazy", "weak",
    ]

    @Test func modelIsPure() throws {
        let files = try Self.files(of: "DAXModel")
        #expect(files.count > 50)
        for file in files {
            for (number, line) in file.lines.enumerated() {
                let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
                for word in Self.forbidden where words.contains(Substring(word)) {
                    Issue.record("\(file.name):\(number + 1): \(word)")
                }
                // A dictionary type or literal.
                #expect(!line.contains("[String:") && !line.contains("[Int:"), "\(file.name):\(number + 1)")
            }
        }
    }

    @Test(arguments: [
        ("DAXModel", []),
        ("RemovalFuzz", ["DAXModel", "CSanitizerCoverage", "DequeModule"]),
        ("Corpus", ["CZstd", "SystemPackage", "Glibc", "Musl", "Darwin"]),
    ])
    func importsPointOneWay(module: String, allowed: [String]) throws {
        for file in try Self.files(of: module) {
            for line in file.lines {
                let words = line.split(separator: " ")
                guard let at = words.firstIndex(of: "import"), at <= 2, words.count > at + 1 else { continue }
                #expect(allowed.contains(String(words[at + 1])), "\(module)/\(file.name): \(line)")
            }
        }
    }
}
