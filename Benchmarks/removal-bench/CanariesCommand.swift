import ArgumentParser
import DAXModel
import RemovalFuzz

/// `canaries`: how soon a search notices that the reference design lacks one of its guarantees.
struct CanariesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "canaries",
        abstract: "Take each guarantee from the reference design and search until it is missed.",
        discussion: """
            For each guarantee that the design or its profile has: the executions to the first violation, of several \
            seeds, and its signature. One that is never missed is redundant on this design, or its harm is beyond the \
            model. docs/guarantees.md says which.
            """)

    @Option(help: "The design.")
    var design = "reference"

    @Option(help: "Only this guarantee.")
    var guarantee: String?

    @Option(help: "A guarantee that is taken away too; may be given several times.")
    var together: [String] = []

    @Option(help: "What the signature has to begin with; without it any violation counts.")
    var prefix = ""

    @Option(help: "Seeds to try, from 1.")
    var seeds = 10

    @Option(help: "Executions after which a seed counts as failed.")
    var limit: UInt64 = 50_000

    func run() throws {
        let plain = try Input.target(design)
        let others = GuaranteeSet(try together.map(Input.guarantee))
        let only = try guarantee.map(Input.guarantee)
        var table = TextTable([
            .text("without"), .number("found"), .number("median"), .number("worst"), .text("first signature of seed 1"),
        ])
        for member in plain.guarantees.members where only.map({ $0 == member }) ?? true {
            let removed = plain.removed.union(others).union([member])
            let target = Target(
                plain.design, plain.profile, on: plain.platform, with: plain.added.subtracting(removed),
                without: removed)
            let results = (1...seeds).map { search(target, seed: UInt64($0)) }
            let counts = results.compactMap { $0?.executions }.sorted()
            let median = counts.count > seeds / 2 ? "\(counts[seeds / 2])" : "-"
            let worst = counts.count == seeds ? "\(counts[seeds - 1])" : "> \(limit)"
            table.add([
                member.name, "\(counts.count) of \(seeds)", median, worst, results[0]?.signature ?? "-",
            ])
            Output.line("\(member.name): \(counts.count) of \(seeds), median \(median), worst \(worst)")
        }
        Output.line(table.text)
    }

    private func search(_ target: Target, seed: UInt64) -> (executions: UInt64, signature: String)? {
        let search = Search(target: target, seed: seed)
        var events = SearchEvents()
        while search.executions < limit {
            search.advance(executions: Int(min(50, limit - search.executions)), into: &events)
            if let found = events.findings.first(where: { $0.signature.hasPrefix(prefix) }) {
                return (found.executions, found.signature)
            }
            events.removeAll()
        }
        return nil
    }
}
