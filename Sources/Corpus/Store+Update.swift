import SystemPackage

extension Store {
    /// Looks at the content of the file called `name` and replaces it, while no other process does the same.
    ///
    /// The folder is locked meanwhile, on file systems that have locks. Readers need no lock: the file is replaced whole
    /// or not at all. A durable store waits for the disk even where the file stays as it is, because whoever wrote it may
    /// not have come that far.
    ///
    /// - Parameters:
    ///   - name: The file; it need not exist.
    ///   - patience: How long to wait for another process, which may have been stopped in its own update.
    ///   - decide: Takes the present content, nil where there is no file, or why it cannot be had, and gives the new
    ///     one, nil to leave the file as it is.
    /// - Returns: Whether the file was written.
    /// - Throws: `invalidName`, `tooLarge`, `isFolder`, or `system`, with `wouldBlock` where another process holds the
    ///   lock for longer than `patience`; what is wrong with the present file is for `decide`.
    @discardableResult
    public func update(
        _ name: String, patience: Duration = .seconds(5), _ decide: (Result<[UInt8], CorpusError>?) -> [UInt8]?
    ) throws(CorpusError) -> Bool {
        let path = try path(of: name)
        try createDirectory()
        let folder = try system("lock", directory) {
            try FileDescriptor.open(directory, .readOnly, options: [.directory, .closeOnExec])
        }
        defer { try? folder.close() }
        guard POSIX.lock(folder, within: patience) else {
            throw .system(directory, operation: "lock", errno: .wouldBlock)
        }
        let present = present(at: path)
        guard let payload = decide(present) else {
            if isDurable, case .success = present { try settle(path) }
            return false
        }
        guard payload.count <= limit else {
            throw .tooLarge(path, size: UInt64(payload.count), limit: UInt64(limit))
        }
        try BoundedFile.replaceAtomically(path, with: PackedFrame.pack(payload), durable: isDurable)
        return true
    }

    private func present(at path: FilePath) -> Result<[UInt8], CorpusError>? {
        do throws(CorpusError) {
            return .success(try read(path))
        } catch {
            guard case .missing = error else { return .failure(error) }
            return nil
        }
    }
}
