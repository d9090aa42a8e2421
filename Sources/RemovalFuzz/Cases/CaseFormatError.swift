/// What is wrong with the binary form of a case or crasher.
public struct CaseFormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Byte, from zero.
    public let offset: Int
    /// What is wrong.
    public let sentence: String

    init(offset: Int, sentence: String) {
        self.offset = offset
        self.sentence = sentence
    }

    init(offset: Int, found: String, expected: String) {
        self.init(offset: offset, sentence: "found \(found), expected \(expected)")
    }

    /// One sentence, for example "byte 12: found the code 77, expected a kind of operation".
    public var description: String { "byte \(offset): \(sentence)" }
}
