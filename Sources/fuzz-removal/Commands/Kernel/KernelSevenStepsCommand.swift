import ArgumentParser
import KernelLab
import Synchronization
import SystemPackage

/// `kernel seven-steps`: does a real kernel survive the unbind test, load and all?
struct KernelSevenStepsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seven-steps",
        abstract: "Make the seven steps of the unbind test on a kernel, with a load like fsx, as often as asked.",
        discussion: """
            1 an fsdax namespace on a pmem, 2 mkfs.xfs and mount, 3 the load, 4 a wait of one second, 5 unbind the \
            device from its driver, 6 a wait, 7 umount. Each run has a guest of its own. No model and no case takes \
            part: the interleaving is the kernel's own, so that runs may end differently.

            EXIT STATUS
            0   every run was clean
            1   a run oopsed or hung, or a step failed
            69  QEMU, the kernel, its DAX or another tool is missing, or a guest gave no result
            \(ExitStatus.common)
            """)

    @Option(
        help: ArgumentHelp(
            "6.1, 6.12, the path of a kernel image, or of a folder with boot and lib/modules.", valueName: "kernel"))
    var kernel: String

    @Option(name: .customLong("repeat"), help: ArgumentHelp("How many runs.", valueName: "n"))
    var repeats = 1

    @Flag(help: "Keep a load that an error or SIGBUS has stopped, file and mapping, until step 6 is over.")
    var linger = false

    @Flag(help: "Leave step 1 out: use the namespace as it is.")
    var raw = false

    @Option(help: ArgumentHelp("Of the first run's load; each further run has the next.", valueName: "n"))
    var seed: UInt64 = 1

    @OptionGroup var lab: LabOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard (1...1000).contains(repeats) else { throw ValidationError("--repeat is from 1 to 1000") }
        // The program makes 1 of 0, and two runs would be the same.
        guard seed > 0 else { throw ValidationError("--seed is at least 1") }
    }

    private struct Report: Encodable {
        var kernel: String
        var release: String
        var package: String?
        var linger: Bool
        var raw: Bool
        var runs: [SevenStepsSummary]
    }

    func run() async throws {
        let kernel = try lab.kernel(kernel)
        let logs = try lab.keepLog.map { folder throws(Failure) in try LabLogs(folder: FilePath(folder)) }
        let options = SevenStepsRunner.Options(lingers: linger, isRaw: raw, seed: seed)
        let runner = lab.sevenSteps(on: kernel)
        let complete = Mutex<[SevenStepsSummary]>([])
        let reporting = Reporting()
        var failure: Failure?
        do {
            try await GuestWork.run { [repeats, json] in
                try await runner.run(repeats, options) { index, run in
                    let summary = SevenStepsSummary(run, index: index, seed: options.seed(ofRun: index))
                    logs?.write(run.log, "seven-steps-\(kernel.name)", index)
                    complete.withLock { $0.append(summary) }
                    let headline = summary.headline(of: repeats)
                    guard !json else { return Console.note(headline) }
                    reporting.report { () throws(Failure) in
                        try Console.print((["# " + headline] + summary.lines + [""]).joined(separator: "\n"))
                    }
                }
            }
        } catch { failure = error }
        try reporting.check()
        let runs = complete.withLock { $0 }.sorted { $0.run < $1.run }
        try write(runs, kernel)
        if let failure { throw failure }
        guard runs.count == repeats else { throw GuestWork.interrupted(runs.count, of: repeats, "runs") }
        let status = SevenStepsSummary.status(runs)
        if status != ExitStatus.success { throw ExitCode(status) }
    }

    private func write(_ runs: [SevenStepsSummary], _ kernel: LabKernel) throws {
        if json {
            let report = Report(
                kernel: kernel.name, release: kernel.release, package: kernel.package, linger: linger, raw: raw,
                runs: runs)
            try Console.print(JSON.text(report))
        } else if !runs.isEmpty {
            try Console.print("\(kernel.release): " + SevenStepsSummary.totals(runs))
        }
    }
}
