import ArgumentParser
import DAXModel
import RemovalFuzz

/// `attribution`: the causes of committed crashers, and what it costs to find them.
struct AttributionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attribution", abstract: "Attribute each class of violation of each crasher to its cause.",
        discussion: """
            A line a class: executions, of 64 neighbours on the plain design those that fail, neighbours of a test, \
            guarantees that would have acted, exceptions from monotony, crasher, class and cause. Then percentiles.
            """)

    @Argument(help: "Folders of crashers.")
    var folders = ["crashes/known"]

    func run() throws {
        var all: [Attribution] = []
        for (name, crasher, target) in try Input.crashers(folders) {
            var executor = Executor(target: target)
            var classes: [ViolationClass] = []
            for violation in executor.run(crasher.case).violations {
                let wanted = ViolationClass(violation)
                if !classes.contains(wanted) { classes.append(wanted) }
            }
            for wanted in classes {
                let attribution = Attribution(of: crasher.case, wanted, on: target)
                all.append(attribution)
                Output.line(line(attribution, name, wanted))
            }
        }
        summarize(all)
    }

    private func line(_ a: Attribution, _ name: String, _ wanted: ViolationClass) -> String {
        "\(a.executions) \(a.failing) \(a.neighbours) \(a.candidates.members.count) \(a.exceptions) \(name) \(wanted) \(a.outcome.text)"
    }

    private func summarize(_ all: [Attribution]) {
        let sorted = all.map(\.executions).sorted()
        guard let most = sorted.last else { return }
        let p99 = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        Output.line(
            "\(all.count) attributions, executions: median \(sorted[sorted.count / 2]), 99th percentile \(p99), most \(most)"
        )
        Output.line("attributions with exceptions from monotony: \(all.count { $0.exceptions > 0 })")
    }
}
