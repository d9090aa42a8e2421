import DAXModel

/// Where a search's next case comes from, and under which schedule it runs.
struct CaseSource {
    /// A case to execute.
    struct Draft {
        var `case`: Case
        /// The entry of the pool that it descends from.
        var parent: Int?
    }

    /// Drafts for which one choice of operation kinds holds.
    private static var swarmLength: Int { 64 }

    private let guidance: Guidance
    private var random: Random
    private var mask: SwarmMask
    private var draftsLeft = 0
    private var program = Program()

    init(seed: UInt64, guidance: Guidance) {
        self.guidance = guidance
        random = Random(seed: seed)
        mask = SwarmMask(random: &random)
    }

    /// A new case, or a descendant of one or two of the pool's.
    mutating func next(from pool: inout SearchPool) -> Draft {
        if draftsLeft == 0 {
            mask = SwarmMask(random: &random)
            draftsLeft = CaseSource.swarmLength
        }
        draftsLeft -= 1
        guard !pool.isEmpty, isMutation else {
            let shape = guidance == .coverage ? Generator.Shape.spread : .crowded
            return Draft(case: Generator.make(mask: mask, shape: shape, random: &random), parent: nil)
        }
        let parent = pool.pick(&random)
        var other: Case?
        if random.chance(1, in: 8) {
            // Picking inside the subscript would copy the whole pool.
            let index = pool.pick(&random)
            other = pool[index]
        }
        let mutated = Mutator.mutate(pool[parent], with: other, mask: mask, stepNames: StepNames.all, random: &random)
        return Draft(case: mutated, parent: parent)
    }

    /// Whether the next case descends from one of the pool. Most are new: for variants a workload that nobody has seen is
    /// worth more than a neighbour of one that was.
    private var isMutation: Bool {
        mutating get {
            switch guidance {
            case .coverage: !random.chance(1, in: 4)
            case .none: false
            case .ends: random.chance(1, in: 8)
            }
        }
    }

    /// The next workload for variants. What a case of the pool decides goes: its variants decide anew.
    mutating func workload(from pool: inout SearchPool) -> WorkloadVariants {
        var draft = next(from: &pool)
        draft.case.preemptions.removeAll()
        return WorkloadVariants(of: draft.case, parent: draft.parent, program: &program, random: &random)
    }

    /// By the rule of the stack. A case with decisions of the other rule is left to them.
    mutating func plan(for case: Case, typicalSteps: Int) -> SchedulePlan {
        `case`.rule == .free ? .recorded : .stacked(typicalSteps: typicalSteps, random: &random)
    }
}
