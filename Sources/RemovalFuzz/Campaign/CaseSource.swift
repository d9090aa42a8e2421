import DAXModel

/// Where a search's next case comes from, and under which schedule it runs.
struct CaseSource {
    /// A case to execute.
    struct Draft {
        var `case`: Case
        var plan: SchedulePlan
        /// The entry of the pool that it descends from.
        var parent: Int?
    }

    /// Drafts for which one choice of operation kinds holds.
    private static var swarmLength: Int { 64 }

    private var random: Random
    private var mask: SwarmMask
    private var draftsLeft = 0

    init(seed: UInt64) {
        random = Random(seed: seed)
        mask = SwarmMask(random: &random)
    }

    /// A new case, or a descendant of one or two of the pool's.
    mutating func next(from pool: inout SearchPool, typicalSteps: Int) -> Draft {
        if draftsLeft == 0 {
            mask = SwarmMask(random: &random)
            draftsLeft = CaseSource.swarmLength
        }
        draftsLeft -= 1
        guard !pool.isEmpty, !random.chance(1, in: 4) else {
            let made = Generator.make(mask: mask, random: &random)
            return Draft(case: made, plan: plan(typicalSteps), parent: nil)
        }
        let parent = pool.pick(&random)
        var other: Case?
        if random.chance(1, in: 8) {
            // Picking inside the subscript would copy the whole pool.
            let index = pool.pick(&random)
            other = pool[index]
        }
        let mutated = Mutator.mutate(pool[parent], with: other, mask: mask, stepNames: StepNames.all, random: &random)
        return Draft(case: mutated, plan: plan(typicalSteps), parent: parent)
    }

    /// A third of all executions run their case's own preemptions alone; the rest add some by a strategy whose
    /// parameters vary.
    private mutating func plan(_ typicalSteps: Int) -> SchedulePlan {
        let seed = random.next()
        switch random.below(9) {
        case 0, 1, 2: return .recorded
        case 3, 4: return .random(seed: seed, interval: 4 << random.below(6))
        case 5, 6: return .pct(seed: seed, depth: 2 + random.below(3), length: typicalSteps)
        default: return .bounded(seed: seed, count: 1 + random.below(3), length: typicalSteps)
        }
    }
}
