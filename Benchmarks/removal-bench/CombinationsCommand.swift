import ArgumentParser
import DAXModel
import RemovalFuzz

/// `combinations`: the model holds together under any choice of guarantees.
struct CombinationsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "combinations",
        abstract: "Run generated cases on targets with random guarantees switched on and off.",
        discussion: "It ends with a trap where a combination breaks the model. Prints the combined digest.")

    @Option(help: "Targets to draw.")
    var targets = 2000

    @Option(help: "Cases on each.")
    var cases = 50

    @Option(help: "The seed that they come from.")
    var seed: UInt64 = 1

    func run() throws {
        var random = Random(seed: seed)
        var combined = Digest()
        var mask = SwarmMask()
        for _ in 0..<targets {
            let design = Design.all[random.below(Design.all.count)]
            let profile = design.profiles[random.below(design.profiles.count)]
            var added = GuaranteeSet()
            var removed = GuaranteeSet()
            let interval = 2 + random.below(16)
            for guarantee in Guarantee.allCases where random.chance(1, in: interval) {
                if random.chance(1, in: 2) { added.insert(guarantee) } else { removed.insert(guarantee) }
            }
            var executor = Executor(target: Target(design, profile, with: added, without: removed))
            for index in 0..<cases {
                if index % 16 == 0 { mask = SwarmMask(random: &random) }
                let subject = Generator.make(mask: mask, random: &random)
                let plan = SchedulePlan.drawn(for: nil, random: &random)
                combined.fold(executor.run(subject, plan: plan).digest)
            }
        }
        Output.line("targets \(targets) cases \(targets * cases) digest \(combined.text)")
    }
}
