import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The system calls that change something, and those that SystemPackage does not have. Each throws `Errno` and retries
/// when a signal interrupts it; each change is told to `DiskChange`.
enum POSIX {
    static var processID: Int32 { getpid() }

    static func unlink(_ path: FilePath) throws {
        try path.withPlatformString { name in try check { Self.unlinkCall(name) } }
        DiskChange.tell(.unlinked(path))
    }

    static func rename(_ path: FilePath, to target: FilePath) throws {
        try path.withPlatformString { old in
            try target.withPlatformString { new in try check { Self.renameCall(old, new) } }
        }
        DiskChange.tell(.renamed(path, to: target))
    }

    static func makeFolder(_ path: FilePath) throws {
        try path.withPlatformString { name in try check { mkdir(name, 0o777) } }
        DiskChange.tell(.madeFolder(path))
    }

    /// Creates an empty file that must not be there yet.
    static func create(_ path: FilePath) throws -> FileDescriptor {
        let file = try FileDescriptor.open(
            path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
        DiskChange.tell(.created(path))
        return file
    }

    /// Writes `bytes` to the new file at `path`, which `file` is.
    static func write(_ bytes: [UInt8], to file: FileDescriptor, at path: FilePath) throws {
        try file.writeAll(bytes)
        DiskChange.tell(.wrote(path, bytes))
    }

    /// Waits until the content of the file at `path`, which `file` is, is on the disk.
    static func synchronize(_ file: FileDescriptor, at path: FilePath) throws {
        try check { fsync(file.rawValue) }
        DiskChange.tell(.synchronized(path))
    }

    /// Waits until the content of a file that somebody else has written is on the disk.
    static func synchronizeFile(_ path: FilePath) throws(CorpusError) {
        try system("write", path) {
            let file = try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
            try file.closeAfter { try synchronize(file, at: path) }
        }
    }

    /// Waits until the names in `folder` are on the disk. A filesystem that cannot do that for folders is excused.
    static func synchronizeFolder(_ folder: FilePath) throws(CorpusError) {
        try system("write", folder) {
            let file = try FileDescriptor.open(folder, .readOnly, options: [.directory, .closeOnExec])
            try file.closeAfter {
                do { try check { fsync(file.rawValue) } } catch Errno.invalidArgument {}
            }
        }
        DiskChange.tell(.synchronizedFolder(folder))
    }

    /// Waits for an exclusive lock on `file`, for so long at most; whether nobody else has it now. A filesystem without
    /// locks gives none, and nobody has one there.
    static func lock(_ file: FileDescriptor, within limit: Duration) -> Bool {
        let deadline = ContinuousClock.now + limit
        while flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 {
            guard Errno(rawValue: errno) == .wouldBlock else { return true }
            guard ContinuousClock.now < deadline else { return false }
            usleep(10_000)
        }
        return true
    }

    /// Waits for an exclusive lock on `file`; a filesystem without locks gives none.
    static func lock(_ file: FileDescriptor) {
        try? check { flock(file.rawValue, LOCK_EX) }
    }

    /// Whether no other descriptor holds a lock on `file`; takes the lock then.
    static func lockIsFree(_ file: FileDescriptor) -> Bool {
        flock(file.rawValue, LOCK_EX | LOCK_NB) == 0
    }

    /// `path` without symbolic links, or nil where it leads nowhere.
    static func realPath(_ path: FilePath) -> FilePath? {
        path.withPlatformString { name in
            guard let resolved = realpath(name, nil) else { return nil }
            defer { free(resolved) }
            return FilePath(platformString: resolved)
        }
    }

    private static func unlinkCall(_ name: UnsafePointer<CChar>) -> Int32 {
        #if canImport(Glibc)
        Glibc.unlink(name)
        #elseif canImport(Musl)
        Musl.unlink(name)
        #else
        Darwin.unlink(name)
        #endif
    }

    private static func renameCall(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> Int32 {
        #if canImport(Glibc)
        Glibc.rename(old, new)
        #elseif canImport(Musl)
        Musl.rename(old, new)
        #else
        Darwin.rename(old, new)
        #endif
    }

    private static func check(_ call: () -> Int32) throws {
        while call() == -1 {
            let code = Errno(rawValue: errno)
            guard code == .interrupted else { throw code }
        }
    }
}
