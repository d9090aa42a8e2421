import SystemPackage

/// Which modules of a kernel the guest loads, and in which order.
struct KernelModules: Hashable, Sendable {
    /// What a laboratory guest cannot do without: the persistent memory that the kernel command line sets aside, and XFS.
    static let needed = ["nd_e820", "nd_pmem", "xfs"]
    /// What is loaded first where the kernel has it: checksums that XFS asks for by name, not through a dependency.
    static let welcome = ["crc32c_generic", "crc32c_intel"]

    /// Files of the modules in load order, relative to the kernel's modules folder.
    var files: [String]

    /// Reads `modules.dep` and `modules.builtin` of a kernel.
    /// - Throws: `unavailable` where they are missing, or a needed module is neither built in nor a file.
    init(of kernel: LabKernel) throws(LabError) {
        guard let dependencies = LabFile.lines(of: kernel.modules.appending("modules.dep")) else {
            throw .unavailable("\(kernel.modules) has no modules.dep; run depmod for kernel \(kernel.release).")
        }
        let builtin = LabFile.lines(of: kernel.modules.appending("modules.builtin")) ?? []
        try self.init(kernel: kernel.name, dependencies: dependencies, builtin: builtin)
    }

    /// - Parameters:
    ///   - kernel: What errors call the kernel.
    ///   - dependencies: The lines of `modules.dep`: a file, a colon, and the files it needs.
    ///   - builtin: The lines of `modules.builtin`: a file each.
    init(kernel: String, dependencies: [String], builtin: [String]) throws(LabError) {
        var order = LoadOrder(dependencies: dependencies)
        let builtin = Set(builtin.map(Self.name))
        for module in Self.welcome { order.add(module) }
        for module in Self.needed where !order.add(module) && !builtin.contains(module) {
            throw .unavailable("Kernel \(kernel) has no DAX for the laboratory: it lacks the module \(module).")
        }
        files = order.files
    }

    /// A module's name from its file: no folders, no `.ko`, no compression; `-` and `_` are the same.
    static func name(_ file: String) -> String {
        let base = file.split(separator: "/").last.map(String.init) ?? file
        let stem = base.split(separator: ".", maxSplits: 1).first.map(String.init) ?? base
        return stem.replacing("-", with: "_")
    }
}

/// Puts each module after those that it needs.
private struct LoadOrder {
    private var needs: [String: [String]] = [:]
    private var fileOfModule: [String: String] = [:]
    private var seen: Set<String> = []
    private(set) var files: [String] = []

    init(dependencies: [String]) {
        for line in dependencies {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let file = String(line[..<colon])
            fileOfModule[KernelModules.name(file)] = file
            needs[file] = line[line.index(after: colon)...].split(separator: " ").map(String.init)
        }
    }

    /// Adds a module with all that it needs; false where the kernel has no such file.
    @discardableResult
    mutating func add(_ module: String) -> Bool {
        guard let file = fileOfModule[module] else { return false }
        add(file: file)
        return true
    }

    private mutating func add(file: String) {
        guard seen.insert(file).inserted else { return }
        // modules.dep names what is loaded first last.
        for dependency in (needs[file] ?? []).reversed() { add(file: dependency) }
        files.append(file)
    }
}
