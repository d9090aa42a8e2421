import ArgumentParser
import Corpus
import DAXModel
import RemovalFuzz
import SystemPackage

/// `repair`: the fewest guarantees with which a design survives a search.
struct RepairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Find the fewest guarantees with which a design survives a search.",
        discussion: """
            A search on the design finds a case that fails; what it demands is found out by switching guarantees. The \
            cheapest set that meets all demands so far is searched on, and so on until one survives --max-executions. \
            The page has for each guarantee what fails without it, and all sets that are as small. With -o the cases \
            are saved, each recorded on the repaired design without the one guarantee.

            EXIT STATUS
            0   a set survived
            1   a case fails whatever is switched on, or no set meets what all cases demand
            2   the time was over before a set survived
            \(ExitStatus.common)
            """)

    @OptionGroup var on: TargetOptions

    @Option(help: ArgumentHelp("Executions that a set has to survive.", valueName: "n"))
    var maxExecutions: UInt64 = 1_000_000

    @Option(help: ArgumentHelp("Stop after this time, such as 60s, 15m, 8h.", valueName: "time"))
    var maxTime: TimeLimit?

    @Option(help: ArgumentHelp("Where the random numbers begin.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp("Cases that pass on the design: they have to pass on the repaired one.", valueName: "dir"))
    var suite = "crashes/known"

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to save the cases.", valueName: "dir"))
    var output: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard maxExecutions > 0 else { throw ValidationError("--max-executions must be positive") }
        guard output != "" else { throw ValidationError("a folder's name must not be empty") }
    }

    func run() throws {
        guard let target = try on.chosen() else { throw Failure.usage("name the design to repair with --design") }
        let repair = Repair(of: target, options: Repair.Options(survival: maxExecutions, seed: seed))
        let deadline = Deadline()
        if let maxTime { deadline.bring(forwardTo: .now + .seconds(maxTime.seconds)) }
        let interrupted = RaisedFlag()
        let interrupts = Interrupts { interrupted.raise() }
        let end = repair.run(isCancelled: { interrupted.isRaised || deadline.hasPassed }, onProgress: tell)
        withExtendedLifetime(interrupts) {}
        let harmed = try harmedCases(target, target.adding(repair.chosen))
        let report = RepairReport(repair, end, harmed: harmed, files: try save(repair, end))
        try Console.print(json ? JSON.text(report) : report.text)
        if interrupted.isRaised { throw ExitCode(ExitStatus.interrupted) }
        guard report.status == ExitStatus.success else { throw ExitCode(report.status) }
    }

    private func tell(_ progress: Repair.Progress) {
        switch progress {
        case .searching(let set, let witnesses):
            let count = set.members.count
            Console.note(
                witnesses == 0
                    ? "searching on the design as it is"
                    : "\(witnesses) witness\(witnesses == 1 ? "" : "es"); searching with \(count) guarantee\(count == 1 ? "" : "s")"
            )
        case .found(let witness):
            Console.note("\(witness.observable.name) after \(witness.executions) executions: \(witness.signature)")
        }
    }

    /// Cases of the suite that pass on the design and fail on the repaired one; nil where there is no suite.
    private func harmedCases(_ plain: Target, _ repaired: Target) throws(Failure) -> [String]? {
        guard (try? FilePath(suite).stat().type) == .directory else { return nil }
        let replayer = Replayer()
        var harmed: [String] = []
        for file in try CaseFolder.expand([suite]) {
            let subject = try CaseFile.read(file).case
            guard replayer.run(subject, on: plain).violations.isEmpty else { continue }
            if !replayer.run(subject, on: repaired).violations.isEmpty { harmed.append(file) }
        }
        return harmed
    }

    /// Saves what fails without each guarantee.
    private func save(_ repair: Repair, _ end: Repair.End) throws(Failure) -> [Guarantee: String] {
        guard let output, case .survived = end else { return [:] }
        var files: [Guarantee: String] = [:]
        let replayer = Replayer()
        for guarantee in repair.chosen.members {
            guard let witness = repair.reason(for: guarantee) else { continue }
            let target = repair.target.adding(repair.chosen.subtracting([guarantee]))
            let execution = replayer.run(witness.case, on: target)
            // The witness may fail in its neighbourhood only, or under another signature than where it was found.
            guard
                let meant = execution.signatures.first(where: { $0 == witness.signature }) ?? execution.signatures.first
            else { continue }
            let crasher = Crasher.recording(
                witness.case, on: target, meant: meant, execution: execution,
                found: Discovery(seed: seed, executions: witness.executions))
            let stem = "\(repair.target.design.name)--without-\(guarantee.name)"
            let path = FilePath(output).appending(stem + CaseFile.storedSuffix)
            try storing { () throws(CorpusError) in
                try Store(directory: FilePath(output)).createDirectory()
                try BoundedFile.replaceAtomically(path, with: PackedFrame.pack(crasher.encoded))
            }
            files[guarantee] = path.string
        }
        return files
    }
}
