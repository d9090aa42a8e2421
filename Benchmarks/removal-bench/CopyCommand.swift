import ArgumentParser
import DAXModel
import RemovalFuzz

/// `copy`: what a copy, a comparison and a hash of the state cost beside a step.
struct CopyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Compare what a copy, a comparison and a hash of the state cost with a step, in one run.",
        discussion: """
            A step is one of an execution of the case with its closing, and with nothing around it: no mutation, no \
            coverage. Steps and state take turns, so that a busy machine slows both; the fastest of the rounds counts. The \
            states that are compared are equal, which takes longest.
            """)

    @Argument(help: "The case to execute.")
    var file = "Benchmarks/standard.case"

    @Option(help: "The design to execute it on.")
    var design = "reference"

    @Option(help: "Rounds.")
    var rounds = 20

    @Option(help: "Executions, and a hundred times as many copies, comparisons and hashes, of a round.")
    var executions = 200

    func run() throws {
        let subject = try Input.readCase(file)
        let target = try Input.target(design)
        var executor = Executor(target: target)
        _ = executor.run(subject)
        var original = Machine(target: target)
        var copy = Machine(target: target)
        original.state = executor.state
        copy.copyState(of: original)

        var checksum = Digest()
        var best = Costs()
        for _ in 0..<rounds {
            var steps = 0
            let execution = seconds(times: executions) { steps += executor.run(subject).steps }
            best.step = min(best.step, execution / Double(steps))
            let times = executions * 100
            best.copy = min(best.copy, seconds(times: times) { copy.copyState(of: original) } / Double(times))
            var equal = 0
            best.comparison = min(
                best.comparison, seconds(times: times) { equal += original.state == copy.state ? 1 : 0 } / Double(times)
            )
            guard equal == times else { throw BenchFailure("a copy differs from its original") }
            best.hash = min(
                best.hash, seconds(times: times) { checksum.fold(original.state.contentHash) } / Double(times))
        }
        print("state \(MemoryLayout<MachineState>.size) bytes")
        var table = TextTable([.text(""), .number("ns"), .number("steps")])
        for (name, cost) in best.rows {
            table.add([name, (cost * 1e9).formatted(1), (cost / best.step).formatted(2)])
        }
        print(table.text)
        print("digest \(checksum.text)")
    }

    private func seconds(times: Int, _ body: () -> Void) -> Double {
        let clock = ContinuousClock()
        return clock.measure { for _ in 0..<times { body() } }.seconds
    }

    /// The least seconds that each took.
    private struct Costs {
        var step = Double.infinity
        var copy = Double.infinity
        var comparison = Double.infinity
        var hash = Double.infinity

        var rows: [(name: String, seconds: Double)] {
            [("a step", step), ("a copy", copy), ("a comparison", comparison), ("a hash", hash)]
        }
    }
}
