import DAXModel

/// What is wrong with the text of a target's name: where, what stands there, and what should.
public struct TargetNameError: Error, Hashable, Sendable, CustomStringConvertible {
    /// From one, in bytes.
    public let column: Int
    /// What stands there, fit for a message.
    public let found: String
    public let expected: String

    /// "column 8: found …, expected …".
    public var description: String { "column \(column): \(sentence)" }

    var sentence: String { "found \(found), expected \(expected)" }
}

extension TargetName {
    /// Reads "design+added~removed@profile@platform", of which all but the design may be missing. The guarantees may
    /// stand in any order.
    public init(text: String) throws(TargetNameError) {
        var reader = TargetNameReader()
        try reader.read(text)
        self = reader.name
    }

    /// Reads the two parts before and behind the first `@`, as a binary form holds them.
    init(designPart: String, kernelPart: String?) throws(TargetNameError) {
        var reader = TargetNameReader()
        try reader.read(kernelPart.map { designPart + "@" + $0 } ?? designPart)
        self = reader.name
        guard reader.designEnd == designPart.utf8.count else {
            throw TargetNameError(column: reader.designEnd + 1, found: "\"@\"", expected: "a design without a profile")
        }
    }

    static let nameExpected = "a name of at most \(nameLimit) letters, digits, \"_\", \".\" and \"-\""
}

private struct TargetNameReader {
    private var design = ""
    private var profile: String?
    private var platform: String?
    private var added: [String] = []
    private var removed: [String] = []
    /// Bytes before the first `@`.
    private(set) var designEnd = 0

    var name: TargetName {
        TargetName(design: design, profile: profile, platform: platform, added: added, removed: removed)
    }

    mutating func read(_ text: String) throws(TargetNameError) {
        let bytes = Array(text.utf8)
        guard bytes.count <= TargetName.textLimit else {
            throw TargetNameError(
                column: TargetName.textLimit + 1, found: "\(bytes.count) bytes",
                expected: "a target of at most \(TargetName.textLimit) bytes")
        }
        var start = 0
        var mark: UInt8?
        designEnd = bytes.count
        while true {
            let end = bytes[start...].firstIndex(where: isMark) ?? bytes.count
            try take(String(decoding: bytes[start..<end], as: UTF8.self), after: mark, column: start + 1)
            guard end < bytes.count else { return }
            mark = bytes[end]
            if mark == UInt8(ascii: "@") && profile == nil { designEnd = end }
            start = end + 1
        }
    }

    private func isMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "+") || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "@")
    }

    private mutating func take(_ word: String, after mark: UInt8?, column: Int) throws(TargetNameError) {
        switch mark {
        case nil:
            design = try checked(word, "a design's name", column)
        case UInt8(ascii: "@") where profile == nil:
            profile = try checked(word, "a profile's name", column)
        case UInt8(ascii: "@") where platform == nil:
            platform = try checked(word, "a platform's name", column)
        case UInt8(ascii: "@"):
            throw TargetNameError(column: column - 1, found: "a third \"@\"", expected: "the end of the target")
        default:
            try takeGuarantee(word, isAdded: mark == UInt8(ascii: "+"), column)
        }
    }

    private mutating func takeGuarantee(
        _ word: String, isAdded: Bool, _ column: Int
    ) throws(TargetNameError) {
        let mark = isAdded ? "+" : "~"
        guard profile == nil else {
            throw TargetNameError(
                column: column - 1, found: quoted(mark + word),
                expected: "guarantees before the profile, as in design\(mark)guarantee@profile")
        }
        let guarantee = try checked(word, "a guarantee's name", column)
        if added.contains(guarantee) || removed.contains(guarantee) {
            let isContradiction = added.contains(guarantee) != isAdded
            throw TargetNameError(
                column: column, found: quoted(guarantee) + (isContradiction ? " both added and removed" : " twice"),
                expected: isContradiction ? "one or the other" : "each guarantee once")
        }
        guard added.count + removed.count < TargetName.guaranteeLimit else {
            throw TargetNameError(
                column: column, found: "one guarantee too many", expected: "at most \(TargetName.guaranteeLimit)")
        }
        if isAdded { added.append(guarantee) } else { removed.append(guarantee) }
    }

    private func checked(_ word: String, _ expected: String, _ column: Int) throws(TargetNameError) -> String {
        guard word.utf8.count <= TargetName.nameLimit, !word.isEmpty, word.utf8.allSatisfy(\.isNameByte) else {
            throw TargetNameError(
                column: column, found: word.isEmpty ? "nothing" : quoted(word),
                expected: "\(expected), \(TargetName.nameExpected)")
        }
        return word
    }
}
