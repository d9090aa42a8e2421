import DAXModel
import Testing

@testable import RemovalFuzz

/// What the minimizer says of its result is what it did: somebody will post the case, and others will replay it.
@Suite struct MinimizerHonestyTests {
    private typealias Synthetic = SyntheticTrial

    /// The violation is not there any more when it is looked at for the last time.
    @Test func aResultThatDoesNotShowItAgainIsNotVerified() {
        let base = Synthetic.noise(seed: 7)
        let honest = Minimizer.minimize(base, trial: Synthetic.when(Synthetic.needsFault))
        var calls = 0
        let result = Minimizer.minimize(
            base,
            trial: { subject, plan in
                calls += 1
                return calls < honest.executions ? Synthetic.when(Synthetic.needsFault)(subject, plan) : nil
            })
        #expect(honest.isVerified)
        #expect(result.best == honest.best && !result.isVerified)
    }

    /// A schedule finds the violation in a smaller case, but its decisions do not bring it back: such a case is none.
    @Test func keepsNothingThatNeedsLuck() {
        let base = Case(operations: [
            Operation(id: 1, task: 0, call: .mount), Operation(id: 2, task: 1, call: .unbind),
            Operation(id: 3, task: 0, call: .umount),
        ])
        let decision = Preemption(task: 0, operation: 1, step: "do_mount:sget", occurrence: 0, run: 1)
        let result = Minimizer.minimize(
            base,
            trial: { subject, plan in
                var execution = Execution()
                execution.steps = 50
                if plan == .recorded { return subject.operations.count == 3 ? execution : nil }
                execution.preemptions = [decision]
                return execution
            })
        #expect(result.best.operations.count == 3)
        #expect(result.best.preemptions.isEmpty)
    }

    /// Decisions that a schedule finds may cost more than what the candidate saves.
    @Test func neverExchangesACaseForALargerOne() {
        let base = Case(
            operations: [
                Operation(id: 1, task: 0, call: .store(2, page: 0)), Operation(id: 2, task: 1, call: .unbind),
            ],
            preemptions: [Preemption(task: 0, operation: 1, step: "a:b", occurrence: 0, run: 1)])
        var costs: [CaseCost] = []
        let result = Minimizer.minimize(
            base,
            trial: { subject, plan in
                let isWhole = subject.operations.map(\.kind) == [.store, .unbind]
                guard isWhole, subject.operations.map(\.task) == [0, 1] else { return nil }
                var execution = Execution()
                execution.steps = 50
                execution.preemptions = subject.preemptions
                let isGiven = subject.operations[0].mapping == 2 && subject.preemptions.count == 1
                // A simpler mapping shows it only with the decision at a later occurrence.
                let isLater = subject.preemptions.first?.occurrence == 40
                if plan == .recorded { return isGiven || isLater ? execution : nil }
                execution.preemptions = [Preemption(task: 0, operation: 1, step: "a:b", occurrence: 40, run: 1)]
                return execution
            }, onProgress: { costs.append(CaseCost($0.best)) })
        #expect(costs == costs.sorted(by: >))
        #expect(CaseCost(result.best) <= CaseCost(base))
        #expect(result.best.preemptions.first?.occurrence == 0)
    }

    /// Executions are what minimizing costs: nothing is run a second time to be refused a second time.
    @Test(arguments: [1, 2, 3] as [UInt64]) func refusesACandidateOnce(seed: UInt64) {
        var refused: [UInt64: Int] = [:]
        _ = Minimizer.minimize(
            Synthetic.noise(seed: seed),
            trial: { subject, plan in
                let shown = Synthetic.when(Synthetic.needsPreemption)(subject, plan)
                if shown == nil && plan == .recorded { refused[subject.renumbered.hash, default: 0] += 1 }
                return shown
            })
        #expect(refused.count > 10)
        #expect(refused.values.allSatisfy { $0 == 1 }, "seed \(seed)")
    }
}
