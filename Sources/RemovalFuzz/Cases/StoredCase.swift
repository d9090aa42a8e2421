/// What is wrong with a stored case, in whichever form it is.
public enum StoredCaseError: Error, Hashable, Sendable, CustomStringConvertible {
    case text(CaseTextError)
    case binary(CaseFormatError)

    /// One sentence that says where the problem is.
    public var description: String {
        switch self {
        case .text(let error): error.description
        case .binary(let error): error.description
        }
    }
}

/// Reads whatever a case may be stored as; unpacking is done elsewhere.
public enum StoredCase {
    /// Most bytes of a stored case in any form.
    public static var sizeLimit: Int { CaseParser.textLimit }

    /// Reads a crasher or a plain case, text or binary, told apart by the first bytes.
    /// A plain case gives a crasher that has neither target nor anything else recorded.
    public static func read(_ bytes: [UInt8]) throws(StoredCaseError) -> Crasher {
        if bytes.starts(with: Crasher.magic.utf8.dropLast()) {
            do throws(CaseFormatError) { return try Crasher(encoded: bytes) } catch { throw .binary(error) }
        }
        if bytes.starts(with: Case.magic.utf8.dropLast()) {
            do throws(CaseFormatError) { return Crasher(case: try Case(encoded: bytes)) } catch { throw .binary(error) }
        }
        do throws(CaseTextError) { return try CaseParser.parse(bytes) } catch { throw .text(error) }
    }
}
