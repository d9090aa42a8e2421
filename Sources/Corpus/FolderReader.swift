import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The names in a folder, without order.
enum FolderReader {
    /// One name, and whether it is known to be a folder's without asking further.
    struct Item {
        var name: FilePath.Component
        var isFolder: Bool
    }

    /// Every name in `folder`, `.` and `..` excepted.
    static func items(in folder: FilePath) throws(CorpusError) -> [Item] {
        guard let stream = folder.withPlatformString({ opendir($0) }) else {
            throw CorpusError(Errno(rawValue: errno), "list", folder)
        }
        defer { closedir(stream) }
        var items: [Item] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            if let name = name(of: entry), name.kind == .regular {
                items.append(Item(name: name, isFolder: entry.pointee.d_type == UInt8(DT_DIR)))
            }
        }
        guard errno == 0 else { throw CorpusError(Errno(rawValue: errno), "list", folder) }
        return items
    }

    /// Copies the name out of `entry`, which may be shorter than its type.
    private static func name(of entry: UnsafeMutablePointer<dirent>) -> FilePath.Component? {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
        let start = UnsafeRawPointer(entry).advanced(by: offset)
        return FilePath.Component(platformString: start.assumingMemoryBound(to: CInterop.PlatformChar.self))
    }
}
