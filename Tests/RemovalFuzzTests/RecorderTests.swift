import DAXModel
import Testing

@testable import RemovalFuzz

/// Holds what it is told against what it was told before.
private struct OrderRecorder: Recorder {
    private(set) var complaints: [String] = []
    private(set) var steps = 0
    private(set) var starts: [UInt16] = []
    private(set) var ends = 0
    private(set) var killed = 0
    private(set) var oopsed = 0
    /// Violations that steps have added.
    private(set) var violations = 0
    /// By task: the operation that has begun and not ended.
    private(set) var open = [UInt16?](repeating: nil, count: Limits.tasks)
    private(set) var hasBegunClosing = false
    private(set) var isStuck = false
    private var isLoaded = false

    mutating func loaded(_ machine: borrowing Machine) {
        check(!isLoaded && machine.stepCount == 0, "loaded twice or late")
        isLoaded = true
    }

    mutating func begins(_ start: RecordedStart, _ machine: borrowing Machine) {
        check(isLoaded, "a start before the case is loaded")
        check(open[start.task] == nil, "t\(start.task): a start inside an operation")
        check((start.operation == nil) == (start.id >= OperationID.firstReserved), "\(start.id): whose start?")
        check(start.operation.map { $0.id == start.id && Int($0.task) == start.task } ?? true, "another's start")
        open[start.task] = start.id
        if start.operation != nil { starts.append(start.id) }
    }

    mutating func executed(_ step: RecordedStep, _ machine: borrowing Machine) {
        steps += 1
        check(machine.stepCount == steps, "a step is told late or twice")
        check(open[step.task] == step.operation, "t\(step.task): a step outside of its operation")
        check(step.runnable & 1 << step.task != 0, "t\(step.task) steps and cannot")
        check(step.violations == violations..<machine.violationCount, "a violation is told twice or never")
        violations = step.violations.upperBound
        check(step.outcome != .oopsed || step.end == .oopsed, "an oops that ends nothing")
        guard let end = step.end else { return }
        open[step.task] = nil
        ends += 1
        switch end {
        case .returned: break
        case .killed: killed += 1
        case .oopsed: oopsed += 1
        }
    }

    mutating func closingBegins(_ machine: borrowing Machine) {
        check(!hasBegunClosing, "a second closing")
        hasBegunClosing = true
    }

    mutating func isStuck(_ machine: borrowing Machine) {
        check(hasBegunClosing && !isStuck, "stuck before the closing, or twice")
        isStuck = true
    }

    private mutating func check(_ holds: Bool, _ complaint: String) {
        if !holds { complaints.append(complaint) }
    }
}

/// What is recorded is what happens: each start, step and end once, whoever records.
@Suite struct RecorderTests {
    /// A generated case with a schedule: both a function of the seed.
    private static func make(seed: UInt64) -> (subject: Case, plan: SchedulePlan) {
        var random = Random(seed: seed)
        let mask = SwarmMask(random: &random)
        let subject = Generator.make(mask: mask, random: &random)
        return (subject, seed % 3 == 0 ? .recorded : .random(seed: random.next(), interval: 2 + random.below(40)))
    }

    @Test(arguments: Design.all.map(\.name))
    func everyStartStepAndEndIsToldOnce(design: String) throws {
        let target = Target(try #require(Design.named(design)))
        var ends = 0
        for seed in 0..<150 as Range<UInt64> {
            let (subject, plan) = Self.make(seed: seed)
            var system = RecordedMachine(target: target, recorder: OrderRecorder())
            var scheduler = Scheduler()
            let execution = system.execute(subject, by: &scheduler, plan: plan)
            let told = system.recorder
            #expect(told.complaints.isEmpty, "seed \(seed)")
            #expect(told.steps == execution.steps, "seed \(seed)")
            #expect(told.hasBegunClosing, "seed \(seed)")
            // A closing that came to its end has ended what it let go, and itself.
            #expect(told.isStuck || told.open.allSatisfy { $0 == nil }, "seed \(seed)")
            #expect(told.isStuck || told.violations == execution.violations.count, "seed \(seed)")
            ends += told.ends
        }
        #expect(ends > 1000)
    }

    /// A machine may be loaded again: nothing of the case before is told as that of the next.
    @Test func aSecondCaseIsToldLikeTheFirst() throws {
        let target = Target(try #require(Design.named("merged")))
        for seed in 0..<20 as Range<UInt64> {
            var system = RecordedMachine(target: target, recorder: StartsRecorder())
            var scheduler = Scheduler()
            let other = Self.make(seed: seed + 1000).subject
            let (subject, plan) = Self.make(seed: seed)
            _ = system.execute(other, by: &scheduler, plan: .recorded)
            let second = system.execute(subject, by: &scheduler, plan: plan)
            let starts = system.recorder.starts
            var fresh = RecordedMachine(target: target, recorder: StartsRecorder())
            let alone = fresh.execute(subject, by: &scheduler, plan: plan)
            #expect(second.digest == alone.digest && starts == fresh.recorder.starts, "seed \(seed)")
        }
    }

    /// A plain execution, an observation and a timeline of one case tell of the same execution and the same calls.
    @Test(arguments: Design.all.map(\.name))
    func recordersAgree(design: String) throws {
        let target = Target(try #require(Design.named(design)))
        var executor = Executor(target: target)
        var outcomes = Set<String>()
        for seed in 0..<60 as Range<UInt64> {
            let (subject, plan) = Self.make(seed: seed)
            let plain = executor.run(subject, plan: plan)
            let seen = Observation(of: subject, on: target, plan: plan)
            let told = Timeline(of: subject, on: target, plan: plan)
            #expect(parts(seen.execution) == parts(plain), "seed \(seed)")
            #expect(parts(told.execution) == parts(plain), "seed \(seed)")
            let calls = calls(told)
            #expect(calls.map(\.first?.operation) == seen.calls.map { text(of: $0.id, in: subject) }, "seed \(seed)")
            for (call, events) in zip(seen.calls, calls) {
                #expect(agrees(call, events), "seed \(seed), op \(call.id)")
                outcomes.insert(call.result)
            }
        }
        #expect(outcomes.contains("killed") && outcomes.contains("0"))
    }

    /// Everything of an execution that can be compared.
    private func parts(_ execution: Execution) -> [String] {
        [
            "\(execution.digest) \(execution.steps) \(execution.skippedPreemptions) \(execution.takenPreemptions)",
            "\(execution.firedFaults)",
        ] + execution.signatures + execution.preemptions.map(\.text)
    }

    /// The events of each start of an operation of the case, in the order of the starts.
    private func calls(_ told: Timeline) -> [[Timeline.Event]] {
        let own = told.events.filter { $0.operation.hasPrefix("op ") }
        return Dictionary(grouping: own, by: \.start).sorted { $0.key < $1.key }.map(\.value)
    }

    private func text(of id: UInt16, in subject: Case) -> String? {
        subject.operations.first { $0.id == id }?.text
    }

    private func agrees(_ call: Observation.Call, _ events: [Timeline.Event]) -> Bool {
        let results = events.compactMap(\.result)
        switch call.outcome {
        case .returned: return results == [call.result]
        case .killed: return results.count == 1 && events.last?.result != nil
        case .oopsed: return results.isEmpty && events.last?.notes.contains { $0.hasPrefix("OOPS") } == true
        // The closing may let it end.
        case .unfinished: return results.count <= 1
        }
    }

    /// An operation that dies in the kernel returns nothing, whatever its last callee returned.
    @Test func anOopsIsNoReturn() throws {
        let subject = try Case(
            text: """
                case 1
                op 1 t0 mount
                op 2 t1 unbind
                op 3 t0 umount
                preempt t1 op 2 at xfs_dax_notify_failure:SB_BORN run t0
                """)
        let target = Target(try #require(Design.named("merged")))
        let calls = calls(Timeline(of: subject, on: target))
        #expect(calls.map { $0.compactMap(\.result) } == [["0"], [], ["0"]])
        #expect(Observation(of: subject, on: target).results(of: 2) == ["OOPS"])
    }

    /// Where nothing changes a reader still sees that the case was unmounted, mounted again and verified.
    @Test func theClosingIsToldEvenWhereItChangesNothing() throws {
        let told = Timeline(
            of: try Case(text: "case 1\nop 1 t0 mount\n"), on: Target(try #require(Design.named("merged"))))
        let moves = told.lines().map { $0.split(separator: " ").first ?? "" }.filter { $0.hasPrefix("closing:") }
        for move in ["umount", "rebind", "remount", "verify", "final_umount"] {
            #expect(moves.contains("closing:\(move)"))
        }
        #expect(!moves.contains("closing:wait_for_device"))
    }
}

/// The starts of the last case that was loaded.
private struct StartsRecorder: Recorder {
    private(set) var starts: [UInt16] = []

    mutating func loaded(_ machine: borrowing Machine) { starts.removeAll() }
    mutating func begins(_ start: RecordedStart, _ machine: borrowing Machine) { starts.append(start.id) }
    mutating func executed(_ step: RecordedStep, _ machine: borrowing Machine) {}
    mutating func isStuck(_ machine: borrowing Machine) {}
}
