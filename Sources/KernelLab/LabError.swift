/// Why the laboratory could not do its work: one sentence that says what, where, and what to do.
public struct LabError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the caller's exit status should tell apart.
    public enum Kind: Hashable, Sendable {
        /// Something that the machine lacks: QEMU, a kernel, DAX, a compiler (EX_UNAVAILABLE).
        case unavailable
        /// A file that could not be read or written.
        case inputOutput
    }

    public let kind: Kind
    public let sentence: String

    public init(_ kind: Kind, _ sentence: String) {
        self.kind = kind
        self.sentence = sentence
    }

    public static func unavailable(_ sentence: String) -> LabError { LabError(.unavailable, sentence) }
    public static func inputOutput(_ sentence: String) -> LabError { LabError(.inputOutput, sentence) }

    public var description: String { sentence }
}
