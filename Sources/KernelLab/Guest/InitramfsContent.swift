import SystemPackage

/// What goes into a kernel's initramfs, and from where.
struct InitramfsContent {
    /// The host's programs, and the folder of each in the guest.
    private static let programs = [("busybox", "bin"), ("mkfs.xfs", "sbin"), ("xfs_repair", "sbin")]
    private static let folders = ["proc", "sys", "dev", "tmp"]

    /// A host's file and its path in the guest.
    private struct Part {
        var source: FilePath
        var target: String
    }

    private let parts: [Part]
    /// The modules' files in load order.
    private let modules: [FilePath]

    init(of kernel: LabKernel) async throws(LabError) {
        modules = try KernelModules(of: kernel).files.map { kernel.modules.pushing(FilePath($0)) }
        var parts: [Part] = []
        for (name, folder) in Self.programs {
            let program = try await HostTool.path(name)
            parts.append(Part(source: program, target: "\(folder)/\(name)"))
            for library in try await SharedLibraries.of(program) {
                if parts.contains(where: { $0.source == library }) { continue }
                parts.append(Part(source: library, target: library.removingRoot().string))
            }
        }
        self.parts = parts
    }

    /// Changes with the script, and with the size or the date of anything that goes in.
    var fingerprint: String {
        var text = GuestScript.initialization
        for file in parts.map(\.source) + modules {
            let status = try? file.stat()
            let date = status?.st_mtim
            text += "\n\(file) \(status?.size ?? -1) \(date?.tv_sec ?? 0).\(date?.tv_nsec ?? 0)"
        }
        return StableHash.hexadecimal(text)
    }

    /// Writes all of it below `root`.
    func fill(_ root: FilePath) async throws(LabError) {
        for folder in Self.folders { try LabFile.makeFolder(root.appending(folder)) }
        try LabFile.write(GuestScript.initialization, to: root.appending("init"), mode: .labProgram)
        for part in parts {
            let target = root.pushing(FilePath(part.target))
            try LabFile.makeFolder(target.removingLastComponent())
            try LabFile.copy(part.source, to: target, mode: .labProgram)
        }
        try await fillModules(root.appending("modules"))
    }

    private func fillModules(_ folder: FilePath) async throws(LabError) {
        try LabFile.makeFolder(folder)
        var names: [String] = []
        for module in modules {
            names.append(try await ModuleFile.unpack(module, into: folder))
        }
        // Debug information makes a module many times as large; the guest has no use for it.
        if !names.isEmpty { try await HostTool.run("strip", ["--strip-debug"] + names, in: folder) }
        try LabFile.write(names.map { $0 + "\n" }.joined(), to: folder.appending("order"))
    }
}
