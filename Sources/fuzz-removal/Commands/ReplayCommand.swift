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
            something of. Verdicts: reproduced (the identical execution), same-signature (another execution with the \
            violation that the file is about), different (other violations), clean (none).

            EXIT STATUS
            0   as the file records, or as --expect says
            1   another violation
            2   no violation
            \(ExitStatus.common)
            """)

    @Argument(help: ArgumentHelp("Cases, text or packed; - is standard input.", valueName: "file"))
    var files: [String]

    @Option(help: ArgumentHelp("Replay on this design; may be repeated.", valueName: "name"))
    var design: [String] = []

    @Flag(help: "Replay on every design.")
    var allDesigns = false

    @Option(help: ArgumentHelp("The kernel profile of the named designs.", valueName: "name"))
    var profile: String?

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
        var reports: [ReplayReport] = []
        var status = ExitStatus.success
        for file in files {
            do throws(Failure) {
                let crasher = try CaseFile.read(file)
                let targets = if let chosen { chosen } else { try recordedTargets(crasher, file) }
                for target in targets {
                    let execution = replayer.run(crasher.case, on: target)
                    let verdict = Verdict(crasher, on: target, execution)
                    let own = expectation.status(verdict, crasher, on: target, execution)
                    status = ReplayExpectation.worst(status, own)
                    reports.append(ReplayReport(file, target, verdict, execution))
                    if !json { try print(reports[reports.count - 1], crasher, target) }
                }
            } catch {
                Console.error(error.sentence)
                status = ReplayExpectation.worst(status, error.status)
            }
        }
        if json { try Console.print(JSON.text(["files": reports])) }
        if status != ExitStatus.success { throw ExitCode(status) }
    }

    private func parsedExpectation() throws(Failure) -> ReplayExpectation {
        guard let expect else { return .recorded }
        if expect == "clean" { return .clean }
        return .signature(try SignatureFilter([expect]))
    }

    /// The targets that the options name, or nil where the files decide.
    private func selectedTargets() throws(Failure) -> [Target]? {
        guard design.isEmpty || !allDesigns else { throw .usage("--design and --all-designs exclude each other") }
        guard allDesigns || !design.isEmpty || profile != nil else { return nil }
        guard allDesigns || !design.isEmpty else { throw .usage("--profile needs --design or --all-designs") }
        return try Targets.selected(designs: design, profile: profile)
    }

    private func recordedTargets(_ crasher: Crasher, _ file: String) throws(Failure) -> [Target] {
        var targets: [Target] = []
        var names = crasher.target.map { [($0.design, Optional($0.profile))] } ?? []
        names += crasher.expectations.map { ($0.design, $0.profile) }
        for (design, profile) in names {
            let target: Target
            do throws(Failure) { target = try Targets.named(design, profile, status: ExitStatus.badData) } catch {
                throw Failure("\(file): \(error)", status: error.status)
            }
            if !targets.contains(where: { $0.name == target.name }) { targets.append(target) }
        }
        guard !targets.isEmpty else {
            throw .usage("\(file) records no design; name one with --design, or use --all-designs")
        }
        return targets
    }

    private func print(_ report: ReplayReport, _ crasher: Crasher, _ target: Target) throws(Failure) {
        try Console.print("\(report.file): \(target.name): \(report.verdict.rawValue)")
        for signature in report.signatures { try Console.print("    " + signature) }
        guard trace else { return }
        for line in Timeline(of: crasher.case, on: target).lines(everyStep: true) { try Console.print("  " + line) }
    }
}

/// One replay in `--json`.
struct ReplayReport: Encodable {
    let file: String
    let design: String
    let verdict: Verdict
    let signatures: [String]
    let digest: String

    init(_ file: String, _ target: Target, _ verdict: Verdict, _ execution: Execution) {
        self.file = file
        design = target.design.name
        self.verdict = verdict
        signatures = execution.signatures
        let digits = String(execution.digest, radix: 16)
        digest = String(repeating: "0", count: 16 - digits.count) + digits
    }
}
