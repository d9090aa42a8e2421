import Testing

@testable import KernelLab

@Suite struct GuestModuleTests {
    private static let dependencies = [
        "kernel/drivers/nvdimm/libnvdimm.ko.xz:",
        "kernel/drivers/nvdimm/nd_btt.ko.xz: kernel/drivers/nvdimm/libnvdimm.ko.xz",
        "kernel/drivers/nvdimm/nd_pmem.ko.xz: kernel/drivers/nvdimm/nd_btt.ko.xz kernel/drivers/nvdimm/libnvdimm.ko.xz",
        "kernel/drivers/nvdimm/nd_e820.ko.xz: kernel/drivers/nvdimm/libnvdimm.ko.xz",
        "kernel/arch/x86/crypto/crc32c-intel.ko.xz:",
        "kernel/fs/xfs/xfs.ko.xz: kernel/lib/libcrc32c.ko.xz",
        "kernel/lib/libcrc32c.ko.xz:",
        "kernel/fs/ext4/ext4.ko.xz: kernel/fs/jbd2/jbd2.ko.xz",
    ]

    @Test func loadsEachModuleAfterWhatItNeeds() throws {
        let modules = try KernelModules(kernel: "6.1", dependencies: Self.dependencies, builtin: [])
        #expect(
            modules.files.map(KernelModules.name) == [
                "crc32c_intel", "libnvdimm", "nd_e820", "nd_btt", "nd_pmem", "libcrc32c", "xfs",
            ])
    }

    @Test func loadsNothingThatIsBuiltIn() throws {
        let builtin = ["kernel/drivers/nvdimm/nd_e820.ko", "kernel/drivers/nvdimm/nd-pmem.ko", "kernel/fs/xfs/xfs.ko"]
        #expect(try KernelModules(kernel: "own", dependencies: [], builtin: builtin).files.isEmpty)
    }

    @Test(arguments: ["nd_e820", "nd_pmem", "xfs"])
    func namesTheModuleThatAKernelLacks(missing: String) {
        let rest = Self.dependencies.filter { KernelModules.name(String($0.prefix { $0 != ":" })) != missing }
        let error = #expect(throws: LabError.self) {
            try KernelModules(kernel: "own", dependencies: rest, builtin: [])
        }
        #expect(error?.kind == .unavailable)
        #expect(error?.sentence == "Kernel own has no DAX for the laboratory: it lacks the module \(missing).")
    }

    @Test func endsOnModulesThatNeedEachOther() throws {
        let circle = ["a/xfs.ko: a/b.ko", "a/b.ko: a/xfs.ko", "a/nd_e820.ko:", "a/nd_pmem.ko:"]
        #expect(try KernelModules(kernel: "own", dependencies: circle, builtin: []).files.count == 4)
    }

    @Test func knowsHowModulesAreCompressed() {
        #expect(ModuleFile.decompression(of: "xfs.ko") == nil)
        for (name, tool) in [("xfs.ko.xz", "xz"), ("xfs.ko.zst", "zstd"), ("xfs.ko.gz", "gzip")] {
            let found = ModuleFile.decompression(of: name)
            #expect(found?.plain == "xfs.ko")
            #expect(found?.tool == tool)
        }
    }

    @Test func readsWhatLddSays() throws {
        let listing = """
            \tlinux-vdso.so.1 (0x00007ffd)
            \tlibuuid.so.1 => /lib/libuuid.so.1 (0x00007f)
            \t/lib64/ld-linux-x86-64.so.2 (0x00007f)
            """
        let files = try SharedLibraries.files(listing: listing, of: "/sbin/mkfs.xfs")
        #expect(files == ["/lib/libuuid.so.1", "/lib64/ld-linux-x86-64.so.2"])
        #expect(throws: LabError.self) {
            try SharedLibraries.files(listing: "\tlibinih.so.1 => not found\n", of: "/sbin/mkfs.xfs")
        }
    }
}
