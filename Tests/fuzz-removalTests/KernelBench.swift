import Foundation
import SystemPackage
import Testing

/// A laboratory without a kernel that boots: images that are headers, and tools and emulators that are shell scripts.
enum KernelBench {
    /// What a guest's file system is made of, and a compiler: none of it ever runs, so the machine need not have it.
    static let tools = ["busybox", "mkfs.xfs", "xfs_repair"]
    static let compiler = """
        #!/bin/sh
        while [ "$1" != -o ]; do shift; done
        cat >"$2"

        """

    /// What the guest's script says first, and before the first program.
    static let started = """
        echo '[ 1.0] removalfuzz-guest: started 6.1.0-test'
        echo '[ 1.1] removalfuzz-guest: program 0'
        """
}

extension Workbench {
    /// Puts a kernel 6.1 where 'make kernel-lab' does; it has all it needs built in.
    func prepareKernel() throws {
        let tree = ".cache/kernel-lab/kernels/6.1"
        var header = [UInt8](repeating: 0, count: 0x400)
        header.replaceSubrange(0x202..<0x206, with: Array("HdrS".utf8))
        header.replaceSubrange(0x20E..<0x210, with: [0x00, 0x01])
        header.replaceSubrange(0x300..<0x30B, with: Array("6.1.0-test ".utf8))
        try write("\(tree)/boot/vmlinuz-6.1.0-test", header)
        try write("\(tree)/lib/modules/6.1.0-test/modules.dep", "")
        try write("\(tree)/lib/modules/6.1.0-test/modules.builtin", "nd_e820.ko\nnd_pmem.ko\nxfs.ko\n")
        for tool in KernelBench.tools { try writeProgram("tools/\(tool)", "#!/bin/sh\n") }
        try writeProgram("tools/gcc", KernelBench.compiler)
    }

    /// Writes an emulator that is a shell script, and gives its path.
    func emulator(_ script: String) throws -> String {
        try writeProgram("emulator", "#!/bin/sh\n\(script)\n")
        return path("emulator")
    }

    /// An emulator that prints a text, and ends.
    func emulator(printing log: String) throws -> String {
        try write("log", log)
        return try emulator("\(KernelBench.started)\ncat '\(path("log"))'")
    }

    private func writeProgram(_ name: String, _ script: String) throws {
        try write(name, script)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path(name))
    }

    /// What runs left in the laboratory.
    var leftovers: [String] { names(in: ".cache/kernel-lab/runs") }
}
