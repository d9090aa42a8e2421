import ArgumentParser
import Corpus
import DAXModel
import RemovalFuzz
import SystemPackage

/// `interventions`: which guarantee, switched on, takes the finding of a crasher away.
struct InterventionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interventions",
        abstract: "Switch on each guarantee that a crasher's design lacks and look whether its finding is gone.",
        discussion: """
            A finding is a class of violations: an oracle and an object. It counts as removed where neither the case \
            itself nor any of its neighbours (the same case under a further preemption or two, drawn from a seed) shows \
            the class. How many neighbours show it on the plain design stands beside it. A placebo has to remove none.
            """)

    @Argument(help: "Folders of crashers.")
    var folders = ["crashes/known"]

    @Option(help: "Neighbours of each case.")
    var neighbours = 64

    func run() throws {
        var table = TextTable([.text("crasher"), .text("class"), .number("plain"), .text("removed by")])
        var verdictsOfPlacebo = 0
        for (file, crasher) in try crashers() {
            guard let name = crasher.target else { throw BenchFailure("\(file) records no target") }
            let plain = try Input.target(name.description)
            let intervention = Intervention(crasher.case, on: plain, neighbours: neighbours)
            for finding in intervention.classes {
                var removing: [String] = []
                for guarantee in Guarantee.allCases where !plain.guarantees.contains(guarantee) {
                    let left = intervention.count(finding, with: [guarantee])
                    if left == 0 { removing.append(guarantee.name) }
                    if guarantee == .placebo && left == 0 { verdictsOfPlacebo += 1 }
                }
                let plainCount = intervention.count(finding, with: [])
                table.add([
                    file, finding.text, "\(plainCount) of \(neighbours + 1)",
                    removing.isEmpty ? intervention.pairs(finding) : removing.joined(separator: ", "),
                ])
            }
        }
        Output.line(table.text)
        Output.line("verdicts that the placebo changes: \(verdictsOfPlacebo)")
    }

    private func crashers() throws -> [(name: String, crasher: Crasher)] {
        try folders.flatMap { folder in
            let store = Store(directory: FilePath(folder))
            return try store.names().map { ($0, try StoredCase.read(try store.get($0))) }
        }
    }
}

/// One case and its neighbourhood.
private struct Intervention {
    struct Class: Hashable {
        var oracle: Oracle
        var object: ObjectClass
        var text: String { oracle.name + "/" + object.name }
    }

    private let subject: Case
    private let plain: Target
    private let neighbours: Int
    /// What the case itself shows, each class once.
    private(set) var classes: [Class] = []
    private let length: Int

    init(_ subject: Case, on plain: Target, neighbours: Int) {
        self.subject = subject
        self.plain = plain
        self.neighbours = neighbours
        var executor = Executor(target: plain)
        let execution = executor.run(subject)
        length = execution.steps
        for violation in execution.violations {
            let found = Class(oracle: violation.oracleKind, object: violation.object)
            if !classes.contains(found) { classes.append(found) }
        }
    }

    /// Two guarantees that together take the class away, where no single one does; "none" when no two do.
    func pairs(_ finding: Class) -> String {
        let lacking = Guarantee.allCases.filter { !plain.guarantees.contains($0) && $0 != .placebo }
        var found: [String] = []
        for (index, first) in lacking.enumerated() {
            for second in lacking[(index + 1)...] where count(finding, with: [first, second]) == 0 {
                found.append("\(first.name) + \(second.name)")
            }
        }
        return found.isEmpty ? "none, and no two" : "no one; " + found.joined(separator: ", ")
    }

    /// In how many of the executions the class shows.
    func count(_ finding: Class, with added: GuaranteeSet) -> Int {
        var executor = Executor(target: Target(plain.design, plain.profile, with: added))
        var count = 0
        for index in 0...neighbours {
            let plan: SchedulePlan =
                index == 0 ? .recorded : .bounded(seed: UInt64(index), count: 1 + index % 2, length: length)
            let execution = executor.run(subject, plan: plan)
            let shows = execution.violations.contains { $0.oracleKind == finding.oracle && $0.object == finding.object }
            count += shows ? 1 : 0
        }
        return count
    }
}
