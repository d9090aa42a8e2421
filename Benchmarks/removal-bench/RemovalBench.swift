import ArgumentParser

/// The measurements of the project. Every subcommand is a file beside this one; what they gave stands in
/// Benchmarks/README.md.
@main
struct RemovalBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "removal-bench",
        abstract: "Measure the model and the search.",
        version: "removal-bench (\(Build.commit), \(Build.mode))",
        subcommands: [
            StepsCommand.self, SearchCommand.self, DeterminismCommand.self, ReferenceCommand.self,
            AttributionCommand.self, LabelsCommand.self, FoundCommand.self,
            CausesCommand.self, RaceCommand.self, CanariesCommand.self, InterventionsCommand.self,
            CombinationsCommand.self,
            CopyCommand.self, PuzzlesCommand.self,
        ] + others)

    /// What only a build for a comparison has.
    private static var others: [any ParsableCommand.Type] {
        #if LIBFUZZER
        [LibFuzzerCommand.self]
        #else
        []
        #endif
    }
}
