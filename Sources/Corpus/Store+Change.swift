public import SystemPackage

/// A file that a store holds.
public struct StoredFile: Hashable, Sendable {
    /// Its name in the store's folder.
    public let name: String

    /// The folder and the name.
    public let path: FilePath

    /// Whether this `put` wrote it; otherwise the store held the same content already.
    public let isNew: Bool
}

extension Store {
    /// Stores `payload` under its content's hash.
    ///
    /// Storing a content a second time changes nothing, unless the file has been damaged: then it is written anew. A
    /// durable store waits for the disk even so, because another writer may not have come that far.
    ///
    /// - Parameters:
    ///   - payload: At most `limit` bytes.
    ///   - prefix: What the name begins with; no slash, and no dot at its beginning.
    /// - Throws: `invalidName`, `tooLarge`, `isFolder` where a folder has the name, or `system`.
    @discardableResult
    public func put(_ payload: [UInt8], prefix: String = "") throws(CorpusError) -> StoredFile {
        let name = name(of: payload, prefix: prefix)
        let path = try path(of: name)
        guard payload.count <= limit else {
            throw .tooLarge(path, size: UInt64(payload.count), limit: UInt64(limit))
        }
        let isNew = try !holds(payload, at: path)
        try createDirectory()
        if isNew {
            try BoundedFile.replaceAtomically(path, with: PackedFrame.pack(payload), durable: isDurable)
        } else if isDurable {
            // Whoever wrote it may have been stopped before it was on the disk, or may not be there yet.
            try POSIX.synchronizeFile(path)
            try POSIX.synchronizeFolder(directory)
        }
        return StoredFile(name: name, path: path, isNew: isNew)
    }

    /// Removes the file called `name`, whatever it holds.
    ///
    /// - Throws: `missing` where there is none, `isFolder`, or `system`.
    public func remove(_ name: String) throws(CorpusError) {
        let path = try path(of: name)
        try system("remove", path) { try POSIX.unlink(path) }
        if isDurable { try POSIX.synchronizeFolder(directory) }
    }

    /// Removes the temporary files of writers that are no more, as `kill -9` leaves them.
    ///
    /// Safe while other processes write to the same folder. A missing folder has nothing to sweep.
    ///
    /// - Returns: The paths that were removed, sorted.
    @discardableResult
    public func sweep() throws(CorpusError) -> [FilePath] {
        var removed: [FilePath] = []
        for name in try allNames() where name.string.hasPrefix(TemporaryFile.prefix) {
            let path = directory.appending(name)
            if try TemporaryFile.removeIfAbandoned(path) { removed.append(path) }
        }
        return removed
    }

    /// Creates the store's folder and those above it where they are missing.
    public func createDirectory() throws(CorpusError) {
        try create(directory)
    }

    private func holds(_ payload: [UInt8], at path: FilePath) throws(CorpusError) -> Bool {
        do throws(CorpusError) {
            return try read(path) == payload
        } catch {
            switch error {
            case .missing: return false
            case _ where error.kind == .data: return false
            default: throw error
            }
        }
    }

    private func create(_ folder: FilePath) throws(CorpusError) {
        do {
            try POSIX.makeFolder(folder)
            if isDurable { try synchronizeNames(above: folder) }
        } catch Errno.fileExists {
            guard (try? folder.stat().type) == .directory else {
                throw .system(folder, operation: "create", errno: .notDirectory)
            }
            // Whoever made it may have been stopped before its name was on the disk.
            if isDurable { try? POSIX.synchronizeFolder(folder.folder) }
        } catch Errno.noSuchFileOrDirectory where folder.folder != folder {
            try create(folder.folder)
            try createLast(folder)
        } catch {
            throw CorpusError(error, "create", folder)
        }
    }

    /// Creates a folder whose parent is there. Once and not again: a folder that is still missing cannot be made.
    private func createLast(_ folder: FilePath) throws(CorpusError) {
        do {
            try POSIX.makeFolder(folder)
        } catch Errno.fileExists {
            // Another writer was quicker.
        } catch {
            throw CorpusError(error, "create", folder)
        }
        if isDurable { try POSIX.synchronizeFolder(folder.folder) }
    }

    /// Waits until the name of a new folder is on the disk, and those of the folders above it: the next one may be as
    /// new, made by a writer that was stopped. Those further up may belong to others, so that they need not be readable.
    private func synchronizeNames(above folder: FilePath) throws(CorpusError) {
        try POSIX.synchronizeFolder(folder.folder)
        var parent = folder.folder
        while parent.folder != parent {
            parent = parent.folder
            try? POSIX.synchronizeFolder(parent)
        }
    }
}
