import ArgumentParser
import DAXModel
import RemovalFuzz

/// `found`: how many executions the search needs for one violation, seed by seed.
struct FoundCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "found",
        abstract: "Print the executions to one violation for each of several seeds.",
        discussion: """
            Without options: the umount crash of the mailing-list thread. A violation is named by the beginning of \
            its signature and a part of the rest. The exit status is 1 when a seed did not find it.
            """)

    @Option(help: "The design to search on.")
    var design = "v10-without-drop"

    @Option(help: "What the signature begins with.")
    var prefix = "access/struct-page/"

    @Option(help: "What the rest of the signature contains.")
    var containing = "<evict"

    @Option(help: "Seeds to try, from 1.")
    var seeds = 20

    @Option(help: "Executions after which a seed counts as failed.")
    var limit = 2000

    func run() throws {
        let target = try Input.target(design)
        var table = TextTable([.number("seed"), .number("executions"), .text("signature")])
        var counts: [Int] = []
        for seed in 1...seeds {
            guard let finding = search(target, seed: UInt64(seed)) else {
                table.add(["\(seed)", "> \(limit)", "-"])
                continue
            }
            counts.append(Int(finding.executions))
            table.add(["\(seed)", "\(finding.executions)", finding.signature])
        }
        Output.line(table.text)
        counts.sort()
        let summary = counts.isEmpty ? "" : "; median \(counts[counts.count / 2]), most \(counts[counts.count - 1])"
        Output.line("found with \(counts.count) of \(seeds) seeds\(summary)")
        if counts.count < seeds { throw ExitCode(1) }
    }

    private func search(_ target: Target, seed: UInt64) -> Finding? {
        let search = Search(target: target, seed: seed)
        var events = SearchEvents()
        while search.executions < limit {
            search.advance(executions: min(100, limit - Int(search.executions)), into: &events)
            if let found = events.findings.first(where: { matches($0.signature) }) { return found }
            events.removeAll()
        }
        return nil
    }

    private func matches(_ signature: String) -> Bool {
        guard signature.hasPrefix(prefix) else { return false }
        return CauseList.contains(Array(signature.utf8.dropFirst(prefix.utf8.count)), Array(containing.utf8))
    }
}
