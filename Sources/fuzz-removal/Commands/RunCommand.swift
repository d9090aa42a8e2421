import ArgumentParser
import DAXModel
import RemovalFuzz

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// `run`: a campaign.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Search for violations, minimize them, and save them.",
        discussion: """
            Without --design the search is on merged and seed-proposal: what kernels run today, and the proposal of \
            the thread; with --profile alone on every design that exists in it. Without a limit the search runs until it is interrupted; a first interrupt stops it gracefully, a second one \
            at once. Several designs share the time fairly. With one job and a limit of executions, the findings are a \
            function of the build, the seed and the corpus. What the search found interesting stays in the corpus, and \
            the next run begins with it; DIR/seeds is read and never written.

            Findings that look alike are a group with one file, its best case. The groups that the folder of findings \
            holds already are known; a run says which are new. Minimizing, and finding out what the design lacks, take \
            a tenth of a run at most, of its time or of its executions, and are a part of --max-time. The page has a \
            line for each cause: each set of guarantees that would cure it, all of them together.

            EXIT STATUS
            0   no violation met
            1   violations met, known ones too
            70  a fault of this program: all its workers crashed
            \(ExitStatus.common)
            """)

    @OptionGroup var on: TargetOptions

    @Option(help: ArgumentHelp("Stop after this time, such as 60s, 15m, 8h.", valueName: "time"))
    var maxTime: TimeLimit?

    @Option(help: ArgumentHelp("Stop after so many executions of all designs.", valueName: "n"))
    var maxExecutions: UInt64?

    @Option(
        help: ArgumentHelp("Where the random numbers begin. Default: another one each time, printed.", valueName: "n"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("Processes that search. Default: one for each processor.", valueName: "n"))
    var jobs: Int?

    @Option(help: ArgumentHelp("The corpus.", valueName: "dir"))
    var corpus = "corpus"

    @Option(help: ArgumentHelp("Where findings are saved.", valueName: "dir"))
    var crashes = "crashes"

    @Option(
        help: ArgumentHelp(
            "Do not report this: an oracle, the beginning of a signature, or a file of them; may be repeated.",
            valueName: "signature|file"))
    var ignore: [String] = []

    @Option(
        help: ArgumentHelp(
            "Minimize each group with so many executions. Default: a tenth of the run's for all.", valueName: "n"))
    var minimizeExecutions: Int?

    @Flag(help: "Save every finding as it was found, not just the best case of each group.")
    var keepAll = false

    @Option(
        help: "Take findings together by cause, or by group: where they passed the removal by, or when they were made.")
    var by = Grouping.cause

    @Flag(help: "Print every line, not just eight of a design: new ones first, then the worst.")
    var all = false

    @Flag(help: "Print one JSON object at the end; everything else goes to standard error.")
    var json = false

    func validate() throws {
        guard (jobs ?? 1) >= 1, (jobs ?? 1) <= 1024 else { throw ValidationError("--jobs must be from 1 to 1024") }
        guard maxExecutions != 0 else { throw ValidationError("--max-executions must be positive") }
        guard minimizeExecutions ?? 1 > 0 else { throw ValidationError("--minimize-executions must be positive") }
        guard !corpus.isEmpty, !crashes.isEmpty else { throw ValidationError("a folder's name must not be empty") }
    }

    func run() async throws {
        let plan = try plan()
        let names = plan.targets.map(\.name)
        Console.note(
            "seed \(plan.seed), \(plan.jobs) \(plan.jobs == 1 ? "job" : "jobs"), designs: "
                + (names.count <= 3 ? names.joined(separator: ", ") : "\(names.count)"))
        let coordinator = try await CampaignLoop(plan: plan).run()
        let report = await coordinator.report()
        if json { try Console.print(JSON.text(report)) } else { try Console.print(report.text) }
        if report.executions == 0 {
            Console.warning("no case was executed: to read corpus and findings took all the time; give more of it")
        }
        if let failure = await coordinator.failure { throw ExitCode(failure.status) }
        if await coordinator.stopReason == .interrupted { throw ExitCode(ExitStatus.interrupted) }
        if report.hasMet { throw ExitCode(ExitStatus.violation) }
    }

    private func plan() throws(Failure) -> RunPlan {
        _ = try SignatureFilter(ignore)
        let wanted = jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        return RunPlan(
            targets: try on.selected(usual: ["merged", "seed-proposal"]),
            seed: seed ?? UInt64.random(in: 0..<1 << 32), jobs: Int(min(UInt64(wanted), maxExecutions ?? .max)),
            maxSeconds: maxTime?.seconds, maxExecutions: maxExecutions, corpus: corpus, crashes: crashes,
            ignored: ignore, minimizeBudget: minimizeExecutions, grouping: by, keepsAll: keepAll, showsAll: all,
            isJSON: json)
    }
}
