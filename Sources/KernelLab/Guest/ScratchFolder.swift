import Foundation
import SystemPackage

/// A folder for one run's files, which its owner removes after it.
///
/// The owner holds a lock (`flock`) on it, which ends with the process however that ends: what a killed process left is
/// told by its lock being free, and removed by the next one.
struct ScratchFolder {
    let path: FilePath
    private let lock: FileDescriptor

    /// Makes an empty folder in `parent`, and removes those that a killed process left there.
    init(in parent: FilePath) throws(LabError) {
        try LabFile.makeFolder(parent)
        do {
            // Nobody may take a new folder for an abandoned one before it is locked.
            let gate = try FileDescriptor.open(parent, .readOnly, options: [.directory, .closeOnExec])
            defer { try? gate.close() }
            flock(gate.rawValue, LOCK_EX)
            Self.removeAbandoned(in: parent)
            path = parent.appending("\(UUID().uuidString)")
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
            lock = try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
            flock(lock.rawValue, LOCK_EX)
        } catch {
            throw .inputOutput("\(parent): a folder for a run cannot be made: \(LabFile.reason(error)).")
        }
    }

    /// Removes the folder with all it holds.
    func remove() {
        LabFile.remove(path)
        try? lock.close()
    }

    private static func removeAbandoned(in parent: FilePath) {
        for name in LabFile.names(in: parent) {
            let folder = parent.appending(name)
            let options: FileDescriptor.OpenOptions = [.directory, .noFollow, .closeOnExec]
            guard let file = try? FileDescriptor.open(folder, .readOnly, options: options) else { continue }
            defer { try? file.close() }
            if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 { LabFile.remove(folder) }
        }
    }
}
