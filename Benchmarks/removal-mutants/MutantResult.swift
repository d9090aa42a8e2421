import Foundation

/// What the tests made of one mutant.
struct MutantResult: Codable, Hashable {
    enum Verdict: String, Codable {
        /// A test that states a behaviour failed, crashed or hung.
        case killed
        /// Only a comparison of digests noticed it.
        case killedByGoldens = "killed by goldens only"
        case survived
    }

    var id: String
    var verdict: Verdict
    /// The first few tests that noticed it.
    var tests: [String]
}

/// Results that are kept while their tree stays what it is, so that an interrupted run is taken up where it ended.
struct ResultFile {
    private struct Content: Codable {
        var tree: String
        var results: [MutantResult]
    }

    private let file: URL
    private var content: Content

    /// - Parameter tree: What names the state of the tree; results of another one are forgotten.
    init(_ file: URL, tree: String) {
        self.file = file
        let kept = (try? Data(contentsOf: file)).flatMap { try? JSONDecoder().decode(Content.self, from: $0) }
        content = kept?.tree == tree ? kept! : Content(tree: tree, results: [])
    }

    subscript(id: String) -> MutantResult? { content.results.first { $0.id == id } }

    mutating func add(_ result: MutantResult) throws {
        content.results.removeAll { $0.id == result.id }
        content.results.append(result)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(content).write(to: file, options: .atomic)
    }
}
