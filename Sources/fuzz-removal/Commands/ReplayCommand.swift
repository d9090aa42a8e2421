import ArgumentParser
import DAXModel
import RemovalFuzz

/// `replay`: does a design survive a case?
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Execute cases again, on the design they were found on or on others.",
        discussion: """
            Without --design a case runs on the target that its file records and on those that the file expects \
            something of; with --with and --without alone on the recorded target with that change, and where several \
            cases are replayed a target that it does not change stays as it is. A folder stands for all cases in and below it. Verdicts: reproduced (the identical \
            execution), same-signature (another execution with the violation that the file is about), different (other \
            violations), unrecorded (violations of a file that records none), clean (none). Preemptions and faults of \
            the case that did not take place are named.

            EXIT STATUS
            0   as the file records, or as --expect says; clean where nothing is recorded
            1   another violation, or one where none is recorded
            2   no violation where one was recorded or expected
            \(ExitStatus.common)
            """)

    @Argument(help: ArgumentHelp("Cases, text or packed, or folders of them; - is standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup var on: TargetOptions

    @Flag(help: "Replay on every design; the same as --design all.")
    var allDesigns = false

    @Option(
        help: ArgumentHelp(
            "What has to happen: \"clean\", an oracle, the beginning of a signature, or a file of these.",
            valueName: "clean|signature|file"))
    var expect: String?

    @Flag(help: "Print the timeline with every step.")
    var trace = false

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let expectation = try parsedExpectation()
        let chosen = try selectedTargets()
        let replayer = Replayer()
        var summary = ReplaySummary()
        var status = ExitStatus.success
        let files = try CaseFolder.expand(files)
        var recorded = RecordedTargets(changes: on.hasChanges ? try on.changes() : nil, isAlone: files.count == 1)
        for file in files {
            do throws(Failure) {
                let crasher = try CaseFile.read(file)
                let targets = if let chosen { chosen } else { try recorded.targets(of: crasher, file) }
                if targets.isEmpty { summary.undesigned.append(file) }
                for target in targets {
                    let execution = replayer.run(crasher.case, on: target)
                    let verdict = Verdict(crasher, on: target, execution)
                    let own = expectation.status(verdict, crasher, on: target, execution)
                    status = ReplayExpectation.worst(status, own)
                    let report = ReplayReport(file, target, verdict, status: own, execution, of: crasher.case)
                    summary.files.append(report)
                    if !json { try print(report, crasher, target, execution) }
                }
            } catch {
                Console.error(error.sentence)
                summary.unreadable.append(ReplaySummary.Unreadable(file: file, error: error.sentence))
                status = ReplayExpectation.worst(status, error.status)
            }
        }
        if let first = summary.undesigned.first {
            let others = summary.undesigned.count - 1
            let who = others == 0 ? "\(first) records" : "\(first) and \(others) more record"
            Console.error(who + " no design; name one with --design, or use --design all")
            status = ReplayExpectation.worst(status, ExitStatus.usage)
        }
        if chosen == nil, let sentence = recorded.idleSentence {
            Console.error(sentence)
            status = ReplayExpectation.worst(status, ExitStatus.usage)
        }
        if json {
            try Console.print(JSON.text(summary))
        } else if summary.count > 1 {
            try Console.print(summary.line)
        }
        if status != ExitStatus.success { throw ExitCode(status) }
    }

    private func parsedExpectation() throws(Failure) -> ReplayExpectation {
        guard let expect else { return .recorded }
        if expect == "clean" { return .clean }
        return .signature(try SignatureFilter([expect]))
    }

    /// The targets that the options name, or nil where the files decide.
    private func selectedTargets() throws(Failure) -> [Target]? {
        guard on.design.isEmpty || !allDesigns else { throw .usage("--design and --all-designs exclude each other") }
        guard !on.design.isEmpty || allDesigns else {
            guard on.profile == nil else { throw .usage("--profile needs --design or --all-designs") }
            return nil
        }
        return try on.selected()
    }

    private func print(
        _ report: ReplayReport, _ crasher: Crasher, _ target: Target, _ execution: Execution
    ) throws(Failure) {
        try Console.print("\(report.file): \(target.name): \(report.verdict.rawValue)")
        for signature in report.signatures { try Console.print("    " + signature) }
        for line in IdleParts(of: crasher.case, in: execution).lines { try Console.print("    " + line) }
        guard trace else { return }
        for line in Timeline(of: crasher.case, on: target).lines(everyStep: true) { try Console.print("  " + line) }
    }
}
