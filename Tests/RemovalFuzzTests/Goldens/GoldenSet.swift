import Corpus
import DAXModel
import Foundation
import RemovalFuzz

/// One golden: a case, and the digest that its target had when the file was written.
struct Golden: Sendable {
    /// The name of one of `GoldenTarget.all`.
    var target: String
    /// What the case was made from.
    var seed: UInt64
    var `case`: Case
    var digest: UInt64

    /// 64 bits of the hash of a case's text, as hexadecimal digits.
    static func hash(of text: String) -> String { String(ContentHash(of: Array(text.utf8)).description.prefix(16)) }
}

/// The committed goldens: `digests.txt`, a line a golden, and `cases.txt.zst`, the cases in the same order.
///
/// The cases are kept, although each comes from a seed: the generator is tuned often, and would change all of them. As
/// they are, a digest that differs says that the *model* has changed. The hash beside the digest says which case it
/// belongs to, so that other cases are never taken for another model.
enum GoldenSet {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    private static let digests = folder.appending(path: "digests.txt")
    private static let cases = folder.appending(path: "cases.txt.zst")
    /// Of all cases, unpacked.
    private static let sizeLimit = 16 << 20

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// Digests of another version are about to be replaced.
    private static let areWritten = ProcessInfo.processInfo.environment["REMOVALFUZZ_GOLDENS"] != nil

    /// What is committed, read once for all tests.
    static let committed = Result { try read() }

    /// The goldens of the two files, which have to fit together.
    private static func read() throws -> [Golden] {
        let lines = try String(contentsOf: digests, encoding: .utf8).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
        guard lines.first == "digest v\(Digest.version)" || areWritten else {
            throw Unreadable(
                description: "digests.txt is of another version than the model's digests, v\(Digest.version)")
        }
        let texts = try readCases()
        guard texts.count == lines.count - 1 else {
            throw Unreadable(description: "\(texts.count) cases for \(lines.count - 1) digests")
        }
        return try zip(lines.dropFirst(), texts).map { try golden($0, $1) }
    }

    /// The texts of the cases, each with the comment before it that names it.
    private static func readCases() throws -> [Substring] {
        let content = try PackedFrame.unpack(Array(Data(contentsOf: cases)), limit: sizeLimit, origin: "cases.txt.zst")
        return String(decoding: content, as: UTF8.self).split(separator: "# ")
    }

    private static func golden(_ line: Substring, _ text: Substring) throws -> Golden {
        let words = line.split(separator: " ")
        guard words.count == 4, let seed = UInt64(words[1]), let digest = UInt64(words[3], radix: 16) else {
            throw Unreadable(description: "digests.txt has a line that is no golden: \(line)")
        }
        let golden = Golden(
            target: String(words[0]), seed: seed, case: try Case(text: "# " + String(text)), digest: digest)
        guard text.hasPrefix(heading(golden) + "\n") else {
            throw Unreadable(description: "where \(heading(golden)) is due, cases.txt.zst has another case")
        }
        // The text as it is stored: one that is printed otherwise some day is still the same.
        guard Golden.hash(of: String(text.dropFirst(heading(golden).count + 1))) == words[2] else {
            throw Unreadable(description: "the case of \(heading(golden)) is not the one that digests.txt is about")
        }
        return golden
    }

    private static func heading(_ golden: Golden) -> String { "\(golden.target) seed \(golden.seed)" }

    /// Writes both files; the one with the cases only where they are others.
    static func write(_ goldens: [Golden]) throws {
        let text = goldens.map { "# \(heading($0))\n\($0.case.text)" }.joined()
        let packed = PackedFrame.pack(Array(text.utf8), level: 19)
        if (try? Data(contentsOf: cases)) != Data(packed) { try Data(packed).write(to: cases) }
        var lines = [
            "# What the cases in cases.txt.zst came to on their targets: target, seed, hash of the case, digest.",
            "# Written by make goldens.",
            "digest v\(Digest.version)",
        ]
        for golden in goldens {
            let hash = Golden.hash(of: golden.case.text)
            lines.append("\(golden.target) \(golden.seed) \(hash) \(hexadecimal(golden.digest))")
        }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: digests)
    }

    static func hexadecimal(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
