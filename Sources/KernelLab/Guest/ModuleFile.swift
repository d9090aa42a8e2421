import SystemPackage

/// A module's file, compressed or not.
enum ModuleFile {
    /// Copies a module into a folder and decompresses it there.
    /// - Returns: The name of the plain `.ko` file.
    static func unpack(_ module: FilePath, into folder: FilePath) async throws(LabError) -> String {
        guard let name = module.lastComponent?.string else {
            throw .inputOutput("\(module) is no file of a module; run depmod for this kernel.")
        }
        try LabFile.copy(module, to: folder.appending(name), mode: .labFile)
        guard let (plain, tool) = decompression(of: name) else { return name }
        try await HostTool.run(tool, ["-d", "-q", "-f", name], in: folder)
        LabFile.remove(folder.appending(name))
        return plain
    }

    /// The name without the ending of a compressed file, and the command that decompresses it; nil for a plain file.
    static func decompression(of name: String) -> (plain: String, tool: String)? {
        for (ending, tool) in [(".xz", "xz"), (".zst", "zstd"), (".gz", "gzip")] where name.hasSuffix(ending) {
            return (String(name.dropLast(ending.count)), tool)
        }
        return nil
    }
}
