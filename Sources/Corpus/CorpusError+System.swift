import SystemPackage

extension CorpusError {
    /// The error that stands for `error`, met while doing `operation` (a verb) to `path`.
    init(_ error: any Error, _ operation: String, _ path: FilePath) {
        switch error {
        case let error as CorpusError: self = error
        case Errno.noSuchFileOrDirectory where operation != "write": self = .missing(path)
        case Errno.isDirectory: self = .isFolder(path)
        case let errno as Errno: self = .system(path, operation: operation, errno: errno)
        default: preconditionFailure("SystemPackage throws Errno only, and threw \(error)")
        }
    }
}

/// Runs `body` and says of its failure that it was met while doing `operation` (a verb) to `path`.
func system<Result>(
    _ operation: String, _ path: FilePath, _ body: () throws -> Result
) throws(CorpusError) -> Result {
    do {
        return try body()
    } catch {
        throw CorpusError(error, operation, path)
    }
}
