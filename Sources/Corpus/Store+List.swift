public import SystemPackage

extension Store {
    /// One file of a store, as `list` met it.
    public struct Entry: Sendable {
        /// Its name in the store's folder.
        public let name: String

        /// The folder and the name.
        public let path: FilePath

        /// Its content, or why there is none to be had.
        public let payload: Result<[UInt8], CorpusError>
    }

    /// The files of a store in the order of their names, each read when it is asked for.
    public typealias Listing = LazyMapSequence<[FilePath.Component], Entry>

    /// The store's files in the order of their names (of the names' bytes), damaged ones included.
    ///
    /// The names are read at once. A file is read when its entry is asked for, and again when it is asked for again, so
    /// that a walk over a large store holds one content at a time. Folders, temporary files and files with another
    /// suffix are no entries. A missing folder has none.
    ///
    /// - Throws: `system` where the folder cannot be listed. What is wrong with one file stands in its entry.
    public func list() throws(CorpusError) -> Listing {
        let store = self
        return try components().lazy.map { name in
            let path = store.directory.appending(name)
            let payload = Result { () throws(CorpusError) in try store.read(path) }
            return Entry(name: name.string, path: path, payload: payload)
        }
    }

    /// The names that `list` gives, in the same order, without reading any file.
    public func names() throws(CorpusError) -> [String] {
        try components().map(\.string)
    }

    private func components() throws(CorpusError) -> [FilePath.Component] {
        try allNames().filter { name in
            !name.string.hasPrefix(".") && name.string.hasSuffix(suffix)
        }
    }

    /// Every name in the folder that is not known to be a folder's, sorted by its bytes.
    func allNames() throws(CorpusError) -> [FilePath.Component] {
        do throws(CorpusError) {
            return try FolderReader.items(in: directory)
                .filter { !$0.isFolder }
                .map(\.name)
                .sorted { $0.string.utf8.lexicographicallyPrecedes($1.string.utf8) }
        } catch {
            guard case .missing = error else { throw error }
            return []
        }
    }
}
