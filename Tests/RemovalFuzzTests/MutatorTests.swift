import DAXModel
import Testing

@testable import RemovalFuzz

@Suite struct MutatorTests {
    private static let steps = StepNames.all

    @Test(arguments: [1, 2, 3] as [UInt64])
    func mutationKeepsCasesValid(seed: UInt64) throws {
        var random = Random(seed: seed)
        var pool = (0..<16).map { _ in Generator.make(random: &random) }
        var unchanged = 0
        for step in 0..<5000 {
            let index = random.below(pool.count)
            let other = random.chance(1, in: 4) ? nil : pool[random.below(pool.count)]
            let mutated = Mutator.mutate(
                pool[index], with: other, stepNames: random.chance(1, in: 8) ? [] : Self.steps, random: &random)
            do throws(CaseError) {
                try mutated.validate()
            } catch {
                Issue.record("seed \(seed), step \(step): \(error)")
                return
            }
            if mutated == pool[index] { unchanged += 1 }
            pool[index] = mutated
        }
        #expect(unchanged < 500, "seed \(seed)")
        #expect(pool.contains { !$0.preemptions.isEmpty } && pool.contains { !$0.faults.isEmpty })
    }

    @Test(arguments: [4, 5] as [UInt64])
    func everyCaseCanBeMutated(seed: UInt64) throws {
        var source = CaseRandom(seed: seed)
        var random = Random(seed: seed)
        var base = Case()
        for _ in 0..<1000 {
            let mutated = Mutator.mutate(base, with: source.case(), stepNames: Self.steps, random: &random)
            #expect(throws: Never.self, "seed \(seed)") { try mutated.validate() }
            base = source.case()
        }
    }

    @Test func mutationIsAFunctionOfTheSeed() {
        var first = Random(seed: 77)
        var second = Random(seed: 77)
        var (one, two) = (Generator.make(random: &first), Generator.make(random: &second))
        let other = Generator.make(random: &first)
        #expect(other == Generator.make(random: &second))
        for step in 0..<500 {
            one = Mutator.mutate(one, with: other, stepNames: Self.steps, random: &first)
            two = Mutator.mutate(two, with: other, stepNames: Self.steps, random: &second)
            #expect(one == two, "step \(step)")
        }
        #expect(first.next() == second.next(), "the draws differ")
    }

    @Test func whatTheMaskSwitchesOffIsNotAdded() {
        var mask = SwarmMask()
        for kind in [OperationKind.fork, .freeze, .punch, .repeat, .umount] { mask.switchOff(kind) }
        mask.switchOff(modifiers: [.sync, .keepSize])
        mask.switchOff(site: .mediaError)
        var random = Random(seed: 9)
        var subject = Generator.make(mask: mask, random: &random)
        for step in 0..<3000 {
            subject = Mutator.mutate(subject, mask: mask, stepNames: Self.steps, random: &random)
            #expect(
                subject.operations.allSatisfy { mask.allows($0.kind) && mask.allows(modifiers: $0.call.modifiers) },
                "step \(step)")
            #expect(subject.faults.allSatisfy { mask.allows(site: $0.site) }, "step \(step)")
        }
    }

    /// Two cases with the same ids: what is spliced gets new ones, and its faults and preemptions follow it.
    @Test func splicingRenamesConsistently() throws {
        var other = Case(operations: [
            Operation(id: 10, task: 3, call: .mount), Operation(id: 20, task: 3, call: .unbind),
            Operation(id: 30, task: 4, call: .umount),
        ])
        other.faults = [Fault(site: .delaySignal, task: 3, operation: 20, until: 30)]
        other.preemptions = [Preemption(task: 4, operation: 30, step: "do_umount:path_umount", occurrence: 1, run: 3)]
        let base = Case(operations: [
            Operation(id: 10, task: 0, call: .create(0, 0)), Operation(id: 20, task: 0, call: .fsync(0)),
            Operation(id: 30, task: 0, call: .dropCaches),
        ])
        var taken = 0
        for seed in 0..<300 as Range<UInt64> {
            var random = Random(seed: seed)
            var mutation = Mutation(result: base, other: other, mask: SwarmMask(), stepNames: [], rule: .stack)
            let spliced = mutation.splice(&random)
            #expect(spliced, "seed \(seed)")
            mutation.result.repair()
            let result = mutation.result
            try result.validate()
            for fault in result.faults {
                #expect(result.operations.first { $0.id == fault.operation }?.kind == .unbind, "seed \(seed)")
                #expect(result.operations.first { $0.id == fault.until }?.kind == .umount, "seed \(seed)")
            }
            for preemption in result.preemptions {
                #expect(result.operations.first { $0.id == preemption.operation }?.kind == .umount, "seed \(seed)")
            }
            taken += result.faults.count
        }
        #expect(taken > 20)
    }

    @Test func insertedOperationsTakeIdsBetweenTheirNeighbours() {
        let base = Case(operations: [
            Operation(id: 10, task: 0, call: .mount), Operation(id: 20, task: 0, call: .unbind),
        ])
        let mutation = Mutation(result: base, other: nil, mask: SwarmMask(), stepNames: [], rule: .stack)
        #expect(mutation.freshID(at: 0) == 5)
        #expect(mutation.freshID(at: 1) == 15)
        #expect(mutation.freshID(at: 2) == 30)
        var full = base
        full.operations[1].id = OperationID.firstReserved - 1
        full.operations[0].id = OperationID.firstReserved - 2
        #expect(Mutation(result: full, other: nil, mask: SwarmMask(), stepNames: [], rule: .stack).freshID(at: 1) == 1)
    }

    @Test func repairDropsWhatDangles() throws {
        var subject = Case(operations: [
            Operation(id: 1, task: 0, call: .end), Operation(id: 2, task: 0, call: .repeat(2, background: false)),
            Operation(id: 3, task: 1, call: .repeat(2, background: false)),
            Operation(id: 4, task: 0, call: .repeat(2, background: false)),
            Operation(id: 5, task: 0, call: .end), Operation(id: 6, task: 1, call: .mount),
        ])
        subject.faults = [
            Fault(site: .delaySignal, task: 0, operation: 6, until: OperationID.closing),
            Fault(site: .agfRead, task: 1, operation: 6), Fault(site: .agfRead, task: 0, operation: 9),
            Fault(site: .delayTask, task: 1, operation: 6, until: 9),
        ]
        let step = "do_mount:sget"
        subject.preemptions = [
            Preemption(task: 0, operation: 9, step: step, occurrence: 0, run: 1),
            Preemption(task: 2, operation: 6, step: step, occurrence: 0, run: 1),
            Preemption(task: 0, operation: 6, step: step, occurrence: 0, run: 0),
            Preemption(task: 1, operation: 6, step: step, occurrence: 0, run: 0),
            Preemption(task: 1, operation: 6, step: "no:where", occurrence: 0, run: 0),
            Preemption(task: 1, operation: 6, step: "unbind_store:kill_dax", occurrence: 0, run: 0),
            Preemption(task: 1, operation: 6, step: step, occurrence: 1, run: 7),
            Preemption(task: 1, operation: OperationID.closing, step: step, occurrence: 0, run: 0),
            Preemption(task: 1, operation: OperationID.exitBySignal, step: "do_exit:exit_mm", occurrence: 0, run: 0),
        ]
        subject.repair()
        try subject.validate()
        #expect(subject.operations.map(\.id) == [2, 5, 6])
        #expect(
            subject.faults == [Fault(site: .delaySignal, task: 1, operation: 6, until: OperationID.closing)])
        #expect(subject.preemptions.map(\.step) == [step, "do_exit:exit_mm"])
        #expect(subject.preemptions.map(\.task) == [1, 1])
    }
}
