public import SystemPackage

extension BoundedFile {
    private static let mostAttempts = 20

    /// Makes `bytes` the content of the file at `path`: afterwards, and after a crash or a full disk at any moment, the
    /// file holds either all of them or all that it held before.
    ///
    /// The bytes go to a temporary file in the same folder, which is then renamed. A symbolic link is followed. What is
    /// no regular file (`/dev/stdout`, a named pipe) cannot be replaced and is written to instead.
    ///
    /// - Parameters:
    ///   - path: The file to replace or create; its folder has to exist.
    ///   - bytes: The whole new content.
    ///   - durable: Whether to wait until the file and its name are on the disk (`fsync` of the file and the folder).
    /// - Throws: `isFolder`, or `system`.
    public static func replaceAtomically(
        _ path: FilePath, with bytes: [UInt8], durable: Bool = true
    ) throws(CorpusError) {
        switch try? path.stat().type {
        case nil:
            try replace(path, with: bytes, durable: durable)
        case .regular:
            try replace(POSIX.realPath(path) ?? path, with: bytes, durable: durable)
        case .directory:
            throw .isFolder(path)
        default:
            try writeDirectly(path, bytes)
        }
    }

    private static func writeDirectly(_ path: FilePath, _ bytes: [UInt8]) throws(CorpusError) {
        try system("write", path) {
            let file = try FileDescriptor.open(path, .writeOnly, options: .closeOnExec)
            try file.closeAfter { _ = try file.writeAll(bytes) }
        }
    }

    private static func replace(_ path: FilePath, with bytes: [UInt8], durable: Bool) throws(CorpusError) {
        let folder = path.folder
        // Another process that sweeps may take a new temporary file for an abandoned one before it is locked.
        for attemptsLeft in (0..<mostAttempts).reversed() {
            let temporary = try TemporaryFile(in: folder, for: path)
            defer { temporary.close() }
            do throws(CorpusError) {
                try temporary.write(bytes, durable: durable, for: path)
                try temporary.rename(to: path)
                break
            } catch {
                temporary.remove()
                guard case .system(_, _, .noSuchFileOrDirectory) = error, attemptsLeft > 0 else { throw error }
            }
        }
        if durable { try POSIX.synchronizeFolder(folder) }
    }
}

extension FilePath {
    /// The folder that holds the file: what stands before the last component, or the current folder.
    var folder: FilePath {
        let parent = removingLastComponent()
        return parent.isEmpty ? "." : parent
    }
}
