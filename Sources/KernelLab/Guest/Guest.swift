import Subprocess
public import SystemPackage

/// A virtual machine with persistent memory that boots a kernel, runs programs as root, and ends.
public struct Guest: Sendable {
    /// The emulator's usual name, looked for on the PATH.
    public static let usualEmulator: FilePath = "qemu-system-x86_64"

    /// The kernel that it boots.
    public let kernel: LabKernel

    private let emulator: FilePath
    private let initramfs: FilePath
    private let runs: FilePath

    /// Checks for the emulator, and makes the guest's file system unless the cache has it.
    /// - Parameters:
    ///   - cache: The laboratory's folder, `.cache/kernel-lab` of the project.
    ///   - emulator: The emulator's name on the PATH, or its path.
    /// - Throws: `unavailable` with what to do where something is missing, `inputOutput` where a file is at fault.
    public init(
        kernel: LabKernel, cache: FilePath, emulator: FilePath = Guest.usualEmulator
    ) async throws(LabError) {
        let found = try await Self.find(emulator)
        let initramfs = try await Initramfs.prepare(for: kernel, cache: cache)
        self.init(kernel: kernel, initramfs: initramfs, runs: cache.appending("runs"), emulator: found)
    }

    /// A guest whose file system is there already; `runs` is the folder for what a run writes.
    init(kernel: LabKernel, initramfs: FilePath, runs: FilePath, emulator: FilePath) {
        self.kernel = kernel
        self.initramfs = initramfs
        self.runs = runs
        self.emulator = emulator
    }

    /// Boots the guest and waits for its end.
    ///
    /// - Parameters:
    ///   - programs: Static programs for x86-64 Linux, run one after the other until one fails. Their standard output
    ///     and errors are the kernel's log.
    ///   - arguments: The arguments of each; none may hold a line break.
    ///   - timeLimit: How long the guest may take in all, boot included.
    ///   - onLine: Takes each line of the serial log, in order, at most 4,096 bytes of it and always UTF-8.
    /// - Returns: How it ended. A cancelled task ends the guest, and gives `cancelled`.
    /// - Throws: `unavailable` where the guest does not boot or the emulator fails, `inputOutput` where a file is at
    ///   fault.
    public func run(
        programs: [FilePath], arguments: [String], timeLimit: Duration,
        onLine: @escaping @Sendable (String) async -> Void
    ) async throws(LabError) -> GuestEnd {
        do {
            let scratch = try ScratchFolder(in: runs)
            defer { scratch.remove() }
            let files = try Initramfs.add(
                programs: programs, arguments: arguments, to: initramfs, in: scratch.path)
            let emulation = Emulation(
                emulator: emulator, arguments: options(initramfs: files, timeLimit: timeLimit), timeLimit: timeLimit)
            let outcome = try await emulation.run(onLine: onLine)
            return try end(outcome, timeLimit: timeLimit)
        } catch {
            // What a cancelled task leaves half done is no error.
            if Task.isCancelled { return .cancelled }
            throw error
        }
    }

    /// Tells a guest that ran from one that did not boot.
    private func end(_ outcome: Emulation.Outcome, timeLimit: Duration) throws(LabError) -> GuestEnd {
        if Task.isCancelled { return .cancelled }
        if let failure = outcome.failure {
            throw .unavailable("The emulator \(emulator) failed: \(failure).")
        }
        guard outcome.progress.reachedScript else {
            let span = outcome.timedOut ? "within \(timeLimit)" : "before it ended"
            let got = outcome.progress.printed ? "did not reach its first program" : "printed nothing"
            throw .unavailable("Kernel \(kernel.name) does not boot in a guest: it \(got) \(span); try another kernel.")
        }
        return outcome.timedOut ? .timeLimit : .reset
    }

    private static func find(_ emulator: FilePath) async throws(LabError) -> FilePath {
        if emulator.components.count > 1 {
            guard LabFile.isRegular(emulator) else { throw .unavailable("There is no emulator at \(emulator).") }
            return emulator
        }
        return try await HostTool.path(emulator.string)
    }
}
