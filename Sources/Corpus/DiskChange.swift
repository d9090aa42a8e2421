import SystemPackage

/// One change that the store has made to a file system, or asked to have on the disk.
///
/// This is the seam for tests of power loss: they take down what was changed and when it was synced, and work out what a
/// disk may hold at each moment. Every call in `POSIX` that changes something tells of it.
enum DiskChange: Sendable {
    /// A new, empty file.
    case created(FilePath)
    /// Bytes at the end of a file that was created before.
    case wrote(FilePath, [UInt8])
    /// `fsync` of a file.
    case synchronized(FilePath)
    /// `fsync` of a folder.
    case synchronizedFolder(FilePath)
    case renamed(FilePath, to: FilePath)
    case unlinked(FilePath)
    case madeFolder(FilePath)

    /// Takes every change of the current task, once it is made. Nobody does in a product: to ask is nothing beside a
    /// system call.
    @TaskLocal static var witness: (@Sendable (DiskChange) -> Void)?

    static func tell(_ change: @autoclosure () -> DiskChange) {
        if let witness { witness(change()) }
    }
}
