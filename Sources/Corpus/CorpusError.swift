public import SystemPackage

/// Everything that can go wrong between a file of the store and its content.
///
/// Every case names the path it is about; bytes that never were a file carry the path their reader gave them. The
/// description is one sentence that says what happened, where, and what to do about it.
public enum CorpusError: Error, Hashable, Sendable {
    /// The file holds no byte at all.
    case empty(FilePath)
    /// The file does not begin as a packed file does.
    case notPacked(FilePath)
    /// The file ends early: it should have `expected` bytes (at least) and has `actual`.
    case truncated(FilePath, expected: UInt64, actual: UInt64)
    /// `count` bytes follow the end of the packed content.
    case trailingBytes(FilePath, count: UInt64)
    /// The container has a version, or flags, that this build does not know.
    case unsupportedVersion(FilePath, version: UInt16, flags: UInt16)
    /// The bytes are not those that were written; `detail` says how that was noticed.
    case damaged(FilePath, detail: String)
    /// The file, or the content it claims to hold, has `size` bytes where `limit` are allowed.
    case tooLarge(FilePath, size: UInt64, limit: UInt64)
    /// There is no such file or folder.
    case missing(FilePath)
    /// A folder stands where a file should be.
    case isFolder(FilePath)
    /// A pipe, a device or a socket stands where a regular file should be.
    case notRegularFile(FilePath)
    /// `name` cannot name a file of a store: it is empty, hidden, or holds a slash or a NUL.
    case invalidName(FilePath, name: String)
    /// The operating system refused `operation` (a verb, as in "read" or "write").
    case system(FilePath, operation: String, errno: Errno)
}

extension CorpusError {
    /// Who has to act on an error.
    public enum Kind: Hashable, Sendable {
        /// The input is not what it should be: exit status 65 (`EX_DATAERR`).
        case data
        /// The system could not read or write: exit status 74 (`EX_IOERR`).
        case inputOutput
    }

    /// Whether the bytes are to blame or the system.
    public var kind: Kind {
        switch self {
        case .empty, .notPacked, .truncated, .trailingBytes, .unsupportedVersion, .damaged, .tooLarge, .invalidName:
            .data
        case .missing, .isFolder, .notRegularFile, .system:
            .inputOutput
        }
    }

    /// The exit status that a command should end with after this error: 65 or 74.
    public var exitStatus: Int32 {
        switch kind {
        case .data: 65
        case .inputOutput: 74
        }
    }

    /// The file or folder that the error is about.
    public var path: FilePath {
        switch self {
        case .empty(let path), .notPacked(let path), .missing(let path), .isFolder(let path),
            .notRegularFile(let path), .truncated(let path, _, _), .trailingBytes(let path, _),
            .unsupportedVersion(let path, _, _), .damaged(let path, _), .tooLarge(let path, _, _),
            .invalidName(let path, _), .system(let path, _, _):
            path
        }
    }
}
