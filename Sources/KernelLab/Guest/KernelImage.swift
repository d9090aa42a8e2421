import SystemPackage

/// The header of an x86 kernel image (bzImage), as Documentation/arch/x86/boot.rst describes it.
enum KernelImage {
    private static let magicOffset = 0x202
    private static let versionField = 0x20E
    /// The version field counts from the end of the boot sector.
    private static let versionBase = 0x200
    private static let longestVersion = 256
    /// The setup code, which holds the version's text, is 64 sectors at the most.
    private static let headerLimit = 64 * 512 + longestVersion

    /// The release that the image names, such as "6.1.0-13-amd64": what the folder of its modules is called.
    static func release(of path: FilePath) throws(LabError) -> String {
        let header: [UInt8]
        do {
            header = try LabFile.start(of: path, limit: headerLimit)
        } catch {
            throw .unavailable("\(path): the kernel image cannot be read (\(error)); name another one.")
        }
        guard let release = release(header: header) else {
            throw .unavailable("\(path) is no kernel image for x86 (bzImage), or it is cut short; name another file.")
        }
        return release
    }

    /// The first word of the version text, or nil where the bytes are no complete header.
    static func release(header: [UInt8]) -> String? {
        guard header.count > versionField + 1, Array(header[magicOffset..<magicOffset + 4]) == Array("HdrS".utf8)
        else { return nil }
        let start = Int(header[versionField]) + (Int(header[versionField + 1]) << 8) + versionBase
        guard start > versionBase, start < header.count else { return nil }
        let text = header[start...].prefix(longestVersion)
        guard let end = text.firstIndex(where: { $0 == 0 || $0 == UInt8(ascii: " ") }), end > start,
            text[..<end].allSatisfy(isPartOfRelease)
        else { return nil }
        return String(decoding: text[..<end], as: UTF8.self)
    }

    /// Printable ASCII without the slash: the release becomes part of file names.
    private static func isPartOfRelease(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "/")
    }
}
