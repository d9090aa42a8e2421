import SystemPackage

/// A file under construction, hidden beside the one that it will replace.
///
/// It is named `.tmp-`, the writer's process id, and a counter. The writer holds a lock (`flock`) on it until it is
/// renamed or removed. The kernel drops the lock with the process, however that ends, so that a temporary file without
/// a lock is one that nobody will finish; process ids are reused, and mean nothing in another container.
struct TemporaryFile {
    static let prefix = ".tmp-"
    private static let mostOfOneProcess = 100_000

    private static let notOurs: [Errno] = [
        .noSuchFileOrDirectory, .permissionDenied, .notPermitted, .tooManySymbolicLinkLevels, .isDirectory,
    ]

    private let file: FileDescriptor
    let path: FilePath

    /// Creates and locks an empty temporary file in `folder`; an error names `target`, for which it stands.
    init(in folder: FilePath, for target: FilePath) throws(CorpusError) {
        let stem = "\(Self.prefix)\(POSIX.processID)-"
        for counter in 0..<Self.mostOfOneProcess {
            let path = folder.appending("\(stem)\(counter)")
            do {
                file = try POSIX.create(path)
            } catch Errno.fileExists {
                continue
            } catch {
                throw CorpusError(error, "write", target)
            }
            self.path = path
            POSIX.lock(file)
            return
        }
        throw .system(target, operation: "write", errno: .fileExists)
    }

    func write(_ bytes: [UInt8], durable: Bool, for target: FilePath) throws(CorpusError) {
        try system("write", target) {
            try POSIX.write(bytes, to: file, at: path)
            if durable { try POSIX.synchronize(file, at: path) }
        }
    }

    func rename(to target: FilePath) throws(CorpusError) {
        try system("write", target) { try POSIX.rename(path, to: target) }
    }

    /// Removes the file's name, if it still has it.
    func remove() {
        try? POSIX.unlink(path)
    }

    /// Drops the lock.
    func close() {
        try? file.close()
    }

    /// Removes the temporary file at `path` unless a living process holds it; says whether it did. What is not ours to
    /// open or to remove (another user's file, a link, a folder) stays.
    static func removeIfAbandoned(_ path: FilePath) throws(CorpusError) -> Bool {
        do {
            let options: FileDescriptor.OpenOptions = [.noFollow, .nonBlocking, .closeOnExec]
            let file = try FileDescriptor.open(path, .readOnly, options: options)
            return try file.closeAfter {
                guard POSIX.lockIsFree(file) else { return false }
                try POSIX.unlink(path)
                return true
            }
        } catch let errno as Errno where Self.notOurs.contains(errno) {
            return false
        } catch {
            throw CorpusError(error, "remove", path)
        }
    }
}
