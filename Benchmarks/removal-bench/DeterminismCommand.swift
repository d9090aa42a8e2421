import ArgumentParser
import DAXModel
import RemovalFuzz

/// `determinism`: one number for very many executions, the same in every process and in every build.
struct DeterminismCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "determinism",
        abstract: "Print the combined digest of many generated cases.",
        discussion: """
            The cases go over all designs and profiles in turn, under schedules of every kind. Every sixteenth is \
            stored with its recorded preemptions, read and replayed, which has to give the same digest. Benchmarks/determinism \
            compares processes and builds.
            """)

    @Option(help: "Cases to generate.")
    var cases = 100_000

    @Option(help: "The seed that they come from.")
    var seed: UInt64 = 1

    @Flag(help: "Print the digest of every case, with the target that it ran on.")
    var each = false

    @Option(help: "How often to do it all in this process.")
    var times = 1

    func run() throws {
        var digests: Set<UInt64> = []
        for _ in 0..<times {
            let digest = try combinedDigest()
            digests.insert(digest.value)
            Output.line("cases \(cases) digest \(digest.text)")
        }
        guard digests.count <= 1 else { throw BenchFailure("one process gave \(digests.count) digests for one seed") }
    }

    private func combinedDigest() throws -> Digest {
        let targets = Design.all.flatMap { design in design.profiles.map { Target(design, $0) } }
        var executor = Executor(target: targets[0])
        var random = Random(seed: seed)
        var mask = SwarmMask()
        var base = Case()
        var combined = Digest()
        let stepNames = StepTable.shared.all.map { StepTable.shared.qualified($0) }
        for index in 0..<cases {
            if index % 64 == 0 { mask = SwarmMask(random: &random) }
            executor.retarget(targets[index % targets.count])
            // Every other case is a changed one: that is where the odd ones come from.
            let isFresh = index % 2 == 0
            let shape = random.chance(1, in: 4) ? Generator.Shape.spread : .crowded
            let rule = random.chance(1, in: 2) ? SchedulingRule.stack : .free
            let subject =
                isFresh
                ? Generator.make(mask: mask, shape: shape, random: &random)
                : Mutator.mutate(base, stepNames: stepNames, rule: rule, random: &random)
            if isFresh { base = subject }
            let plan = SchedulePlan.drawn(for: subject.rule, random: &random)
            let execution = executor.run(subject, plan: plan)
            if each {
                Output.line("\(index) \(targets[index % targets.count].name) \(execution.digest) \(execution.steps)")
            }
            combined.fold(execution.digest)
            combined.fold(execution.steps)
            combined.fold(execution.preemptions.count)
            combined.fold(execution.skippedPreemptions)
            combined.fold(execution.firedFaults)
            guard index % 16 == 0 else { continue }
            var baked = subject
            baked.preemptions = execution.preemptions
            guard executor.run(try Case(text: baked.text)).digest == execution.digest else {
                throw BenchFailure("case \(index) of seed \(seed) replays to another digest; its text:\n\(baked.text)")
            }
        }
        return combined
    }
}
