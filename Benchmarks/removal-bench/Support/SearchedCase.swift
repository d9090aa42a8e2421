import DAXModel
import RemovalFuzz

/// One case with all that a campaign does around an execution: a mutation, whose result is thrown away, a schedule of the
/// kinds and in the shares that a search uses, and the collection of its coverage.
struct SearchedCase: ~Copyable {
    private let subject: Case
    private let typicalSteps: Int
    /// Schedules by the rule of the stack, as in the search of the last release: figures that can be compared.
    private let isStacked: Bool
    private var executor: Executor
    private var coverage = CoverageMap()
    private var random = Random(seed: 1)
    private let stepNames = StepTable.shared.all.map { StepTable.shared.qualified($0) }
    private(set) var checksum = Digest()

    init(_ subject: Case, on target: Target, typicalSteps: Int, isStacked: Bool) {
        self.subject = subject
        self.typicalSteps = typicalSteps
        self.isStacked = isStacked
        executor = Executor(target: target)
        executor.setFeatures(coverage.sink)
    }

    /// The steps of one execution.
    mutating func execute() -> Int {
        let mutated = Mutator.mutate(subject, stepNames: stepNames, random: &random)
        checksum.fold(mutated.operations.count)
        let plan =
            isStacked
            ? SchedulePlan.stacked(typicalSteps: typicalSteps, random: &random)
            : SchedulePlan.searched(random: &random)
        coverage.discard()
        let execution = executor.run(subject, plan: plan)
        checksum.fold(execution.digest)
        _ = coverage.collect(executor.features)
        return execution.steps
    }
}
