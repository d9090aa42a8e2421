import Foundation
import SystemPackage

/// Files and folders of the laboratory.
enum LabFile {
    /// The first `limit` bytes of a file, or all of a shorter one.
    static func start(of path: FilePath, limit: Int) throws(Errno) -> [UInt8] {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            return try file.closeAfter {
                var bytes: [UInt8] = []
                while bytes.count < limit {
                    let chunk = try [UInt8](unsafeUninitializedCapacity: min(limit - bytes.count, 1 << 20)) {
                        $1 = try file.read(into: UnsafeMutableRawBufferPointer($0))
                    }
                    if chunk.isEmpty { break }
                    bytes += chunk
                }
                return bytes
            }
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    /// The lines of a text file; nil where it cannot be read.
    static func lines(of path: FilePath) -> [String]? {
        guard let bytes = try? start(of: path, limit: 1 << 26) else { return nil }
        return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// An open file that reads `text` and goes when it is closed.
    static func unnamed(holding text: String) throws -> FileDescriptor {
        let name = "removalfuzz-\(UUID().uuidString)"
        let path = FilePath(FileManager.default.temporaryDirectory.path).appending(name)
        let file = try FileDescriptor.open(
            path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
        remove(path)
        do {
            try file.writeAll(text.utf8)
            try file.seek(offset: 0, from: .start)
            return file
        } catch {
            try? file.close()
            throw error
        }
    }

    static func isFolder(_ path: FilePath) -> Bool { (try? path.stat().type) == .directory }

    static func isRegular(_ path: FilePath) -> Bool { (try? path.stat().type) == .regular }

    /// The names in a folder, sorted; none where it cannot be read.
    static func names(in folder: FilePath) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []).sorted()
    }

    /// All that a folder holds, relative to it: each folder before what it holds, and names in order.
    static func tree(_ folder: FilePath, below prefix: String = "") -> [String] {
        names(in: folder).flatMap { name in
            let path = folder.appending(name)
            return [prefix + name] + (isFolder(path) ? tree(path, below: "\(prefix)\(name)/") : [])
        }
    }

    /// Makes a folder and those above it.
    static func makeFolder(_ path: FilePath) throws(LabError) {
        do {
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        } catch {
            throw .inputOutput("\(path): the folder cannot be made: \(reason(error)).")
        }
    }

    /// Copies what a file holds; a symbolic link is followed, and `mode` becomes the copy's permissions.
    static func copy(_ source: FilePath, to target: FilePath, mode: FilePermissions) throws(LabError) {
        try join([source], to: target, mode: mode)
    }

    /// Writes the contents of the files one after the other into a new file.
    static func join(_ sources: [FilePath], to target: FilePath, mode: FilePermissions) throws(LabError) {
        do {
            let output = try FileDescriptor.open(
                target, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: mode)
            try output.closeAfter {
                for source in sources { try append(source, to: output) }
            }
        } catch {
            let names = sources.map(\.string).joined(separator: ", ")
            throw .inputOutput("\(target): cannot be written from \(names): \(reason(error)).")
        }
    }

    private static func append(_ source: FilePath, to output: FileDescriptor) throws {
        let input = try FileDescriptor.open(source, .readOnly, options: .closeOnExec)
        try input.closeAfter {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
            defer { buffer.deallocate() }
            while case let count = try input.read(into: buffer), count > 0 {
                try output.writeAll(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
    }

    static func write(_ text: String, to target: FilePath, mode: FilePermissions = .labFile) throws(LabError) {
        do {
            let output = try FileDescriptor.open(
                target, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: mode)
            try output.closeAfter { _ = try output.writeAll(text.utf8) }
        } catch {
            throw .inputOutput("\(target): cannot be written: \(reason(error)).")
        }
    }

    /// Gives a complete file its name, in place of one that has it already.
    static func rename(_ source: FilePath, to target: FilePath) throws(LabError) {
        let failed = source.withPlatformString { old in
            target.withPlatformString { new in Foundation.rename(old, new) != 0 }
        }
        if failed { throw .inputOutput("\(target): cannot take its place: \(Errno(rawValue: errno)).") }
    }

    /// Removes a file, or a folder with all it holds; what is not there is no error.
    static func remove(_ path: FilePath) {
        try? FileManager.default.removeItem(atPath: path.string)
    }

    /// What an error says, without the name of its type.
    static func reason(_ error: any Error) -> String {
        (error as? Errno).map { "\($0)" } ?? (error as NSError).localizedDescription
    }
}

extension FilePermissions {
    static let labFile: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
    static let labProgram: FilePermissions = [
        .ownerReadWriteExecute, .groupRead, .groupExecute, .otherRead, .otherExecute,
    ]
}
