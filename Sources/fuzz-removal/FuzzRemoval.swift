import ArgumentParser

/// The program. Every subcommand is a file in Commands.
@main
struct FuzzRemoval: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz-removal",
        abstract: "Search for the holes in how a mounted DAX filesystem survives the removal of its memory.",
        discussion: """
            Workloads of files, mappings, faults and an unbind run against a deterministic model of the Linux stack, \
            under chosen interleavings. What fails is minimized, explained as a timeline, stored and replayed.

            Every FILE may be text or packed, and - is standard input. What lies in crashes/ may be named as pages print \
            it, without folder and suffix.

            EXIT STATUS
            0   run: nothing found; replay: as recorded or expected, clean where nothing is recorded
            1   run: violations found; replay: another violation, or one where none is recorded; repair: a hole
            2   replay, explain: no violation where one was recorded or expected; repair: the time was over first
            \(ExitStatus.common)
            """,
        version: "fuzz-removal 0.1.0 (\(Build.commit), \(Build.mode))",
        subcommands: [
            RunCommand.self, ReplayCommand.self, MinimizeCommand.self, ShowCommand.self, ListCommand.self,
            CausesCommand.self, RepairCommand.self, ExplainCommand.self, RepairCommand.self,
            DesignsCommand.self, PromoteCommand.self, ExportCommand.self, KernelCommand.self, WorkerCommand.self,
        ])

    static func main() async {
        do {
            try checkCommand()
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    /// A mistyped command would be called an unexpected argument.
    private static func checkCommand() throws(Failure) {
        guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), word != "help" else { return }
        let commands = configuration.subcommands.map { $0.configuration }
        guard !commands.contains(where: { $0.commandName == word }) else { return }
        let shown = commands.filter { $0.shouldDisplay }.compactMap { $0.commandName }
        throw .unknown("command", word, among: shown, status: ExitStatus.usage)
    }

    /// Says what went wrong in one sentence and ends with its status.
    private static func end(with error: any Error) -> Never {
        if let failure = error as? Failure {
            Console.error(failure.sentence)
            exit(withError: ExitCode(failure.status))
        }
        // A status that a command chose has been explained by the command.
        if let chosen = error as? ExitCode { exit(withError: chosen) }
        let code = exitCode(for: error)
        guard code == .validationFailure else { exit(withError: error) }
        Console.error(message(for: error) + "; see fuzz-removal help")
        exit(withError: ExitCode(ExitStatus.usage))
    }
}
