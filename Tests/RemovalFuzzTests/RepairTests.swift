import DAXModel
import Testing

@testable import RemovalFuzz

/// The fewest guarantees with which a design survives: where it is known which are missing.
@Suite(.timeLimit(.minutes(5))) struct RepairTests {
    private static let reference = Design.named("reference")!
    private static let closed = Target(reference).guarantees

    private static func options(_ survival: UInt64, seed: UInt64 = 1) -> Repair.Options {
        Repair.Options(survival: survival, seed: seed, minimizing: 500, among: closed)
    }

    @Test func theReferenceNeedsNothing() {
        let repair = Repair(of: Target(Self.reference), options: Self.options(1000))
        guard case .survived = repair.run() else {
            Issue.record("did not survive")
            return
        }
        #expect(repair.chosen.isEmpty && repair.witnesses.isEmpty && repair.survived == 1000 && repair.rounds == 1)
    }

    @Test(arguments: [
        [Guarantee.insertionGate, .killListCannotFail], [.walksInodes, .deletesDirtyEntries, .thawsUserFreeze],
        [.superBlockHeld, .killsAllMappers, .invalidatesRecords],
    ])
    func whatWasTakenIsGivenBack(taken: [Guarantee]) {
        let target = Target(Self.reference, without: GuaranteeSet(taken))
        let repair = Repair(of: target, options: Self.options(2500))
        var searches = 0
        let end = repair.run(onProgress: { progress in
            if case .searching = progress { searches += 1 }
        })
        guard case .survived = end else {
            Issue.record("\(end)")
            return
        }
        #expect(repair.chosen == GuaranteeSet(taken))
        #expect(repair.asCheap.first == repair.chosen && searches >= 2)
        for guarantee in taken {
            // A witness that fails without it, and passes with all.
            let reason = repair.reason(for: guarantee)
            #expect(reason != nil && repair.failures(without: guarantee) >= 1, "\(guarantee.name)")
        }
        for witness in repair.witnesses {
            var executor = Executor(target: target.adding(repair.chosen))
            #expect(!executor.run(witness.case).signatures.contains(witness.signature))
            executor.retarget(target.adding(witness.found))
            #expect(executor.run(witness.case).signatures.contains(witness.signature))
        }
    }

    /// Without what could cure, a hole; and a repair that is stopped says so.
    @Test func holesAndInterrupts() {
        let target = Target(Self.reference, without: [.insertionGate])
        let hopeless = Repair(
            of: target, options: Repair.Options(survival: 5000, minimizing: 300, among: [.flushesFirst, .placebo]))
        guard case .hole = hopeless.run() else {
            Issue.record("no hole")
            return
        }
        let stopped = Repair(of: target, options: Self.options(100_000))
        var asked = 0
        let end = stopped.run(isCancelled: {
            asked += 1
            return asked > 3
        })
        guard case .cancelled = end else {
            Issue.record("\(end)")
            return
        }
        #expect(stopped.survived < 100_000)
    }

    @Test func theSameSeedRepairsAlike() {
        let target = Target(Self.reference, without: [.walksInodes, .killListCannotFail])
        let runs = (0..<2).map { _ in
            let repair = Repair(of: target, options: Self.options(600, seed: 5))
            _ = repair.run()
            return repair
        }
        #expect(runs[0].chosen == runs[1].chosen && runs[0].searched == runs[1].searched)
        #expect(runs[0].witnesses.map(\.case) == runs[1].witnesses.map(\.case))
    }

    // MARK: Clauses

    /// The solver against all sets: random clauses over eight guarantees.
    @Test func theCheapestSetsAreFound() {
        let all = GuaranteeSet(Guarantee.allCases.prefix(8))
        let members = all.members
        for seed in 0..<300 as Range<UInt64> {
            var random = Random(seed: seed)
            var clauses = RepairClauses()
            for _ in 0..<1 + random.below(6) {
                clauses.add(
                    RepairClauses.Clause(
                        on: GuaranteeSet((0..<1 + random.below(3)).map { _ in random.pick(members) }),
                        off: random.chance(1, in: 3) ? [random.pick(members)] : []))
            }
            let satisfying = (0..<256).map { bits in
                GuaranteeSet(members.enumerated().filter { bits & 1 << $0.offset != 0 }.map(\.element))
            }.filter { clauses.hold(for: $0) }
            func cost(_ set: GuaranteeSet) -> (Int, Int) {
                (set.members.count, set.members.reduce(0) { $0 + Int($1.cost.rawValue) })
            }
            let least = satisfying.map(cost).min { $0 < $1 }
            let best = Set(satisfying.filter { set in least.map { cost(set) == $0 } ?? false })
            let (found, areProven) = clauses.cheapest(among: all)
            #expect(areProven, "seed \(seed)")
            #expect(Set(found) == best || (found.count == 32 && best.isSuperset(of: found)), "seed \(seed)")
        }
    }

    @Test func aDemandThatIsNoneIsDropped() {
        let (a, b) = (Guarantee.insertionGate, Guarantee.walksInodes)
        var clauses = RepairClauses()
        let wrong = RepairClauses.Clause(on: [a], off: [])
        clauses.add(wrong)
        clauses.add(RepairClauses.Clause(on: [b], off: []))
        #expect(clauses.cheapest(among: [a, b]).sets == [[a, b]])
        let kept = clauses.refute(on: [a, b])
        let dropped = clauses.refute(on: [b])
        #expect(!kept && dropped)
        clauses.add(wrong)
        #expect(clauses.cheapest(among: [a, b]).sets == [[b]], "it does not come back")
        var contradiction = RepairClauses()
        contradiction.add(RepairClauses.Clause(on: [], off: []))
        #expect(contradiction.cheapest(among: [a, b]).sets.isEmpty)
    }
}
