import DAXModel
import Puzzles
import Testing

@testable import RemovalFuzz

/// One execution of a puzzle.
struct PuzzleRun: Equatable {
    var trace: [String]
    var isBroken: Bool
    var recorded: [Preemption]
    var skipped: Int

    init(_ puzzle: Puzzle, _ subject: Case, _ plan: SchedulePlan = .recorded, on scheduler: inout Scheduler) {
        var system = PuzzleSystem(puzzle, operations: subject.operations)
        scheduler.run(&system, subject, plan: plan)
        (trace, isBroken) = (system.trace, system.isBroken)
        (recorded, skipped) = (scheduler.recorded(in: system), scheduler.skipped)
    }

    init(_ puzzle: Puzzle, _ subject: Case, _ plan: SchedulePlan = .recorded) {
        var scheduler = Scheduler()
        self.init(puzzle, subject, plan, on: &scheduler)
    }
}

/// A kind of schedule, with the parameters that suit a puzzle.
enum PuzzleStrategy: CaseIterable {
    case random, pct, bounded
    case walk, nested, pause, partialOrder, uniform

    func plan(seed: UInt64) -> SchedulePlan {
        switch self {
        case .random: .random(seed: seed, interval: 4)
        case .pct: .pct(seed: seed, depth: 3, length: 12)
        case .bounded: .bounded(seed: seed, count: 2, length: 12)
        case .walk: .free(.walk, seed: seed, lookahead: 4)
        case .nested: .free(.nested, seed: seed, lookahead: 4)
        case .pause: .free(.pause, seed: seed, lookahead: 4)
        case .partialOrder: .free(.partialOrder, seed: seed, lookahead: 4)
        case .uniform: .free(.uniform, seed: seed, lookahead: 4)
        }
    }
}

@Suite struct SchedulerTests {
    @Test(arguments: Puzzle.all) func `undisturbed, a puzzle is correct`(puzzle: Puzzle) {
        let run = PuzzleRun(puzzle, puzzle.subject)
        #expect(!run.isBroken && run.recorded.isEmpty)
        #expect(run.trace.count >= puzzle.threads.joined().count - 1)
    }

    @Test(arguments: Puzzle.all, PuzzleStrategy.allCases)
    func `every strategy finds every bug`(puzzle: Puzzle, strategy: PuzzleStrategy) {
        for seed: UInt64 in 1...20 {
            var random = Random(seed: seed)
            let needed = (1...100).first { _ in
                PuzzleRun(puzzle, puzzle.subject, strategy.plan(seed: random.next())).isBroken
            }
            #expect(needed != nil, "\(puzzle), \(strategy), seed \(seed): not within 100 executions")
        }
    }

    @Test(arguments: Puzzle.all + [Puzzle.counters(4)], PuzzleStrategy.allCases)
    func `what was recorded replays`(puzzle: Puzzle, strategy: PuzzleStrategy) {
        for seed: UInt64 in 1...200 {
            let run = PuzzleRun(puzzle, puzzle.subject, strategy.plan(seed: seed))
            var baked = puzzle.subject
            baked.preemptions = run.recorded
            #expect(PuzzleRun(puzzle, baked) == run, "\(puzzle), \(strategy), seed \(seed)")
        }
    }

    @Test func `a bounded plan keeps its bound`() {
        for seed: UInt64 in 1...100 {
            let run = PuzzleRun(.counters(6), Puzzle.counters(6).subject, .bounded(seed: seed, count: 2, length: 24))
            #expect(run.recorded.count <= 2, "seed \(seed)")
        }
    }

    /// Nothing of an earlier plan's random numbers is left: whatever ran before, a replay is the same.
    @Test func `a replay draws no random number`() {
        let puzzle = Puzzle.counters(4)
        let first = PuzzleRun(puzzle, puzzle.subject)
        var scheduler = Scheduler()
        for seed: UInt64 in 1...50 {
            _ = PuzzleRun(puzzle, puzzle.subject, .random(seed: seed, interval: 2), on: &scheduler)
            #expect(PuzzleRun(puzzle, puzzle.subject, on: &scheduler) == first, "seed \(seed)")
        }
        var strategy = PlannedStrategy()
        strategy.follow(.recorded, from: 0)
        let (next, isAsked) = (strategy.nextDecision, strategy.isAskedAfterwards)
        let answer = strategy.before(step: 0, current: 0, candidates: 0b110)
        #expect(next == .max && !isAsked && answer == nil)
    }

    @Test(arguments: 0..<4) func `a preemption takes place at its occurrence`(occurrence: Int) {
        let puzzle = Puzzle.counters(4)
        var subject = puzzle.subject
        subject.preemptions = [preemption(at: "thread0:count", occurrence, run: 2)]
        let run = PuzzleRun(puzzle, subject)
        let before = ["t0:begin"] + Array(repeating: "t0:count", count: occurrence)
        #expect(Array(run.trace.prefix(before.count)) == before)
        #expect(run.trace[before.count] == "t2:begin")
        // The other runs to its end, then the preempted one goes on.
        #expect(run.trace[before.count + 6] == "t0:count")
        #expect(run.recorded == subject.preemptions && run.skipped == 0)
    }

    @Test func `preemptions nest`() {
        let puzzle = Puzzle.counters(1)
        var subject = puzzle.subject
        subject.preemptions = [
            preemption(at: "thread0:count", 0, run: 1),
            Preemption(task: 1, operation: Puzzle.id(of: 1), step: "thread1:finish", occurrence: 0, run: 2),
        ]
        let run = PuzzleRun(puzzle, subject)
        #expect(
            run.trace == [
                "t0:begin", "t1:begin", "t1:count", "t2:begin", "t2:count", "t2:finish", "t1:finish", "t0:count",
                "t0:finish",
            ])
    }

    @Test func `what cannot take place is counted`() {
        let puzzle = Puzzle.counters(4)
        var subject = puzzle.subject
        subject.preemptions = [
            preemption(at: "thread0:count", 9, run: 1),
            preemption(at: "thread0:absent", 0, run: 1),
            preemption(at: "thread0:finish", 0, run: 7),
            Preemption(task: 0, operation: 999, step: "thread0:count", occurrence: 0, run: 1),
            // By then the first thread has ended.
            Preemption(task: 2, operation: Puzzle.id(of: 2), step: "thread2:count", occurrence: 0, run: 0),
        ]
        let run = PuzzleRun(puzzle, subject)
        #expect(run.skipped == 5 && run.recorded.isEmpty)
        #expect(run.trace == PuzzleRun(puzzle, puzzle.subject).trace)
    }

    @Test func `occurrences count on over the rounds of a loop`() {
        let puzzle = Puzzle.counters(2)
        var subject = puzzle.subject
        subject.operations.insert(Operation(id: 1, task: 0, call: .repeat(3, background: false)), at: 0)
        subject.operations.insert(Operation(id: 2, task: 0, call: .end), at: 2)
        // Two a round: the fourth is the second of the second round.
        subject.preemptions = [preemption(at: "thread0:count", 3, run: 1)]
        let run = PuzzleRun(puzzle, subject)
        let round = ["t0:begin", "t0:count", "t0:count", "t0:finish"]
        #expect(Array(run.trace.prefix(7)) == round + ["t0:begin", "t0:count", "t1:begin"])
        #expect(run.recorded == subject.preemptions)
    }

    @Test func `every schedule of loops replays`() {
        let puzzle = Puzzle.counters(3)
        var subject = puzzle.subject
        subject.operations.insert(Operation(id: 1, task: 0, call: .repeat(4, background: true)), at: 0)
        subject.operations.insert(Operation(id: 2, task: 0, call: .end), at: 2)
        for seed: UInt64 in 1...200 {
            let run = PuzzleRun(puzzle, subject, .random(seed: seed, interval: 3))
            var baked = subject
            baked.preemptions = run.recorded
            #expect(PuzzleRun(puzzle, baked) == run, "seed \(seed)")
        }
    }

    @Test func `a delayed operation waits for another's end`() {
        let puzzle = Puzzle.counters(1)
        var subject = puzzle.subject
        subject.faults = [
            Fault(site: .delayTask, task: 0, operation: Puzzle.id(of: 0), until: Puzzle.id(of: 1))
        ]
        let run = PuzzleRun(puzzle, subject)
        #expect(run.trace == starting(in: [1, 0, 2]))
    }

    @Test func `a delay that nothing can end is given up`() {
        let puzzle = Puzzle.counters(1)
        var subject = puzzle.subject
        subject.faults = [
            Fault(site: .delayTask, task: 0, operation: Puzzle.id(of: 0), until: Puzzle.id(of: 0))
        ]
        #expect(PuzzleRun(puzzle, subject).trace == starting(in: [1, 2, 0]))
    }

    private func starting(in order: [Int]) -> [String] {
        order.flatMap { ["t\($0):begin", "t\($0):count", "t\($0):finish"] }
    }

    private func preemption(at step: String, _ occurrence: Int, run: Int) -> Preemption {
        Preemption(
            task: 0, operation: Puzzle.id(of: 0), step: step, occurrence: UInt16(occurrence), run: UInt8(run))
    }
}

/// A task that a fault delays.
@Suite struct DelayTests {
    private static let text = """
        case 1
        mkfs rmapbt=1
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t0 unlink f0
        op 4 t2 create f1 d0
        """

    private func order(_ text: String) throws -> [UInt16] {
        Observation(of: try Case(text: text), on: Target(try #require(Design.named("merged")))).calls.map(\.id)
    }

    /// The order of a case is what a reader replays by hand; a delay is the one thing that changes it.
    @Test func `begins when the operation that it waits for has ended`() throws {
        #expect(try order(Self.text) == [1, 2, 3, 4])
        #expect(try order(Self.text + "\nfault delay-task t1 op 2 until 4\n") == [1, 3, 4, 2])
    }
}
