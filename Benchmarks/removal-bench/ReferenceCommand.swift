import ArgumentParser
import DAXModel
import RemovalFuzz

/// `reference`: searches on a design that must have no violation.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Search for violations of the reference design, which must have none.",
        discussion: """
            Each seed is a search of its own; a line is printed when it is done. A run that was stopped goes on with \
            --first-seed. The exit status is 1 when there was a violation.
            """)

    @Option(help: "The design.")
    var design = "reference"

    @Option(help: "Executions over all seeds.")
    var executions = 5_000_000

    @Option(help: "How many seeds share them.")
    var seeds = 20

    @Option(help: "The seed to begin with.")
    var firstSeed = 1

    func run() throws {
        let target = try Input.target(design)
        let share = executions / seeds
        var violations = 0
        for seed in stride(from: firstSeed, through: seeds, by: 1) {
            let search = Search(target: target, seed: UInt64(seed))
            var events = SearchEvents()
            while search.executions < share {
                search.advance(executions: min(1000, share - Int(search.executions)), into: &events)
                for finding in events.findings {
                    Output.line("seed \(seed) execution \(finding.executions) \(finding.signature)")
                    Output.line(finding.case.text)
                }
                violations += events.findings.count
                events.removeAll()
            }
            Output.line(
                "seed \(seed) of \(seeds): \(search.executions) executions, \(search.steps) steps,"
                    + " \(search.features) features, \(violations) violations so far")
        }
        if violations > 0 { throw ExitCode(1) }
    }
}
