/// What is wrong with the binary form of a case or crasher.
public struct CaseFormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Byte, from zero.
    public let offset: Int
    public let found: String
    public let expected: String

    /// One sentence, for example "byte 12: found the code 77, expected a kind of operation".
    public var description: String { "byte \(offset): found \(found), expected \(expected)" }
}
