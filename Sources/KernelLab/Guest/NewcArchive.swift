import SystemPackage

/// An archive in cpio's form `newc`, which the kernel unpacks as its first root file system.
///
/// It depends on names, permissions and contents alone: everything belongs to root and is as old as the epoch.
enum NewcArchive {
    /// The kernel passes over a longer name in silence.
    static let longestName = 4095
    /// Where an archive ends is a multiple of this, as cpio leaves it, so that another one may follow.
    private static let block = 512
    private static let end = "TRAILER!!!"

    /// Writes all that a folder holds, without the folder itself; symbolic links are followed.
    /// - Throws: `inputOutput` where a name or a file does not fit the form, or cannot be read or written.
    static func pack(_ root: FilePath, into archive: FilePath) throws(LabError) {
        do {
            let output = try FileDescriptor.open(
                archive, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: .labFile)
            try output.closeAfter {
                var position = 0
                for (number, name) in LabFile.tree(root).enumerated() {
                    position += try append(root.pushing(FilePath(name)), name: name, number: number + 1, to: output)
                }
                let trailer = header(name: end, number: 0, mode: 0, size: 0)
                position += try output.writeAll(trailer)
                try output.writeAll(zeros(after: position, to: block))
            }
        } catch let error as LabError {
            throw error
        } catch {
            throw .inputOutput("\(archive): cannot be written: \(LabFile.reason(error)).")
        }
    }

    /// Adds one file or folder, and gives how many bytes that were.
    private static func append(_ path: FilePath, name: String, number: Int, to output: FileDescriptor) throws -> Int {
        let status = try path.stat()
        let size = status.type == .directory ? 0 : Int(status.size)
        try check(status.type, size: size, name: name, at: path)
        let head = header(name: name, number: number, mode: UInt32(status.mode.rawValue), size: size)
        let written = try output.writeAll(head)
        try copy(path, count: size, to: output)
        return try written + size + output.writeAll(zeros(after: size, to: 4))
    }

    /// Refuses what the kernel would not unpack, or not as it is.
    private static func check(_ type: FileType, size: Int, name: String, at path: FilePath) throws(LabError) {
        guard type == .directory || type == .regular else {
            throw .inputOutput("\(path) is neither a file nor a folder, and cannot be in a guest's file system.")
        }
        guard size <= UInt32.max else {
            throw .inputOutput("\(path) has \(size) bytes; a file in a guest's file system has less than 4 GiB.")
        }
        guard name.utf8.count <= longestName, name != end else {
            throw .inputOutput("\(path) cannot be in a guest's file system under its name; give it another.")
        }
    }

    private static func copy(_ path: FilePath, count: Int, to output: FileDescriptor) throws {
        guard count > 0 else { return }
        let input = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        try input.closeAfter {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
            defer { buffer.deallocate() }
            var left = count
            while left > 0 {
                let read = try input.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(left)))
                guard read > 0 else {
                    throw LabError.inputOutput("\(path) became shorter while it was read; try again.")
                }
                try output.writeAll(UnsafeRawBufferPointer(rebasing: buffer[..<read]))
                left -= read
            }
        }
    }

    /// The magic number, thirteen numbers of eight hexadecimal digits, and the name, to a multiple of four bytes.
    private static func header(name: String, number: Int, mode: UInt32, size: Int) -> [UInt8] {
        let (owner, devices) = ([0, 0], [0, 0, 0, 0])
        let (links, time, checksum) = (1, 0, 0)
        let fields = [number, Int(mode)] + owner + [links, time, size] + devices + [name.utf8.count + 1, checksum]
        let digits = fields.map { field in
            let text = String(field, radix: 16, uppercase: true)
            return String(repeating: "0", count: 8 - text.count) + text
        }
        let bytes = Array(("070701" + digits.joined() + name).utf8) + [0]
        return bytes + zeros(after: bytes.count, to: 4)
    }

    private static func zeros(after count: Int, to multiple: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: (multiple - count % multiple) % multiple)
    }
}
