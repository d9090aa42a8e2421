import ArgumentParser
import DAXModel
import KernelLab
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How guests are run.
struct LabOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where 'make kernel-lab' puts what guests need.", valueName: "folder"))
    var cache = ".cache/kernel-lab"

    @Option(
        help: ArgumentHelp("The modules of a kernel image that is given as a path.", valueName: "folder"))
    var modules: String?

    @Option(help: ArgumentHelp("The time that one guest may take, boot included.", valueName: "time"))
    var timeLimit = TimeLimit(argument: "120s")!

    @Option(
        help: ArgumentHelp(
            "Guests at once; if it is not given, one for each core, as far as memory goes.", valueName: "n"))
    var guests: Int?

    @Option(help: ArgumentHelp("The emulator's name or path.", valueName: "path"))
    var emulator = Guest.usualEmulator.string

    @Option(help: ArgumentHelp("Keep the serial log of every guest in this folder.", valueName: "folder"))
    var keepLog: String?

    func validate() throws {
        guard guests ?? 1 > 0 else { throw ValidationError("--guests is at least 1") }
    }

    /// Takes cases to kernels in the way that the options say.
    var runner: LabRunner {
        LabRunner(
            cache: FilePath(cache), emulator: FilePath(emulator), timeLimit: .seconds(timeLimit.seconds),
            guests: guests ?? LabOptions.guestsThatFit)
    }

    /// Makes the seven steps in the way that the options say.
    func sevenSteps(on kernel: LabKernel) -> SevenStepsRunner {
        SevenStepsRunner(
            kernel: kernel, cache: FilePath(cache), emulator: FilePath(emulator),
            timeLimit: .seconds(timeLimit.seconds), guests: guests ?? LabOptions.guestsThatFit)
    }

    /// A guest has two processors, and is idle for a good part of its time; it never takes 2 GiB of memory.
    private static var guestsThatFit: Int {
        let memory = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
        return max(1, min(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), memory >> 31))
    }

    func kernel(_ name: String) throws(Failure) -> LabKernel {
        try inLab { () throws(LabError) in
            try LabKernel.find(name, cache: FilePath(cache), modules: modules.map { FilePath($0) })
        }
    }
}

/// Calls a function of the laboratory and turns its error into one with a status.
func inLab<T>(_ body: () throws(LabError) -> T) throws(Failure) -> T {
    do throws(LabError) { return try body() } catch { throw Failure(error) }
}
