public import SystemPackage

/// A kernel that laboratory guests boot.
public struct LabKernel: Hashable, Sendable {
    /// What reports call it: its series ("6.1"), or the name of its image's file.
    public let name: String
    /// The kernel image (bzImage).
    public let image: FilePath
    /// The release that the image names, such as "6.1.0-13-amd64".
    public let release: String
    /// The folder of its modules, which holds `modules.dep`.
    public let modules: FilePath
    /// The package that it came in, with its version, where that is known.
    public let package: String?

    /// Finds a kernel.
    /// - Parameters:
    ///   - argument: A series such as "6.1", for which `make kernel-lab` fetches a kernel; or the path of a kernel
    ///     image; or of a folder that holds `boot/vmlinuz-*` and `lib/modules/*`.
    ///   - cache: The folder that `make kernel-lab` fills, `.cache/kernel-lab` of the project.
    ///   - modules: The folder of the modules of an image; nil looks for `../lib/modules/RELEASE` beside the image,
    ///     then for `/lib/modules/RELEASE`.
    /// - Throws: `unavailable`, with what to do.
    public static func find(
        _ argument: String, cache: FilePath, modules: FilePath? = nil
    ) throws(LabError) -> LabKernel {
        if isSeries(argument) { return try fetched(argument, cache: cache, modules: modules) }
        let path = FilePath(argument)
        if LabFile.isFolder(path) { return try unpacked(path, name: nil, modules: modules) }
        guard LabFile.isRegular(path) else {
            throw .unavailable(
                """
                There is no kernel at \(argument); name a kernel image, a folder with boot/vmlinuz-* and lib/modules, \
                or a series such as 6.1 after make kernel-lab.
                """)
        }
        return try image(path, name: nil, modules: modules)
    }

    private static func isSeries(_ argument: String) -> Bool { argument.wholeMatch(of: #/[0-9]+\.[0-9]+/#) != nil }

    private static func fetched(_ series: String, cache: FilePath, modules: FilePath?) throws(LabError) -> LabKernel {
        let tree = cache.appending("kernels").appending(series)
        guard LabFile.isFolder(tree) else {
            throw .unavailable("Kernel \(series) is not there (\(tree)); run make kernel-lab.")
        }
        return try unpacked(tree, name: series, modules: modules)
    }

    /// The one kernel of an unpacked tree.
    private static func unpacked(_ tree: FilePath, name: String?, modules: FilePath?) throws(LabError) -> LabKernel {
        let boot = tree.appending("boot")
        let images = LabFile.names(in: boot).filter { $0.hasPrefix("vmlinuz-") }
        guard let only = images.first, images.count == 1 else {
            let found = images.isEmpty ? "no kernel" : "\(images.count) kernels"
            throw .unavailable("\(boot) holds \(found) named vmlinuz-*; name a kernel image, or run make kernel-lab.")
        }
        let package = LabFile.lines(of: tree.appending("package"))?.first
        return try image(boot.appending(only), name: name, modules: modules, package: package)
    }

    private static func image(
        _ image: FilePath, name: String?, modules: FilePath?, package: String? = nil
    ) throws(LabError) -> LabKernel {
        let release = try KernelImage.release(of: image)
        let name = name ?? image.lastComponent?.string ?? image.string
        let beside = image.removingLastComponent().appending("../lib/modules").appending(release)
        let candidates = modules.map { [$0, $0.appending(release), $0.appending("lib/modules").appending(release)] }
        for folder in candidates ?? [beside.lexicallyNormalized(), FilePath("/lib/modules").appending(release)]
        where LabFile.isRegular(folder.appending("modules.dep")) {
            return LabKernel(name: name, image: image, release: release, modules: folder, package: package)
        }
        throw .unavailable(
            "There are no modules (modules.dep) of kernel \(release) for \(image); name their folder, or run depmod.")
    }
}
