import ArgumentParser
import DAXModel
import RemovalFuzz

/// `copy`: what a copy, a comparison and a hash of the state cost beside a step.
struct CopyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Compare what a copy, a comparison and a hash of the state cost with a step, in one run.",
        discussion: """
            Two kinds of steps: all-in, as a search pays for them (`steps`), and those of an execution with nothing around \
            it. Steps and state take turns in rounds of some microseconds, and the fastest round counts, so that other \
            work on the machine hardly matters. The states that are compared are equal, which takes longest.
            """)

    @Argument(help: "The case to execute.")
    var file = "Benchmarks/standard.case"

    @Option(help: "The design to execute it on.")
    var design = "reference"

    @Option(help: "Rounds.")
    var rounds = 2000

    @Option(help: "Copies, comparisons and hashes of a round.")
    var times = 50

    func run() throws {
        let subject = try Input.readCase(file)
        let target = try Input.target(design)
        var executor = Executor(target: target)
        let once = executor.run(subject)
        var searched = SearchedCase(subject, on: target, typicalSteps: once.steps, isStacked: true)
        var original = Machine(target: target)
        var copy = Machine(target: target)
        original.state = executor.state

        var costs = Costs()
        var checksum = Digest()
        var equal = 0
        for _ in 0..<rounds {
            var steps = 0
            let allIn = seconds { steps = searched.execute() }
            costs.allIn = min(costs.allIn, allIn / Double(steps))
            let plain = seconds { steps = executor.run(subject).steps }
            costs.plain = min(costs.plain, plain / Double(steps))
            let copies = seconds { for _ in 0..<times { copy.copyState(of: original) } }
            costs.copy = min(costs.copy, copies / Double(times))
            let comparisons = seconds { for _ in 0..<times { equal += original.state == copy.state ? 1 : 0 } }
            costs.comparison = min(costs.comparison, comparisons / Double(times))
            let hashes = seconds { for _ in 0..<times { checksum.fold(original.state.contentHash) } }
            costs.hash = min(costs.hash, hashes / Double(times))
        }
        guard equal == rounds * times else { throw BenchFailure("a copy differs from its original") }
        print("state \(MemoryLayout<MachineState>.size) bytes")
        print(costs.table)
        print("digest \(checksum.text)")
    }

    private func seconds(_ body: () -> Void) -> Double { ContinuousClock().measure(body).seconds }

    /// The least seconds that each took.
    private struct Costs {
        var allIn = Double.infinity
        var plain = Double.infinity
        var copy = Double.infinity
        var comparison = Double.infinity
        var hash = Double.infinity

        var table: String {
            var table = TextTable([.text(""), .number("ns"), .number("steps, all-in"), .number("steps, alone")])
            let rows = [
                ("a step, all-in", allIn), ("a step, alone", plain), ("a copy", copy), ("a comparison", comparison),
                ("a hash", hash),
            ]
            for (name, cost) in rows {
                table.add([
                    name, (cost * 1e9).formatted(1), (cost / allIn).formatted(2), (cost / plain).formatted(2),
                ])
            }
            return table.text
        }
    }
}
