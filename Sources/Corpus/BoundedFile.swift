public import SystemPackage

/// Reading a file no larger than a limit, and replacing a file whole or not at all.
public enum BoundedFile {
    /// The whole content of the regular file at `path`.
    ///
    /// The size is checked before anything is read, and a file that grows meanwhile is still refused at the limit. A
    /// pipe or a device is refused, never waited for.
    ///
    /// - Parameters:
    ///   - path: The file; a symbolic link is followed.
    ///   - limit: The largest count of bytes that the file may have.
    /// - Throws: `missing`, `isFolder`, `notRegularFile`, `tooLarge`, or `system`.
    public static func read(_ path: FilePath, limit: Int) throws(CorpusError) -> [UInt8] {
        let file = try system("open", path) {
            try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
        }
        defer { try? file.close() }
        let size = try checkedSize(of: file, path, limit: limit)
        let bytes = try system("read", path) { try contents(of: file, atMost: limit, expecting: size) }
        guard bytes.count <= limit else {
            throw .tooLarge(path, size: UInt64(bytes.count), limit: UInt64(limit))
        }
        return bytes
    }

    private static func checkedSize(of file: FileDescriptor, _ path: FilePath, limit: Int) throws(CorpusError) -> Int {
        let status = try system("read", path) { try file.stat() }
        switch status.type {
        case .regular: break
        case .directory: throw .isFolder(path)
        default: throw .notRegularFile(path)
        }
        guard status.size <= limit else {
            throw .tooLarge(path, size: UInt64(status.size), limit: UInt64(limit))
        }
        return Int(status.size)
    }

    /// Reads to the end of `file`, or to the first byte after `limit`.
    private static func contents(of file: FileDescriptor, atMost limit: Int, expecting size: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var room = size + 1
        while bytes.count <= limit {
            let chunk = try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if chunk.isEmpty { break }
            bytes = bytes.isEmpty ? chunk : bytes + chunk
            room = min(limit + 1 - bytes.count, 64 << 10)
        }
        return bytes
    }
}
