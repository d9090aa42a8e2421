import ArgumentParser
import KernelLab
import RemovalFuzz

/// `kernel run`: what does a real kernel make of a case?
struct KernelRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run cases on a kernel and compare, event by event, with what the model predicts.",
        discussion: """
            The prediction is made before the guest starts: the outcomes of all schedules that honour the case's order \
            of operations. Verdicts: agrees (every run is one of them), disagrees, not-forced (the case needs an \
            interleaving or a fault that user space cannot force, and not every run met it), not-observable (nothing \
            that can be seen would tell).

            \(KernelCommand.statuses)
            """)

    @Argument(help: ArgumentHelp("Cases, text or packed; - is standard input.", valueName: "file"))
    var files: [String]

    @Option(
        help: ArgumentHelp(
            "6.1, 6.12, the path of a kernel image, or of a folder with boot and lib/modules; may be repeated.",
            valueName: "kernel"))
    var kernel: [String]

    @Option(name: .customLong("repeat"), help: ArgumentHelp("Guests for each case and kernel.", valueName: "n"))
    var repeats = 1

    @OptionGroup var model: LabModelOptions
    @OptionGroup var lab: LabOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard (1...1000).contains(repeats) else { throw ValidationError("--repeat is from 1 to 1000") }
    }

    func run() async throws {
        let jobs = try LabJobs.make(files: files, kernels: kernel, lab, model: model, repeats: repeats)
        let session = LabSession(options: lab) { [json] (report: LabReport) throws(Failure) in
            guard !json else { return Console.note(LabSummary.line(report)) }
            let lines = ["# " + LabSummary.line(report)] + LabSummary.details(report) + [""]
            try Console.print(lines.joined(separator: "\n"))
        }
        let results = try await session.run(jobs)
        if json { try Console.print(JSON.text(["cases": results.reports.map { LabSummary($0) }])) }
        try results.end()
    }
}
