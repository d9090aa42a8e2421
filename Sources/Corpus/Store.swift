public import SystemPackage

/// A folder of packed files, each named by its content.
///
/// A name is a prefix chosen by the caller, 32 hexadecimal digits of the content's hash, and the store's suffix. Any
/// number of processes may use one folder at once: a file appears whole or not at all, and the same content has the
/// same name. A store is a value; making one touches no disk.
public struct Store: Sendable {
    /// The folder. `put` creates it, and the folders above it, when it is missing.
    public let directory: FilePath

    /// What the name of every file ends with; files that end otherwise are none of the store's.
    public let suffix: String

    /// The largest count of bytes that a content may have.
    public let limit: Int

    /// Whether `put` and `remove` wait until the disk has the change.
    ///
    /// Without it a file still appears whole or not at all while the system runs, but may be lost when it crashes.
    public let isDurable: Bool

    /// A store in `directory`, which need not exist yet.
    public init(
        directory: FilePath, suffix: String = ".case.zst", limit: Int = PackedFrame.defaultLimit,
        isDurable: Bool = true
    ) {
        precondition(limit >= 0 && limit <= 1 << 30, "a limit of 0 to 1 GiB")
        self.directory = directory
        self.suffix = suffix
        self.limit = limit
        self.isDurable = isDurable
    }

    /// Where the file called `name` is, or would be.
    ///
    /// - Throws: `invalidName` where `name` is empty, begins with a dot, or holds a slash or a NUL.
    public func path(of name: String) throws(CorpusError) -> FilePath {
        guard !name.isEmpty, !name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "/") }), !name.hasPrefix("."),
            let component = FilePath.Component(name)
        else {
            throw .invalidName(directory, name: name)
        }
        return directory.appending(component)
    }

    /// The name under which `put` stores `payload`.
    public func name(of payload: [UInt8], prefix: String = "") -> String {
        prefix + ContentHash(of: payload).description + suffix
    }

    /// The content of the file called `name` in this store.
    ///
    /// - Throws: `missing` where there is none, and every error of `read`.
    public func get(_ name: String) throws(CorpusError) -> [UInt8] {
        try read(path(of: name))
    }

    /// The content of the packed file at `path`, which may be anywhere and have any name.
    ///
    /// - Throws: An error of kind `data` where the file is damaged or too large, of kind `inputOutput` where it could
    ///   not be read.
    public func read(_ path: FilePath) throws(CorpusError) -> [UInt8] {
        let bytes = try BoundedFile.read(path, limit: PackedFrame.largestSize(forLimit: limit))
        return try PackedFrame.unpack(bytes, limit: limit, origin: path)
    }
}
