import ArgumentParser
import DAXModel
import RemovalFuzz

/// `interventions`: which guarantee, switched on, takes the finding of a crasher away.
struct InterventionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interventions",
        abstract: "Switch on each guarantee that a crasher's design lacks and look whether its finding is gone.",
        discussion: """
            A finding is a class of violations: an oracle and an object. It counts as removed where neither the case \
            itself nor any of its neighbours (the same case under a further preemption or two, drawn from a seed) shows \
            the class. How many of these executions show it on the plain design stands beside it. Where no guarantee \
            removes it alone, the smallest sets that do are printed. A placebo has to remove none.
            """)

    @Argument(help: "Folders of crashers.")
    var folders = ["crashes/known"]

    @Option(help: "Neighbours of each case.")
    var neighbours = 64

    @Option(help: "How many guarantees to try together where fewer do not do.")
    var together = 3

    @Flag(help: "Print the table as Markdown.")
    var markdown = false

    func run() throws {
        var rows: [Row] = []
        var verdictsOfPlacebo = 0
        for (file, crasher, target) in try Input.crashers(folders) {
            let intervention = Intervention(crasher.case, on: target, neighbours: neighbours)
            for finding in intervention.classes {
                if intervention.removes([.placebo], finding) { verdictsOfPlacebo += 1 }
                let row = Row(
                    crasher: file, classes: [finding.description],
                    plain: intervention.count(finding), removing: words(intervention, finding))
                if let same = rows.firstIndex(where: { $0.isLike(row) }) {
                    rows[same].classes += row.classes
                } else {
                    rows.append(row)
                }
            }
        }
        Output.line(markdown ? Row.markdown(rows) : Row.table(rows))
        Output.line("each of \(neighbours + 1) executions; verdicts that the placebo changes: \(verdictsOfPlacebo)")
    }

    /// The smallest sets that take the class away.
    private func words(_ intervention: Intervention, _ finding: ViolationClass) -> String {
        for count in 1...max(1, together) {
            let sets = intervention.sets(of: count, removing: finding)
            guard sets.isEmpty else {
                return sets.map { $0.map(\.name).joined(separator: " + ") }.joined(separator: ", ")
            }
        }
        return "no \(together) together"
    }

    /// Classes of one crasher that the same guarantees remove.
    private struct Row {
        var crasher: String
        var classes: [String]
        /// Executions that show the class on the plain design.
        var plain: Int
        var removing: String

        func isLike(_ other: Row) -> Bool {
            (crasher, plain, removing) == (other.crasher, other.plain, other.removing)
        }

        static func table(_ rows: [Row]) -> String {
            var table = TextTable([.text("crasher"), .text("classes"), .number("plain"), .text("removed by")])
            for row in rows {
                table.add([row.crasher, row.classes.joined(separator: ", "), "\(row.plain)", row.removing])
            }
            return table.text
        }

        static func markdown(_ rows: [Row]) -> String {
            let head = ["| crasher | classes | plain | removed by |", "|---|---|---:|---|"]
            let lines = rows.map { row in
                let classes = row.classes.map { "`\($0)`" }.joined(separator: ", ")
                return "| `\(row.crasher)` | \(classes) | \(row.plain) | \(row.removing) |"
            }
            return (head + lines).joined(separator: "\n")
        }
    }
}

/// One case and its neighbourhood.
private struct Intervention {
    private let subject: Case
    private let plain: Target
    private let neighbours: Int
    /// What the case itself shows, each class once.
    private(set) var classes: [ViolationClass] = []
    private let length: Int

    init(_ subject: Case, on plain: Target, neighbours: Int) {
        self.subject = subject
        self.plain = plain
        self.neighbours = neighbours
        var executor = Executor(target: plain)
        let execution = executor.run(subject)
        length = execution.steps
        for violation in execution.violations {
            let found = ViolationClass(violation)
            if !classes.contains(found) { classes.append(found) }
        }
    }

    /// The sets of so many guarantees, of those that the target lacks, with which the class is gone.
    func sets(of count: Int, removing finding: ViolationClass) -> [[Guarantee]] {
        let lacking = Guarantee.allCases.filter { !plain.guarantees.contains($0) && $0 != .placebo }
        return combinations(lacking[...], count).filter { removes($0, finding) }
    }

    private func combinations(_ members: ArraySlice<Guarantee>, _ count: Int) -> [[Guarantee]] {
        guard count > 0 else { return [[]] }
        return members.indices.flatMap { index in
            combinations(members[(index + 1)...], count - 1).map { [members[index]] + $0 }
        }
    }

    /// Neither the case nor a neighbour shows the class.
    func removes(_ added: [Guarantee], _ finding: ViolationClass) -> Bool {
        var executor = Executor(target: plain.adding(GuaranteeSet(added)))
        return !(0...neighbours).contains { shows(finding, $0, on: &executor) }
    }

    /// In how many of the executions on the plain target the class shows.
    func count(_ finding: ViolationClass) -> Int {
        var executor = Executor(target: plain)
        return (0...neighbours).count { shows(finding, $0, on: &executor) }
    }

    /// The case itself is neighbour 0.
    private func shows(_ finding: ViolationClass, _ neighbour: Int, on executor: inout Executor) -> Bool {
        let plan: SchedulePlan =
            neighbour == 0
            ? .recorded : .bounded(seed: UInt64(neighbour), count: 1 + neighbour % 2, length: length)
        return executor.run(subject, plan: plan).violations
            .contains { ViolationClass($0) == finding }
    }
}
