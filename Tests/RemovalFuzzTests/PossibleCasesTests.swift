import DAXModel
import Testing

@testable import RemovalFuzz

/// Whatever the search makes or records can be read again: a finding whose preemption is refused would be lost.
@Suite struct PossibleCasesTests {
    /// Generated and much-mutated cases under every strategy, on every design: the case, and the case with the decisions
    /// that took place.
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func whatTookPlaceCouldTakePlace(seed: UInt64) throws {
        var random = Random(seed: seed)
        let targets = Design.all.flatMap { design in design.profiles.map { Target(design, $0) } }
        var executor = Executor(target: targets[0])
        var subject = Generator.make(random: &random)
        var other = subject
        var faults = 0
        for step in 0..<700 {
            if step % 20 == 0 { (other, subject) = (subject, Generator.make(random: &random)) }
            subject = Mutator.mutate(
                subject, with: random.chance(1, in: 4) ? other : nil, stepNames: StepNames.all, random: &random)
            try subject.validate()
            executor.retarget(targets[step % targets.count])
            let execution = executor.run(subject, plan: plan(step, &random))
            var baked = subject
            baked.preemptions = execution.preemptions
            do throws(CaseError) { try baked.validate() } catch {
                Issue.record("seed \(seed), step \(step): \(error)\n\(execution.preemptions.map(\.text))")
                return
            }
            #expect(execution.idlePreemptions(of: subject).count == execution.skippedPreemptions)
            faults += execution.firedFaults.nonzeroBitCount
            if random.chance(1, in: 3) { subject = baked }
        }
        #expect(faults > 20, "seed \(seed)")
    }

    private func plan(_ step: Int, _ random: inout Random) -> SchedulePlan {
        switch step % 4 {
        case 0: .recorded
        case 1: .random(seed: random.next(), interval: 3 + random.below(20))
        case 2: .pct(seed: random.next(), depth: 6, length: 300)
        default: .bounded(seed: random.next(), count: 8, length: 300)
        }
    }

    /// A minimizer that stops in the middle must not leave what cannot be stored.
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func whatIsMinimizedCanBeStored(seed: UInt64) throws {
        var random = Random(seed: seed)
        var subject = Generator.make(random: &random)
        for _ in 0..<30 { subject = Mutator.mutate(subject, stepNames: StepNames.all, random: &random) }
        let target = Target(Design.all[Int(seed) % Design.all.count])
        var executor = Executor(target: target)
        guard let signature = executor.run(subject).signatures.first else { return }
        let result = Minimizer.minimize(
            subject, signature: signature, on: target,
            budget: Minimizer.Budget(executions: 10 + random.below(200), schedules: 6))
        try result.best.validate()
        #expect(try Case(text: result.best.text) == result.best.canonical, "seed \(seed)")
    }

    /// A delay that held its operation back has struck; one whose other operation had ended already has not.
    @Test func delaysThatHoldStrike() throws {
        let text = """
            case 1
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t0 chdir out
            op 4 t1 close d0
            fault delay-task t1 op 2 until 3
            fault delay-task t1 op 4 until 1

            """
        let subject = try Case(text: text)
        var executor = Executor(target: Target(try #require(Design.named("merged"))))
        let execution = executor.run(subject)
        #expect(execution.firedFaults == 1)
        #expect(execution.idleFaults(of: subject) == [subject.faults[1]])
    }
}
