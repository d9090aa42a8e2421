import ArgumentParser
import DAXModel
import RemovalFuzz

/// `steps`: one case again and again, with all that a campaign does around an execution.
struct StepsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps",
        abstract: "Execute one case many times, all-in.",
        discussion: """
            Each execution comes with a mutation, whose result is thrown away, a schedule of the kinds and in the \
            shares that a search uses, and the collection of its coverage. Benchmarks/run counts the instructions of \
            two numbers of executions and two cases, and computes the rest.
            """)

    @Argument(help: "The case to execute.")
    var file = "Benchmarks/standard.case"

    @Option(help: "How often to execute it.")
    var executions = 10_000

    @Option(help: "The design to execute it on.")
    var design = "reference"

    @Flag(help: "Only the steps of one execution, which the case's own schedule leads to.")
    var count = false

    func run() throws {
        let subject = try Input.readCase(file)
        let target = try Input.target(design)
        var executor = Executor(target: target)
        let once = executor.run(subject)
        print("\(file) on \(target.name): \(once.steps) steps, \(once.violations.count) violations")
        if count { return }

        var coverage = CoverageMap()
        executor.setFeatures(coverage.sink)
        var random = Random(seed: 1)
        let stepNames = StepTable.shared.all.map { StepTable.shared.qualified($0) }
        var steps = 0
        var checksum = Digest()
        let clock = ContinuousClock()
        let start = clock.now
        for _ in 0..<executions {
            let mutated = Mutator.mutate(subject, stepNames: stepNames, random: &random)
            checksum.fold(mutated.operations.count)
            let plan = SchedulePlan.drawn(typicalSteps: once.steps, random: &random)
            coverage.discard()
            let execution = executor.run(subject, plan: plan)
            steps += execution.steps
            checksum.fold(execution.digest)
            _ = coverage.collect(executor.features)
        }
        let seconds = (clock.now - start).seconds
        print("executions \(executions)")
        print("steps \(steps)")
        print("seconds \(seconds.formatted(3))")
        print("executions/second \(Int(Double(executions) / seconds))")
        print("digest \(checksum.text)")
    }
}
