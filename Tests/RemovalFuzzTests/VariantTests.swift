import DAXModel
import Testing

@testable import RemovalFuzz

/// Variants of a workload: their beginning is executed once, and a closing is left out where one like it has been seen.
/// Neither changes what is found.
@Suite(.timeLimit(.minutes(5))) struct VariantTests {
    private static let targets = ["merged", "v10", "notify-6.1", "reference"].map { Target(Design.named($0)!) }
    private static let workloads = 1250
    private static let variants = 8

    /// A workload with variants, as a search has it.
    private struct Subject {
        var variants: WorkloadVariants
        let target: Target

        init(seed: UInt64) {
            var random = Random(seed: seed)
            var program = Program()
            variants = WorkloadVariants(
                of: Generator.make(random: &random), parent: nil, program: &program, random: &random)
            target = VariantTests.targets[Int(seed) % VariantTests.targets.count]
        }
    }

    /// With the beginning shared, executed anew for each variant, and replayed from nothing without a strategy.
    @Test(arguments: 0..<4) func aSharedBeginningChangesNothing(share: Int) {
        var shared = Executor(target: Self.targets[0])
        var anew = Executor(target: Self.targets[0])
        var replayed = Executor(target: Self.targets[0])
        var decisions = 0
        for seed in UInt64(share * Self.workloads / 4)..<UInt64((share + 1) * Self.workloads / 4) {
            var subject = Subject(seed: seed)
            let (workload, beginning) = (subject.variants.subject, subject.variants.beginning)
            shared.retarget(subject.target)
            anew.retarget(subject.target)
            replayed.retarget(subject.target)
            shared.begin(workload, before: beginning)
            for variant in 0..<Self.variants {
                let plan = subject.variants.next()
                shared.vary(by: plan, keepsFeatures: true)
                anew.begin(workload, before: beginning)
                anew.vary(by: plan, keepsFeatures: true)
                #expect(shared.endHash == anew.endHash, "seed \(seed), variant \(variant)")
                shared.close()
                anew.close()
                let (first, second) = (shared.execution(), anew.execution())
                #expect(first.digest == second.digest, "seed \(seed), variant \(variant)")
                #expect(first.preemptions == second.preemptions, "seed \(seed), variant \(variant)")
                var baked = workload
                baked.preemptions = first.preemptions
                let replay = replayed.run(baked)
                #expect(replay.digest == first.digest, "seed \(seed), variant \(variant): replayed")
                #expect(replay.skippedPreemptions == 0, "seed \(seed), variant \(variant)")
                decisions += first.preemptions.count
            }
        }
        #expect(decisions > Self.workloads / 4 * Self.variants, "variants hardly differ")
    }

    /// What two variants with one end find in their closings is the same.
    @Test(arguments: 0..<4) func equalEndsHaveEqualClosings(share: Int) {
        var executor = Executor(target: Self.targets[0])
        var seen = 0
        for seed in UInt64(share * Self.workloads / 4)..<UInt64((share + 1) * Self.workloads / 4) {
            var subject = Subject(seed: seed)
            executor.retarget(subject.target)
            executor.begin(subject.variants.subject, before: subject.variants.beginning)
            var closings: [UInt64: (variant: Int, outcome: Outcome)] = [:]
            for variant in 0..<Self.variants {
                executor.vary(by: subject.variants.next(), keepsFeatures: true)
                let before = executor.execution()
                let end = executor.endHash
                executor.close()
                let outcome = Outcome(executor.execution(), since: before)
                guard let other = closings[end] else {
                    closings[end] = (variant, outcome)
                    continue
                }
                seen += 1
                #expect(outcome.isLike(other.outcome), "seed \(seed), variants \(other.variant) and \(variant)")
            }
        }
        #expect(seen > Self.workloads / 4, "hardly an end is met twice")
    }

    /// What a closing has added to what was known, and how long it took.
    private struct Outcome {
        var steps: Int
        var before: Set<UInt64>
        var found: Set<UInt64>

        init(_ execution: Execution, since before: Execution) {
            steps = execution.steps - before.steps
            self.before = Set(before.violations.map(\.identity))
            found = Set(execution.violations.map(\.identity)).subtracting(self.before)
        }

        /// What the hostile part has shown already no closing shows again; it is judged by itself.
        func isLike(_ other: Outcome) -> Bool {
            steps == other.steps && found.subtracting(other.before) == other.found.subtracting(before)
        }
    }

    /// As long as ends are new there are more variants, within a limit that grows with the search.
    @Test func newEndsAreWorthMore() {
        var random = Random(seed: 1)
        var program = Program()
        func workload() -> WorkloadVariants {
            WorkloadVariants(of: Generator.make(random: &random), parent: nil, program: &program, random: &random)
        }
        var lone = workload()
        #expect(!lone.isOver)
        _ = lone.next()
        #expect(lone.isOver)
        var fertile = workload()
        var count: UInt64 = 0
        while !fertile.isOver {
            _ = fertile.next()
            let isNew = fertile.isNew(end: count, executions: 1 << 20)
            #expect(isNew)
            count += 1
        }
        #expect(count == 64)
        var barren = workload()
        var tries = 0
        while !barren.isOver {
            _ = barren.next()
            let isNew = barren.isNew(end: 7, executions: 1 << 20)
            #expect(isNew == (tries == 0))
            tries += 1
        }
        #expect(tries == 3)
        var early = workload()
        tries = 0
        while !early.isOver {
            _ = early.next()
            _ = early.isNew(end: UInt64(tries), executions: 600)
            tries += 1
        }
        #expect(tries == 3)
    }

    /// Variants begin before the removal, and at the first operation where a workload is short.
    @Test func aBeginningLiesBeforeTheRemoval() {
        var random = Random(seed: 3)
        var program = Program()
        var distances: Set<Int> = []
        for _ in 0..<400 {
            let made = Generator.make(random: &random)
            let workload = WorkloadVariants(of: made, parent: nil, program: &program, random: &random)
            program.load(made.operations)
            let removal = program.entries.firstIndex { made.operations[$0.operation].kind == .unbind }
            #expect(workload.beginning >= 0 && workload.beginning <= (removal ?? program.entries.count / 2))
            if let removal, workload.beginning > 0 { distances.insert(removal - workload.beginning) }
        }
        #expect(distances == Set(0...6))
    }
}
