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

    /// The same behind a file's name: "x.case:4:9: found …" where lines and columns are known.
    public func description(in file: String) -> String {
        switch self {
        case .text(let error): error.description(in: file)
        case .binary(let error): "\(file): \(error)"
        }
    }
}

/// Reads whatever a case may be stored as; unpacking is done elsewhere.
public enum StoredCase {
    /// Most bytes of a stored case in any form.
    public static var sizeLimit: Int { CaseParser.textLimit }

    /// Reads a crasher or a plain case, text or binary, told apart by the first bytes.
    /// A plain case gives a crasher that has neither target nor anything else recorded.
    public static func read(_ bytes: [UInt8]) throws(StoredCaseError) -> Crasher { try read(bytes, mends: false) }

    /// Reads a case to begin a search with. What an earlier build wrote may hold faults and preemptions that cannot take
    /// place: here they are dropped and the rest is used, because nobody claims anything about a seed.
    public static func readSeed(_ bytes: [UInt8]) throws(StoredCaseError) -> Case { try read(bytes, mends: true).case }

    private static func read(_ bytes: [UInt8], mends: Bool) throws(StoredCaseError) -> Crasher {
        do throws(CaseFormatError) {
            if bytes.starts(with: Crasher.magic.utf8) {
                return try Crasher(encoded: bytes, mends: mends)
            }
            if bytes.starts(with: Case.magic.utf8) {
                return Crasher(case: try Case(encoded: bytes, mends: mends))
            }
        } catch { throw .binary(error) }
        do throws(CaseTextError) { return try CaseParser.parse(bytes, mends: mends) } catch {
            // Line and column help nobody where already the first word is noise.
            let isNoise = error.line == 1 && error.column == 1 && String(validating: bytes, as: UTF8.self) == nil
            guard isNoise else { throw .text(error) }
            throw .binary(CaseFormatError(offset: 0, sentence: "neither text nor a case in its binary form"))
        }
    }
}
