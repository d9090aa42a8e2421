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
            shares that the search of the last release used, and the collection of its coverage. Benchmarks/run counts the instructions of \
            two numbers of executions and two cases, and computes the rest.
            """)

    @Argument(help: "The case to execute.")
    var file = "Benchmarks/standard.case"

    @Option(help: "How often to execute it.")
    var executions = 10_000

    @Option(help: "The design to execute it on.")
    var design = "reference"

    @Flag(
        help:
            "Schedules of the kinds and in the shares that the search uses now, in place of those by the rule of the stack."
    )
    var free = false

    @Flag(help: "Only the steps of one execution, which the case's own schedule leads to.")
    var count = false

    func run() throws {
        let subject = try Input.readCase(file)
        let target = try Input.target(design)
        var executor = Executor(target: target)
        let once = executor.run(subject)
        print("\(file) on \(target.name): \(once.steps) steps, \(once.violations.count) violations")
        if count { return }

        var searched = SearchedCase(subject, on: target, typicalSteps: once.steps, isStacked: !free)
        var steps = 0
        let clock = ContinuousClock()
        let start = clock.now
        for _ in 0..<executions { steps += searched.execute() }
        let seconds = (clock.now - start).seconds
        print("executions \(executions)")
        print("steps \(steps)")
        print("seconds \(seconds.formatted(3))")
        print("executions/second \(Int(Double(executions) / seconds))")
        print("digest \(searched.checksum.text)")
    }
}
