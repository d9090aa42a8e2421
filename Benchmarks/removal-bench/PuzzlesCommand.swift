import ArgumentParser
import DAXModel
import Puzzles
import RemovalFuzz

/// `puzzles`: how many schedules the strategies need for the bugs of programs that are not ours.
struct PuzzlesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "puzzles", abstract: "Print the schedules to the first failure of classic puzzles.",
        discussion: """
            The puzzles are written here after their descriptions, one step an access to shared memory. Every live \
            thread is a candidate at each step. Figures are means over the trials; > where a trial met its limit.
            """)

    @Option(help: "Trials of each.")
    var trials = 100

    @Option(help: "Schedules after which a trial has failed.")
    var limit = 100_000

    func run() throws {
        let strategies = FreeStrategy.allCases
        var table = TextTable([.text("puzzle")] + strategies.map { .number("\($0)") } + [.number("PCT, depth 3")])
        for puzzle in PuzzlesCommand.puzzles {
            let steps = puzzle.threads.joined().count
            var plans: [(UInt64) -> SchedulePlan] = strategies.map { strategy in
                { .free(strategy, seed: $0, lookahead: Limits.scheduledTasks) }
            }
            plans.append { .pct(seed: $0, depth: 3, length: steps) }
            table.add([puzzle.description] + plans.map { mean(of: puzzle, $0) })
        }
        Output.line(table.text)
    }

    private static let puzzles =
        [3, 4, 5, 10, 20, 50].map { Puzzle.reorderedWrites(writers: $0 - 1) }
        + [2, 10, 50].map { Puzzle.twoStageLocks(writers: $0 / 2, readers: $0 - $0 / 2) }
        + [2, 5, 20].map { Puzzle.boundedBuffer(producers: $0) }

    private func mean(of puzzle: Puzzle, _ plan: (UInt64) -> SchedulePlan) -> String {
        var scheduler = Scheduler()
        let subject = puzzle.subject
        var random = Random(seed: 1)
        var sum = 0
        var failed = false
        for _ in 0..<trials {
            var tried = 0
            var isBroken = false
            while !isBroken && tried < limit {
                var system = PuzzleSystem(puzzle, operations: subject.operations)
                scheduler.run(&system, subject, plan: plan(random.next()))
                isBroken = system.isBroken
                tried += 1
            }
            failed = failed || !isBroken
            sum += tried
        }
        return (failed ? "> " : "") + (Double(sum) / Double(trials)).formatted(1)
    }
}
