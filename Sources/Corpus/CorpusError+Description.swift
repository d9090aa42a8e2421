import SystemPackage

extension CorpusError: CustomStringConvertible {
    /// One sentence, without a final full stop: what, where, and what to do.
    public var description: String {
        switch self {
        case .empty(let path):
            "\(path) is empty; restore it from a copy or delete it"
        case .notPacked(let path):
            "\(path) is not a packed file; check that the path names the file you mean"
        case .truncated(let path, let expected, let actual):
            "\(path) is cut short: it has \(actual) bytes and should have \(expected) or more; restore it from a copy"
        case .trailingBytes(let path, let count):
            "\(path) has \(count) bytes too many at its end; restore it from a copy"
        case .unsupportedVersion(let path, let version, let flags):
            "\(path) has container version \(version) with flags \(flags), which this build does not know; "
                + "use a newer build, or restore the file if it is damaged"
        case .damaged(let path, let detail):
            "\(path) is damaged (\(detail)); restore it from a copy or delete it"
        case .tooLarge(let path, let size, let limit):
            "\(path) needs \(size) bytes where \(limit) are allowed; check that the path names the file you mean"
        case .missing(let path):
            "\(path) does not exist; check the path"
        case .isFolder(let path):
            "\(path) is a folder where a file should be; name a file or move the folder away"
        case .notRegularFile(let path):
            "\(path) is a pipe, a device or a socket where a regular file should be; name a regular file"
        case .invalidName(let path, let name):
            "\"\(name)\" cannot name a file in \(path); use a name without slashes that does not begin with a dot"
        case .system(let path, let operation, let errno):
            "cannot \(operation) \(path): \(errno); \(Self.advice(errno))"
        }
    }

    private static func advice(_ errno: Errno) -> String {
        switch errno {
        case .noSpace, .diskQuotaExceeded:
            "free some space or choose another folder"
        case .permissionDenied, .notPermitted:
            "change its permissions or choose another place"
        case .readOnlyFileSystem:
            "choose a folder on a writable filesystem"
        case .noSuchFileOrDirectory:
            "create its folder first or choose another path"
        case .notDirectory:
            "a part of the path is not a folder, so choose another path"
        case .fileNameTooLong:
            "choose a shorter name"
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem:
            "close other programs or raise the limit on open files"
        default:
            "check the path and the disk, then try again"
        }
    }
}
