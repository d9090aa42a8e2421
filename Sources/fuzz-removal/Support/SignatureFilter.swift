import Corpus
import DAXModel
import RemovalFuzz
import SystemPackage

/// Signatures that an option names: an oracle, the beginning of a signature, or a file of such lines.
///
/// What could never match is refused: a mistyped name would otherwise hide nothing, or expect the impossible, without a
/// word.
struct SignatureFilter: Hashable, Sendable {
    /// Most lines of a file.
    static let lineLimit = 4096
    private static let fileLimit = 1 << 20

    private var oracles: Set<String> = []
    private var prefixes: [String] = []

    /// - Parameter arguments: Each an oracle, the beginning of a signature, or the name of a file.
    init(_ arguments: [String]) throws(Failure) {
        for argument in arguments {
            let oracle = String(argument.prefix { $0 != "/" })
            if !Self.oracleNames.contains(oracle), (try? FilePath(argument).stat()) != nil {
                try addFile(argument)
            } else {
                guard Self.oracleNames.contains(oracle) || !argument.contains(".") else {
                    throw .usage("there is no file \(argument), and no oracle is called so; check the path")
                }
                try add(argument)
            }
        }
    }

    func matches(_ signature: String) -> Bool {
        if !oracles.isEmpty, oracles.contains(String(signature.prefix { $0 != "/" })) { return true }
        return prefixes.contains { signature.hasPrefix($0) }
    }

    /// - Parameter pattern: Steps may have the names that they had when it was written.
    private mutating func add(_ written: String) throws(Failure) {
        let pattern = Crasher.currentSignature(written)
        try SignaturePattern.check(pattern)
        if pattern.contains("/") { prefixes.append(pattern) } else { oracles.insert(pattern) }
    }

    /// One line each; empty lines, and what follows a hash sign at the beginning of a line, are none.
    private mutating func addFile(_ name: String) throws(Failure) {
        let bytes = try storing { () throws(CorpusError) in
            try BoundedFile.read(FilePath(name), limit: Self.fileLimit)
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count <= Self.lineLimit else {
            throw .badData("\(name) has more than \(Self.lineLimit) lines; ignore by oracle or by a shorter prefix")
        }
        for (index, line) in lines.enumerated() {
            let text = line.drop { $0.isWhitespace }
            guard let end = text.lastIndex(where: { !$0.isWhitespace }), text.first != "#" else { continue }
            do throws(Failure) { try add(String(text[...end])) } catch {
                throw .badData("\(name):\(index + 1): \(error.sentence)")
            }
        }
    }

    private static let oracleNames = Oracle.allCases.map(\.name)
}

/// Whether the beginning of a signature could be one: every part but the last is a whole word of this build, the last
/// the beginning of one.
enum SignaturePattern {
    static func check(_ pattern: String) throws(Failure) {
        let parts = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let oracle = Oracle.allCases.first(where: { $0.name == parts[0] }) else {
            throw .unknown("oracle", parts[0], among: Oracle.allCases.map(\.name), status: ExitStatus.usage)
        }
        var rank = 0
        for (index, part) in parts.enumerated().dropFirst() {
            let isLast = index == parts.count - 1
            if index > 2 { try checkOrder(part, after: &rank) }
            switch index {
            case 1: try check(part, "object", oracle.objects.map(\.name), isLast: isLast)
            case 2: try checkDetection(part, isLast: isLast)
            default: try checkRest(part, isLast: isLast)
            }
        }
    }

    /// A detail, where the object was made, the phase, what passed it by: each once, in this order.
    private static func checkOrder(_ part: String, after rank: inout Int) throws(Failure) {
        // The last part may be the beginning of anything.
        guard !part.isEmpty else { return }
        let own: Int
        if part.hasPrefix("passed=") || "passed=".hasPrefix(part) {
            own = 4
        } else if RemovalPhase.allCases.contains(where: { $0.name.hasPrefix(part) }) {
            own = 3
        } else {
            own = part.hasPrefix("created=") || "created=".hasPrefix(part) ? 2 : 1
        }
        guard own > rank else {
            throw .usage("no signature has \"\(part.prefix(80))\" there; `fuzz-removal list --json` prints whole ones")
        }
        rank = own
    }

    private static func check(_ part: String, _ kind: String, _ words: [String], isLast: Bool) throws(Failure) {
        if isLast ? words.contains(where: { $0.hasPrefix(part) }) : words.contains(part) { return }
        throw unknown(kind, part, words)
    }

    /// "path:step", or "path:step<caller".
    private static func checkDetection(_ part: String, isLast: Bool) throws(Failure) {
        let halves = part.split(separator: "<", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        try check(halves[0], "step", steps, isLast: isLast && halves.count == 1)
        if halves.count == 2 { try check(halves[1], "path", paths, isLast: isLast) }
    }

    /// A detail, "created=path:step", a phase, or "passed=reason@path:step".
    private static func checkRest(_ part: String, isLast: Bool) throws(Failure) {
        if part.hasPrefix("created=") {
            return try check(String(part.dropFirst(8)), "step", steps, isLast: isLast)
        }
        let reasons = PassReason.allCases.map(\.name)
        guard part.hasPrefix("passed=") else {
            let words = Violation.Detail.allCases.compactMap(\.name) + RemovalPhase.allCases.map(\.name)
            return try check(part, "detail or phase", words + (isLast ? ["created=", "passed="] : []), isLast: isLast)
        }
        let halves = part.dropFirst(7).split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
            .map(String.init)
        try check(halves[0], "reason", reasons, isLast: isLast && halves.count == 1)
        if halves.count == 2 { try check(halves[1], "step", steps + ["none"], isLast: isLast) }
    }

    private static func unknown(_ kind: String, _ word: String, _ words: [String]) -> Failure {
        let shown = String(word.unicodeScalars.prefix(80).map { $0.value < 32 ? " " : Character($0) })
        var sentence = "no signature has the \(kind) \"\(shown)\""
        if let nearest = Suggestion.nearest(to: word, among: words) {
            sentence += "; did you mean \"\(nearest)\"?"
        } else if words.count <= 20 {
            sentence += "; known are \(words.joined(separator: ", "))"
        } else {
            sentence += "; `fuzz-removal list --json` prints whole signatures"
        }
        return .usage(sentence)
    }

    private static let steps = Array(Set(StepTable.shared.all.map { StepTable.shared.qualified($0) })).sorted()
    private static let paths = Array(Set(StepTable.shared.all.map { StepTable.shared.path($0) })).sorted()
}
