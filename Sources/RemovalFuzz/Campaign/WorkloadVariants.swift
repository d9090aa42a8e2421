import DAXModel

/// One workload under several schedules: what of it comes before them, how they are drawn, and for how long.
///
/// The first operations run in their order, once. From there on each variant is a schedule of its own. As long as variants
/// end in states that no variant before has ended in, there are more of them.
struct WorkloadVariants {
    /// Most variants of a workload that brings new ends with each of them.
    private static var budgetLimit: Int { 64 }
    /// Variants that a new end adds.
    private static var reward: Int { 2 }

    private(set) var subject = Case()
    /// Index in the program of the first operation that a schedule has a say in.
    private(set) var beginning = 0
    /// The entry of the pool that the workload descends from.
    private(set) var parent: Int?
    /// How many of the next operations may begin early.
    private var lookahead = 0
    private var random = Random(seed: 0)
    private var ends: [UInt64] = []
    private var tried = 0
    private var budget = 0

    /// No workload: there are no variants of it.
    init() {}

    /// - Parameter random: Gives the variants a generator of their own, so that no variant changes what another draws.
    init(of subject: Case, parent: Int?, program: inout Program, random: inout Random) {
        self.subject = subject
        self.parent = parent
        beginning = WorkloadVariants.beginning(of: subject, &program, &random)
        lookahead = random.pick(SchedulePlan.lookaheads)
        self.random = Random(seed: random.next())
        budget = 1
    }

    /// Some operations before the device goes, now and then all; the middle of a workload that keeps it.
    private static func beginning(of subject: Case, _ program: inout Program, _ random: inout Random) -> Int {
        let distance = random.below(7)
        guard !random.chance(1, in: 4) else { return 0 }
        program.load(subject.operations)
        let removal = program.entries.firstIndex { subject.operations[$0.operation].kind == .unbind }
        return max(0, (removal ?? program.entries.count / 2) - distance)
    }

    var isOver: Bool { tried >= budget }

    /// The schedule of the next variant.
    mutating func next() -> SchedulePlan {
        tried += 1
        let strategy = FreeStrategy.drawn(&random)
        return .free(strategy, seed: random.next(), lookahead: lookahead)
    }

    /// Whether no variant has ended in this state before. A new end is worth more variants; how many at most grows with
    /// the executions of the search, so that what is easy to find does not have to wait.
    mutating func isNew(end: UInt64, executions: UInt64) -> Bool {
        guard !ends.contains(end) else { return false }
        ends.append(end)
        let limit = Int(min(UInt64(WorkloadVariants.budgetLimit), 1 + executions / 256))
        budget = min(limit, budget + WorkloadVariants.reward)
        return true
    }
}
