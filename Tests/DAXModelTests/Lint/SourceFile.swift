import Foundation

/// A Swift file of a module, as tests read it that ask the sources themselves.
struct SourceFile {
    /// Its path below the folder of the module.
    let name: String
    /// Without comments.
    let lines: [Substring]

    /// The top of the repository.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The files of a module, sorted by their names.
    static func all(of module: String) throws -> [SourceFile] {
        let places = ["Sources/", "Benchmarks/"].map { root.appending(path: $0 + module) }
        let folder = places.first { FileManager.default.fileExists(atPath: $0.path) } ?? places[0]
        return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
            .filter { $0.hasSuffix(".swift") }
            .map { SourceFile(name: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
    }

    init(name: String, text: String) {
        self.name = name
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line[..<(line.firstRange(of: "//")?.lowerBound ?? line.endIndex)]
        }
    }

    /// The first folder of its path; "." beside the folders.
    var folder: String { name.contains("/") ? String(name.prefix { $0 != "/" }) : "." }

    /// Names, numbers and key words of a line.
    static func words(_ line: Substring) -> [Substring] {
        line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
