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
            Without a limit the search runs until it is interrupted; a first interrupt stops it gracefully, a second one \
            at once. Several designs share the time fairly. With one job and a limit of executions, the findings are a \
            function of the build, the seed and the corpus. What the search found interesting stays in the corpus, and \
            the next run begins with it; DIR/seeds is read and never written.

            EXIT STATUS
            0   nothing found
            1   violations found
            70  a fault of this program: all its workers crashed
            \(ExitStatus.common)
            """)

    @Option(help: ArgumentHelp("Search on this design; may be repeated. Default: all.", valueName: "name"))
    var design: [String] = []

    @Option(help: ArgumentHelp("The kernel profile of the designs, instead of their defaults.", valueName: "name"))
    var profile: String?

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

    @Option(help: ArgumentHelp("Do not report this signature; may be repeated.", valueName: "signature"))
    var ignore: [String] = []

    @Option(help: ArgumentHelp("Most executions to minimize one finding with.", valueName: "n"))
    var minimizeExecutions = 20_000

    @Flag(help: "Print one JSON object at the end; everything else goes to standard error.")
    var json = false

    func validate() throws {
        guard (jobs ?? 1) >= 1, (jobs ?? 1) <= 1024 else { throw ValidationError("--jobs must be from 1 to 1024") }
        guard maxExecutions != 0 else { throw ValidationError("--max-executions must be positive") }
        guard minimizeExecutions > 0 else { throw ValidationError("--minimize-executions must be positive") }
        guard !corpus.isEmpty, !crashes.isEmpty else { throw ValidationError("a folder's name must not be empty") }
    }

    func run() async throws {
        let plan = try plan()
        Console.note(
            "seed \(plan.seed), \(plan.jobs) \(plan.jobs == 1 ? "job" : "jobs"), "
                + "designs: " + plan.targets.map(\.name).joined(separator: ", "))
        let coordinator = try await CampaignLoop(plan: plan).run()
        let report = await coordinator.report()
        if json { try Console.print(JSON.text(report)) } else { try Console.print(report.text) }
        if let failure = await coordinator.failure { throw ExitCode(failure.status) }
        if await coordinator.stopReason == .interrupted { throw ExitCode(ExitStatus.interrupted) }
        if !report.violations.isEmpty { throw ExitCode(ExitStatus.violation) }
    }

    private func plan() throws(Failure) -> RunPlan {
        for signature in ignore { try Signatures.check(signature) }
        let wanted = jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        return RunPlan(
            targets: try Targets.selected(designs: design, profile: profile),
            seed: seed ?? UInt64.random(in: 0..<1 << 32), jobs: Int(min(UInt64(wanted), maxExecutions ?? .max)),
            maxSeconds: maxTime?.seconds, maxExecutions: maxExecutions, corpus: corpus, crashes: crashes,
            ignored: ignore, minimizeBudget: minimizeExecutions, isJSON: json)
    }
}
