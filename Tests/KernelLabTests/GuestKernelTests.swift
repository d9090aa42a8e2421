import SystemPackage
import Testing

@testable import KernelLab

@Suite struct GuestKernelTests {
    @Test func readsTheReleaseOfAnImage() {
        #expect(KernelImage.release(header: imageHeader(release: "6.1.0-13-amd64 (someone) #1")) == "6.1.0-13-amd64")
    }

    @Test(arguments: [0, 1, 0x202, 0x206, 0x20E, 0x20F, 0x210, 0x2FF, 0x300, 0x301, 0x30D])
    func refusesAnImageThatIsCutShort(count: Int) {
        let header = imageHeader(release: "6.1.0-13-amd64 (someone)")
        #expect(KernelImage.release(header: Array(header.prefix(count))) == nil)
    }

    @Test func refusesWhatIsNoImage() {
        #expect(KernelImage.release(header: [UInt8](repeating: 0xFF, count: 0x8000)) == nil)
        #expect(KernelImage.release(header: imageHeader(release: "../../etc x")) == nil)
        #expect(KernelImage.release(header: imageHeader(release: "")) == nil)
    }

    @Test func findsASeriesWithItsPackage() throws {
        let bench = try GuestBench()
        try bench.write("kernels/6.1/boot/vmlinuz-6.1.0-13-amd64", imageHeader(release: "6.1.0-13-amd64 "))
        try bench.write("kernels/6.1/lib/modules/6.1.0-13-amd64/modules.dep", "")
        try bench.write("kernels/6.1/package", "linux-image-6.1.0-13-amd64 6.1.55-1\n")
        let kernel = try LabKernel.find("6.1", cache: bench.folder)
        #expect(kernel.name == "6.1")
        #expect(kernel.release == "6.1.0-13-amd64")
        #expect(kernel.package == "linux-image-6.1.0-13-amd64 6.1.55-1")
        #expect(kernel.modules.lastComponent?.string == "6.1.0-13-amd64")
    }

    @Test func findsAnImageWithModulesThatAreNamed() throws {
        let bench = try GuestBench()
        let image = try bench.write("own/bzImage", imageHeader(release: "6.13.0-rc1 "))
        try bench.write("elsewhere/lib/modules/6.13.0-rc1/modules.dep", "")
        let modules = bench.folder.appending("elsewhere")
        let kernel = try LabKernel.find(image.string, cache: bench.folder, modules: modules)
        #expect(kernel.name == "bzImage")
        #expect(kernel.package == nil)
        #expect(kernel.modules == modules.pushing("lib/modules/6.13.0-rc1"))
    }

    @Test func saysWhatIsMissing() throws {
        let bench = try GuestBench()
        let image = try bench.write("image", imageHeader(release: "6.13.0-nowhere "))
        let text = try bench.write("text", "no kernel")
        try bench.write("two/boot/vmlinuz-1", "")
        try bench.write("two/boot/vmlinuz-2", "")
        for (argument, words) in [
            ("6.12", "run make kernel-lab"), ("/nowhere/bzImage", "There is no kernel at /nowhere/bzImage"),
            (image.string, "no modules (modules.dep) of kernel 6.13.0-nowhere"), (text.string, "is no kernel image"),
            (bench.folder.appending("two").string, "2 kernels"),
        ] {
            let error = #expect(throws: LabError.self) { try LabKernel.find(argument, cache: bench.folder) }
            #expect(error?.kind == .unavailable)
            #expect(error?.sentence.contains(words) == true, "\(argument): \(error?.sentence ?? "")")
        }
    }
}
