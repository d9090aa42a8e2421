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
            try settle(path)
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

    /// Creates the store's folder and those above it where they are missing. A durable store waits until their names are
    /// on the disk.
    public func createDirectory() throws(CorpusError) {
        try create(directory)
        if isDurable { try synchronizeNames(above: directory) }
    }

    /// Waits until a file that is there is on the disk: whoever wrote it may have been stopped before, or may not be there
    /// yet.
    func settle(_ path: FilePath) throws(CorpusError) {
        try POSIX.synchronizeFile(path)
        try POSIX.synchronizeFolder(directory)
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
        } catch Errno.fileExists {
            guard (try? folder.stat().type) == .directory else {
                throw .system(folder, operation: "create", errno: .notDirectory)
            }
        } catch Errno.noSuchFileOrDirectory where folder.folder != folder {
            try create(folder.folder)
            // Once more and not again: a folder that is still missing although its parent exists cannot be made.
            do {
                try POSIX.makeFolder(folder)
            } catch Errno.fileExists {
                return
            } catch {
                throw CorpusError(error, "create", folder)
            }
        } catch {
            throw CorpusError(error, "create", folder)
        }
    }

    /// Waits until the names of `folder` and of the folders above it are on the disk, up to the current folder or the
    /// root. Whoever made one of them, perhaps a writer that was stopped, need not have waited.
    private func synchronizeNames(above folder: FilePath) throws(CorpusError) {
        var child = folder
        while child.folder != child {
            child = child.folder
            do throws(CorpusError) {
                try POSIX.synchronizeFolder(child)
            } catch .system(_, _, .permissionDenied), .system(_, _, .readOnlyFileSystem) {
                // Somebody else's, or nothing that could have changed.
            }
        }
    }
}
