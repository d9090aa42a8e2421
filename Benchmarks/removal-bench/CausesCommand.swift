import ArgumentParser
import DAXModel
import RemovalFuzz

/// `causes`: when a search comes to each cause, in executions and in seconds of the processor.
struct CausesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "causes", abstract: "Print when searches come to each cause that they find.",
        discussion: """
            One line a cause: seed, executions, seconds of the processor since the search began, and the cause. The \
            last line of a seed names no cause.
            """)

    @Option(help: "The target to search on.")
    var design = "merged"

    @Option(help: "What guides: ends, coverage or none.")
    var guidance = "ends"

    @Option(help: "The first seed.")
    var first: UInt64 = 1

    @Option(help: "How many seeds.")
    var seeds: UInt64 = 1

    @Option(help: "Executions of each search.")
    var limit: UInt64 = 100_000

    @Option(help: "Seconds of the processor of each search.")
    var seconds = Double.infinity

    @Option(help: "A file that names the causes; without one each group of findings is a cause.")
    var list: String?

    func run() throws {
        let target = try Input.target(design)
        let causes = try list.map { try CauseList(file: $0) } ?? CauseList()
        guard let guidance = Guidance(rawValue: guidance) else { throw BenchFailure("no guidance \(guidance)") }
        for seed in first..<first + seeds { search(target, guidance, seed, causes) }
    }

    private func search(_ target: Target, _ guidance: Guidance, _ seed: UInt64, _ causes: CauseList) {
        let search = Search(target: target, seed: seed, guidance: guidance)
        var events = SearchEvents()
        var seen: Set<String> = []
        let start = ProcessorTime.seconds
        while search.executions < limit, ProcessorTime.seconds - start < seconds {
            search.advance(executions: 16, into: &events)
            for finding in events.findings {
                for cause in causes.names(of: finding, on: target) where seen.insert(cause).inserted {
                    report(seed, finding.executions, ProcessorTime.seconds - start, cause)
                }
            }
            events.removeAll()
        }
        report(seed, search.executions, ProcessorTime.seconds - start, "-")
    }

    private func report(_ seed: UInt64, _ executions: UInt64, _ seconds: Double, _ cause: String) {
        Output.line("\(seed) \(executions) \(seconds.formatted(4)) \(cause)")
    }
}
