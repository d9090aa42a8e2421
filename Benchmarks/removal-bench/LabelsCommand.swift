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
        closed ? Design.named("reference").map { Target($0).guarantees } ?? [] : Attribution.universe
    }

    func run() throws {
        guard let design = Design.named("reference") else { throw BenchFailure("no reference") }
        let all = Target(design).guarantees.members
        var score = Score()
        var costs: [Int] = []
        for taken in sets == 0 ? all.map({ GuaranteeSet([$0]) }) : randomSets(of: Labels.missed) {
            for seed in first..<first + seeds {
                let target = Target(design, without: taken)
                let result = search(target, seed)
                costs += result.costs
                score.add(result.causes, taken)
                let named = result.causes.keys.sorted()
                let words = named.map { "\($0) (\(result.causes[$0]!))" }.joined(separator: ", ")
                Output.line("\(result.executions) \(costs.count) \(taken.text) -> \(words)")
            }
        }
        costs.sort()
        Output.line(score.text)
        Output.line("executions: median \(costs[costs.count / 2]), 99th percentile \(costs[costs.count * 99 / 100])")
    }

    /// How the causes of all targets compare with what was taken from them.
    private struct Score {
        private var targets = 0
        private var exact = 0
        private var taken = 0
        private var named = 0
        private var foreign = 0
        private var findings = 0
        private var uncaused = 0

        mutating func add(_ causes: [String: Int], _ set: GuaranteeSet) {
            var guarantees: GuaranteeSet = []
            for (text, count) in causes {
                findings += count
                guard let cause = Cause(text: text) else {
                    uncaused += count
                    continue
                }
                for cure in cause.cures { guarantees.formUnion(cure) }
            }
            targets += 1
            exact += Set(causes.keys) == Set(set.members.map(\.name)) ? 1 : 0
            taken += set.members.count
            named += guarantees.intersection(set).members.count
            foreign += guarantees.subtracting(set).members.count
        }

        var text: String {
            "causes are exactly what was taken on \(exact) of \(targets) targets; of \(taken) taken \(named) are named, "
                + "and \(foreign) that were not; \(uncaused) of \(findings) findings have no cause, or an uncertain one"
        }
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
