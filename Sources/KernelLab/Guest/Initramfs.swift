import SystemPackage

/// The root file system that guests of one kernel share: busybox, the tools of XFS, the kernel's modules, and `/init`.
enum Initramfs {
    /// Finds the file system for a kernel in the cache, under a name that changes with whatever goes into it, or makes
    /// it.
    /// - Returns: An archive, not compressed: the guest would take longer to unpack it than the host to read it.
    static func prepare(for kernel: LabKernel, cache: FilePath) async throws(LabError) -> FilePath {
        let content = try await InitramfsContent(of: kernel)
        let folder = cache.appending("initramfs")
        let target = folder.appending("\(kernel.release)-\(content.fingerprint).cpio")
        if LabFile.isRegular(target) { return target }
        try LabFile.makeFolder(folder)
        let scratch = try ScratchFolder(in: cache.appending("runs"))
        defer { scratch.remove() }
        let root = scratch.path.appending("root")
        let archive = scratch.path.appending("root.cpio")
        try await content.fill(root)
        try NewcArchive.pack(root, into: archive)
        try LabFile.rename(archive, to: target)
        return target
    }

    /// Makes a run's own copy of the file system, with its programs and arguments. The kernel unpacks archives that stand
    /// one after the other.
    static func add(
        programs: [FilePath], arguments: [String], to shared: FilePath, in scratch: FilePath
    ) throws(LabError) -> FilePath {
        let root = scratch.appending("root")
        try LabFile.makeFolder(root.appending("case"))
        for (number, program) in programs.enumerated() {
            try LabFile.copy(program, to: root.pushing(FilePath(GuestScript.program + "\(number)")), mode: .labProgram)
        }
        let lines = arguments.map { $0 + "\n" }.joined()
        try LabFile.write(lines, to: root.pushing(FilePath(GuestScript.arguments)))
        let archive = scratch.appending("case.cpio")
        try NewcArchive.pack(root, into: archive)
        let whole = scratch.appending("initramfs.cpio")
        try LabFile.join([shared, archive], to: whole, mode: .labFile)
        return whole
    }
}
