import DAXModel
import Testing

@testable import RemovalFuzz

/// Attribution where it is known what is missing: on the reference without a guarantee, or with a step done wrong.
@Suite(.timeLimit(.minutes(5))) struct AttributionTests {
    private static let reference = Design.named("reference")!
    /// The guarantees of the reference, so that there is no other way to cure what it lacks.
    private static let closed = Target(reference).guarantees

    /// What a search finds first on a target, minimized a little, and the class that is to be explained.
    private static func findings(on target: Target, limit: UInt64, count: Int) -> [(Case, ViolationClass)] {
        let search = Search(target: target, seed: 1)
        var events = SearchEvents()
        var found: [(Case, ViolationClass)] = []
        var executor = Executor(target: target)
        while search.executions < limit, found.count < count {
            search.advance(executions: 64, into: &events)
            for finding in events.findings.prefix(count - found.count) {
                let small = Minimizer.minimize(
                    finding.case, signature: finding.signature, on: target,
                    budget: Minimizer.Budget(executions: 300)
                ).best
                let execution = executor.run(small)
                guard let violation = execution.violations.first(where: { $0.signature == finding.signature }) else {
                    continue
                }
                found.append((small, execution.cause(of: violation)))
            }
            events.removeAll()
        }
        return found
    }

    @Test(arguments: [
        Guarantee.superBlockHeld, .insertionGate, .waitsForFreezer, .walksInodes, .killsAllMappers,
        .killListCannotFail, .invalidatesRecords, .deletesDirtyEntries, .shutsDownBeforeThaw, .thawsUserFreeze,
    ])
    func whatIsMissingIsNamed(guarantee: Guarantee) {
        let target = Target(Self.reference, without: [guarantee])
        let findings = Self.findings(on: target, limit: 6000, count: 2)
        #expect(!findings.isEmpty)
        for (subject, wanted) in findings {
            let attribution = Attribution(of: subject, wanted, on: target, among: Self.closed)
            #expect(attribution.outcome == .cause(Cause([[guarantee]])), "\(wanted)\n\(subject.text)")
        }
    }

    /// A hole that no guarantee is about.
    @Test(arguments: [
        FaultyStep.logWithoutSizes, .sbEndWriteLeftOut, .iputLeftOut, .holderLeftInPlace, .putDaxLeftOut,
    ])
    func whatNoGuaranteeCuresIsTold(step: FaultyStep) {
        let target = Target(Self.reference, faulty: step)
        let findings = Self.findings(on: target, limit: 20_000, count: 1)
        #expect(!findings.isEmpty)
        for (subject, wanted) in findings {
            let outcome = Attribution(of: subject, wanted, on: target).outcome
            #expect(outcome == .uncured, "\(wanted): \(outcome.text)\n\(subject.text)")
        }
    }

    /// Two mechanisms that each make up for the other, and one that needs two.
    @Test func eitherAndBoth() {
        let pair = Target(Self.reference, without: [.killsAllMappers, .unmapsWithoutKillList])
        let unmapped = Self.findings(on: pair, limit: 20_000, count: 12).filter {
            "\($0.1)".hasSuffix("page-table-entry")
        }
        #expect(!unmapped.isEmpty)
        for (subject, wanted) in unmapped {
            let outcome = Attribution(of: subject, wanted, on: pair, among: Self.closed).outcome
            #expect(outcome == .cause(Cause([[.killsAllMappers], [.unmapsWithoutKillList]])), "\(subject.text)")
        }
        let list = Target(Self.reference, without: [.killListCannotFail, .killsLeaderlessGroups])
        for (subject, wanted) in Self.findings(on: list, limit: 5000, count: 1) {
            guard case .cause(let cause) = Attribution(of: subject, wanted, on: list, among: Self.closed).outcome else {
                Issue.record("no cause\n\(subject.text)")
                continue
            }
            #expect(cause.cures.allSatisfy { $0.isSubset(of: [.killListCannotFail, .killsLeaderlessGroups]) })
        }
    }

    @Test func whatDoesNotShowIsClean() {
        let subject = Case(operations: [Operation(id: 1, task: 0, call: .mount)])
        var executor = Executor(target: Target(Self.reference, without: [.insertionGate]))
        #expect(executor.run(subject).violations.isEmpty)
        let (_, wanted) = Self.findings(on: Target(Self.reference, without: [.insertionGate]), limit: 6000, count: 1)[0]
        let attribution = Attribution(of: subject, wanted, on: Target(Self.reference))
        #expect(attribution.outcome == .clean && attribution.executions == 1)
    }

    /// What cannot be finished is not guessed.
    @Test func aLimitMakesUncertain() {
        let target = Target(Self.reference, without: [.walksInodes])
        let (subject, wanted) = Self.findings(on: target, limit: 6000, count: 1)[0]
        let full = Attribution(of: subject, wanted, on: target)
        let short = Attribution(
            of: subject, wanted, on: target, limits: Attribution.Limits(executions: full.executions / 2))
        guard case .uncertain = short.outcome else {
            Issue.record("\(short.outcome.text)")
            return
        }
        #expect(short.executions < full.executions)
    }

    // MARK: Sets

    @Test func minimalHittingSets() {
        let (a, b, c) = (Guarantee.insertionGate, Guarantee.flushesFirst, Guarantee.walksInodes)
        #expect(HittingSets.minimal(of: []) == [[]])
        #expect(HittingSets.minimal(of: [[a]]) == [[a]])
        #expect(HittingSets.minimal(of: [[a, b], [b, c]]) == [[b], [a, c]])
        #expect(HittingSets.minimal(of: [[a], [b, c]]) == [[a, b], [a, c]])
        #expect(HittingSets.minimalOnes([[a, b], [b], [b], [a, c]]) == [[b], [a, c]])
    }

    /// Every minimal hitting set meets every set, and none can lose a member: random families.
    @Test func hittingSetsHit() {
        for seed in 0..<300 as Range<UInt64> {
            var random = Random(seed: seed)
            let family = (0..<1 + random.below(5)).map { _ in
                GuaranteeSet((0..<1 + random.below(3)).map { _ in Guarantee.allCases[random.below(8)] })
            }
            let hitting = HittingSets.minimal(of: family)
            for set in hitting {
                #expect(family.allSatisfy { !$0.isDisjoint(with: set) }, "seed \(seed)")
                for member in set.members {
                    let less = set.subtracting([member])
                    #expect(family.contains { $0.isDisjoint(with: less) }, "seed \(seed): \(member.name) is idle")
                }
            }
            #expect(HittingSets.minimalOnes(hitting).count == hitting.count, "seed \(seed)")
        }
    }

    @Test(arguments: [
        "insertion-gate", "insertion-gate|walks-inodes", "insertion-gate+flushes-first",
        "walks-inodes|drops-pagecache+goes-on-without-reverse-map", "uncertain: insertion-gate", "uncertain",
        "no guarantee cures", "clean",
    ])
    func anOutcomeIsReadAsItIsPrinted(text: String) throws {
        #expect(try #require(Attribution.Outcome(text: text)).text == text)
    }

    @Test(arguments: [
        "", "|", "+", "insertion-gate|", "insertion-gate+insertion-gate", "no-such", "insertion-gate|insertion-gate",
        "insertion-gate|insertion-gate+walks-inodes", "uncertain: ", "uncertain: x",
    ])
    func whatIsNoOutcomeIsRefused(text: String) {
        #expect(Attribution.Outcome(text: text) == nil)
    }

    /// Fewer neighbours where most fail, more where few do.
    @Test func neighboursFollowTheShareThatFails() {
        #expect(CureTrials.neighbours(failing: 64) == 25)
        #expect(CureTrials.neighbours(failing: 32) == 25)
        #expect(CureTrials.neighbours(failing: 13) == 65)
        #expect(CureTrials.neighbours(failing: 0) == 320)
    }
}
