import DAXModel
import Testing

@testable import RemovalFuzz

/// Synthetic violations: conditions on a case instead of executions of the model.
enum SyntheticTrial {
    /// The preemptions of the case take place, and the violation is there when the condition holds.
    static func when(_ condition: @escaping (Case) -> Bool) -> Minimizer.Trial {
        { subject, plan in
            guard plan == .recorded, condition(subject) else { return nil }
            var execution = Execution()
            execution.preemptions = subject.preemptions
            execution.firedFaults = 1 << subject.faults.count - 1
            execution.steps = 100
            return execution
        }
    }

    static func index(_ kind: OperationKind, _ subject: Case) -> Int? {
        subject.operations.firstIndex { $0.kind == kind }
    }

    /// `mount` before `unbind`, and an allocation failure in the latter.
    static func needsFault(_ subject: Case) -> Bool {
        guard let mount = index(.mount, subject), let unbind = index(.unbind, subject), mount < unbind else {
            return false
        }
        return subject.faults.contains {
            $0.site == .killAllocation && $0.operation == subject.operations[unbind].id
        }
    }

    /// A task that stores is preempted, at the insertion, by the task that unbinds.
    static func needsPreemption(_ subject: Case) -> Bool {
        subject.preemptions.contains { preemption in
            preemption.step == "dax_iomap_fault:dax_insert_entry"
                && subject.operations.contains { $0.id == preemption.operation && $0.kind == .store }
                && subject.operations.contains { $0.task == preemption.run && $0.kind == .unbind }
        }
    }

    /// A large generated case that satisfies `needsFault` and `needsPreemption`.
    static func noise(seed: UInt64) -> Case {
        var random = Random(seed: seed)
        var subject = Generator.make(random: &random)
        for _ in 0..<10 { subject = Mutator.mutate(subject, stepNames: StepNames.all, random: &random) }
        let start = Operation(id: 60001, task: 2, call: .mount)
        subject.operations = [start] + subject.operations.filter { $0.kind != .unbind }.prefix(50)
        subject.operations.append(Operation(id: 60002, task: 5, call: .store(3, page: 6)))
        subject.operations.append(Operation(id: 60003, task: 6, call: .unbind))
        subject.faults = Array(subject.faults.prefix(6))
        subject.faults.append(Fault(site: .killAllocation, task: 6, operation: 60003, occurrence: 2))
        subject.preemptions = Array(subject.preemptions.prefix(20))
        subject.preemptions.append(
            Preemption(task: 5, operation: 60002, step: "dax_iomap_fault:dax_insert_entry", occurrence: 3, run: 6))
        subject.repair()
        return subject
    }
}

@Suite struct MinimizerTests {
    private typealias Synthetic = SyntheticTrial

    @Test(arguments: 0..<20 as Range<UInt64>)
    func reachesTheSmallestCaseWithAFault(seed: UInt64) throws {
        let base = Synthetic.noise(seed: seed)
        try base.validate()
        let result = Minimizer.minimize(base, trial: Synthetic.when(Synthetic.needsFault))
        let expected = Case(
            operations: [Operation(id: 1, task: 0, call: .mount), Operation(id: 2, task: 0, call: .unbind)],
            faults: [Fault(site: .killAllocation, task: 0, operation: 2)])
        #expect(result.best == expected, "seed \(seed): \(result.best.text)")
        #expect(result.isOneMinimal && result.isVerified && result.stop == .finished, "seed \(seed)")
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func reachesTheSmallestCaseWithAPreemption(seed: UInt64) throws {
        let base = Synthetic.noise(seed: seed)
        let result = Minimizer.minimize(base, trial: Synthetic.when(Synthetic.needsPreemption))
        #expect(result.best.operations.map(\.kind).sorted { $0.rawValue < $1.rawValue } == [.store, .unbind])
        #expect(result.best.operations.map(\.id) == [1, 2] && result.best.operations.map(\.task) == [0, 1])
        #expect(result.best.faults.isEmpty)
        #expect(result.best.preemptions.count == 1 && result.best.preemptions.first?.occurrence == 0)
        #expect(result.isOneMinimal && result.isVerified, "seed \(seed): \(result.best.text)")
    }

    /// Whatever is asked for, no single piece of the result can go.
    @Test(arguments: 0..<25 as Range<UInt64>)
    func resultsAreOneMinimal(seed: UInt64) throws {
        let base = Synthetic.noise(seed: seed)
        var random = Random(seed: seed)
        let kinds = (0..<4).map { _ in random.pick(base.operations).kind }
        let fault = random.pick(base.faults).site
        func holds(_ subject: Case) -> Bool {
            var wanted = kinds[...]
            for operation in subject.operations where operation.kind == wanted.first { wanted.removeFirst() }
            return wanted.count <= 1 && subject.faults.contains { $0.site == fault }
        }
        guard holds(base) else { return }
        let result = Minimizer.minimize(base, trial: Synthetic.when(holds))
        try result.best.validate()
        #expect(result.isOneMinimal && result.isVerified, "seed \(seed)")
        for index in result.best.operations.indices {
            #expect(!holds(result.best.dropping(index..<index + 1)), "seed \(seed), operation \(index)")
        }
        for index in result.best.faults.indices {
            #expect(!holds(result.best.droppingFaults(index..<index + 1)), "seed \(seed), fault \(index)")
        }
        #expect(result.best.preemptions.isEmpty, "seed \(seed)")
    }

    @Test(arguments: [0, 1, 2, 3, 10, 40])
    func respectsTheBudget(executions: Int) {
        let base = Synthetic.noise(seed: 3)
        var calls = 0
        let result = Minimizer.minimize(
            base, budget: Minimizer.Budget(executions: executions),
            trial: { subject, plan in
                calls += 1
                return Synthetic.when(Synthetic.needsFault)(subject, plan)
            })
        #expect(calls <= executions && result.executions == calls)
        #expect(Synthetic.needsFault(result.best))
        #expect(result.stop == .budgetExhausted && !result.isOneMinimal)
    }

    @Test(arguments: [0, 1, 5, 30])
    func keepsTheBestWhenCancelled(limit: Int) {
        let base = Synthetic.noise(seed: 4)
        var calls = 0
        var last: Case?
        let result = Minimizer.minimize(
            base,
            trial: { subject, plan in
                calls += 1
                return Synthetic.when(Synthetic.needsFault)(subject, plan)
            },
            isCancelled: { calls >= limit }, onProgress: { last = $0.best })
        #expect(calls <= limit && result.stop == .cancelled && !result.isOneMinimal)
        #expect(result.best == last ?? base)
        #expect(Synthetic.needsFault(result.best))
    }

    @Test(arguments: [11, 12] as [UInt64])
    func isAFunctionOfItsArguments(seed: UInt64) {
        let base = Synthetic.noise(seed: seed)
        let results = (0..<2).map { _ in Minimizer.minimize(base, trial: Synthetic.when(Synthetic.needsPreemption)) }
        #expect(results[0].best == results[1].best && results[0].executions == results[1].executions, "seed \(seed)")
    }

    @Test func progressOnlyEverGetsSmaller() {
        var costs: [CaseCost] = []
        _ = Minimizer.minimize(
            Synthetic.noise(seed: 5), trial: Synthetic.when(Synthetic.needsFault),
            onProgress: { costs.append(CaseCost($0.best)) })
        #expect(costs.count > 2 && costs == costs.sorted(by: >))
    }

    @Test func saysWhenThereIsNothingToShrink() {
        let base = Synthetic.noise(seed: 6)
        let result = Minimizer.minimize(base, trial: { _, _ in nil })
        #expect(result.best == base && result.execution == nil && result.stop == .notReproduced)
        #expect(!result.isOneMinimal && !result.isVerified)
    }
}
