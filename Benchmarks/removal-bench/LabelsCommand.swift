import ArgumentParser
import DAXModel
import RemovalFuzz

/// `labels`: whether attribution names what is missing, where that is known: on the reference without some guarantees.
struct LabelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labels",
        abstract: "Take guarantees from the reference design, search, attribute what is found, and compare.",
        discussion: """
            Without --sets each guarantee of the reference is taken away alone; with it so many random sets of two to \
            six of those that are missed alone. A line a target: executions, findings, what was taken, and the causes.
            """)

    @Option(help: "Random sets; 0: each guarantee alone.")
    var sets = 0

    @Option(help: "The first seed.")
    var first: UInt64 = 1

    @Option(help: "Seeds.")
    var seeds: UInt64 = 1

    @Option(help: "Executions of each search.")
    var limit: UInt64 = 100_000

    @Option(help: "Findings of a search that are attributed at most.")
    var findings = 24

    @Flag(help: "Only the guarantees of the reference may be switched on, so that the labels are complete.")
    var closed = false

    private var universe: GuaranteeSet {
        closed ? Design.named("reference").map { Target($0).guarantees } ?? [] : GuaranteeSet(Guarantee.allCases)
    }

    func run() throws {
        guard let design = Design.named("reference") else { throw BenchFailure("no reference") }
        let all = Target(design).guarantees.members
        var right = 0
        var total = 0
        var costs: [Int] = []
        for taken in sets == 0 ? all.map({ GuaranteeSet([$0]) }) : randomSets(of: Labels.missed) {
            for seed in first..<first + seeds {
                let target = Target(design, without: taken)
                let result = search(target, seed)
                costs += result.costs
                total += 1
                let named = result.causes.keys.sorted()
                if named == taken.members.map(\.name).sorted() { right += 1 }
                let words = named.map { "\($0) (\(result.causes[$0]!))" }.joined(separator: ", ")
                Output.line("\(result.executions) \(costs.count) \(taken.text) -> \(words)")
            }
        }
        costs.sort()
        Output.line(
            "exact \(right) of \(total); attribution: median \(costs[costs.count / 2]), 99th percentile \(costs[costs.count * 99 / 100])"
        )
    }

    private func search(_ target: Target, _ seed: UInt64) -> (executions: UInt64, causes: [String: Int], costs: [Int]) {
        let search = Search(target: target, seed: seed)
        var events = SearchEvents()
        var causes: [String: Int] = [:]
        var costs: [Int] = []
        var known: [Cause] = []
        while search.executions < limit, costs.count < findings {
            search.advance(executions: 64, into: &events)
            for finding in events.findings where costs.count < findings {
                var executor = Executor(target: target)
                let small = Minimizer.minimize(
                    finding.case, signature: finding.signature, on: target, budget: Minimizer.Budget(executions: 2000)
                ).best
                let execution = executor.run(small)
                guard let violation = execution.violations.first(where: { $0.signature == finding.signature }) else {
                    continue
                }
                let attribution = Attribution(
                    of: small, execution.cause(of: violation), on: target, among: universe, known: known)
                costs.append(attribution.executions)
                causes[attribution.outcome.text, default: 0] += 1
                if case .cause(let cause) = attribution.outcome, !known.contains(cause) { known.append(cause) }
            }
            events.removeAll()
        }
        return (search.executions, causes, costs)
    }

    private func randomSets(of members: [Guarantee]) -> [GuaranteeSet] {
        var random = Random(seed: first)
        return (0..<sets).map { _ in
            var set: GuaranteeSet = []
            let size = 2 + random.below(5)
            while set.members.count < size { set.insert(random.pick(members)) }
            return set
        }
    }
}

private enum Labels {
    /// Guarantees that a search soon misses alone.
    static let missed: [Guarantee] = [
        .superBlockHeld, .insertionGate, .waitsForFreezer, .walksInodes, .killsAllMappers, .killsLeaderlessGroups,
        .killListCannotFail, .invalidatesRecords, .deletesDirtyEntries, .unmapsAfterDeletion, .shutsDownBeforeThaw,
        .thawsUserFreeze,
    ]
}
