import DAXModel
import DequeModule

/// The search on one target, in one process, without input or output.
///
/// A search is a function of the build, its seed, and what it was offered when; it asks no clock. The caller runs it
/// in slices and takes care of time, files and other processes.
public final class Search {
    /// Offered cases that wait for their execution; more are dropped.
    private static var inboxLimit: Int { 8192 }
    /// Executions after which the pool weighs its entries anew.
    private static var refreshInterval: UInt64 { 1024 }

    public let target: Target
    /// What the search goes by.
    public let guidance: Guidance
    /// Executions so far. A variant of a workload counts as one.
    public private(set) var executions: UInt64 = 0
    /// Steps of the model so far. The operations that the variants of a workload share are executed, and count, once.
    public private(set) var steps: UInt64 = 0
    /// Violations of signatures that were known or ignored already.
    public private(set) var repeats: UInt64 = 0
    /// In memory of its own: `underWay` looks at it while it executes.
    private let executing: UnsafeMutablePointer<Executor>
    /// Replays what was found, from nothing.
    private let replaying: UnsafeMutablePointer<Executor>
    private var coverage = CoverageMap()
    private var pool = SearchPool()
    private var source: CaseSource
    private var workload = WorkloadVariants()
    private var inbox: Deque<Case> = []
    private let isIgnored: @Sendable (Violation) -> Bool
    /// Signatures by hash, each in its group: spelling the signature of every repeat would cost more than finding it.
    /// Asked for membership only: no order of iteration can matter.
    private var known: Set<Sight> = []
    private var typicalSteps = 256

    private struct Sight: Hashable {
        var identity: UInt64
        var group: FindingGroup
    }

    /// A search that begins with nothing.
    /// - Parameter isIgnored: Violations that count as known from the start; asked once for each signature and group.
    public init(
        target: Target, seed: UInt64, guidance: Guidance = .ends,
        isIgnored: @escaping @Sendable (Violation) -> Bool = { _ in false }
    ) {
        self.target = target
        self.guidance = guidance
        executing = .allocate(capacity: 1)
        replaying = .allocate(capacity: 1)
        executing.initialize(to: Executor(target: target))
        replaying.initialize(to: Executor(target: target))
        source = CaseSource(seed: seed, guidance: guidance)
        self.isIgnored = isIgnored
        executing.pointee.setFeatures(coverage.sink)
    }

    deinit {
        for executor in [executing, replaying] {
            executor.deinitialize(count: 1)
            executor.deallocate()
        }
    }

    /// What is being executed, with the decisions that have taken place: for somebody who looks when the model has stopped
    /// in the middle of a step.
    public var underWay: Case { (replaying.pointee.isRunning ? replaying : executing).pointee.underWay }

    /// Coverage features seen so far.
    public var features: Int { coverage.count }
    /// Cases that the search builds on.
    public var poolCount: Int { pool.count }

    /// Takes a case from elsewhere, to be executed before others. Its features count, and if they are new it joins the
    /// pool, but it is not reported as interesting again.
    /// - Precondition: the case is valid.
    public func offer(_ case: Case) {
        if inbox.count < Search.inboxLimit { inbox.append(`case`) }
    }

    /// Runs so many executions and adds to `events` what they led to.
    public func advance(executions count: Int, into events: inout SearchEvents) {
        for _ in 0..<count {
            if workload.isOver, let offered = inbox.popFirst() {
                execute(CaseSource.Draft(case: offered, parent: nil), by: .recorded, isOffered: true, &events)
            } else if guidance == .ends {
                vary(&events)
            } else {
                let draft = source.next(from: &pool)
                execute(draft, by: source.plan(for: draft.case, typicalSteps: typicalSteps), isOffered: false, &events)
            }
            if executions % Search.refreshInterval == 0 { refreshPool() }
        }
    }

    private func execute(
        _ draft: CaseSource.Draft, by plan: SchedulePlan, isOffered: Bool, _ events: inout SearchEvents
    ) {
        // What the model did outside an execution, such as spelling a signature, is not this one's coverage.
        coverage.discard()
        let execution = executing.pointee.run(draft.case, plan: plan)
        executions += 1
        steps += UInt64(execution.steps)
        typicalSteps += (execution.steps - typicalSteps) / 16
        _ = coverage.collect(executing.pointee.features)
        note(execution, of: draft.case, parent: draft.parent, isOffered: isOffered, &events)
    }

    /// One more variant of the workload, or the first of another.
    private func vary(_ events: inout SearchEvents) {
        coverage.discard()
        let isFirst = workload.isOver
        if isFirst {
            workload = source.workload(from: &pool)
            executing.pointee.begin(workload.subject, before: workload.beginning)
        }
        let shared = isFirst ? 0 : executing.pointee.stepsOfBeginning
        executing.pointee.vary(by: workload.next(), keepsFeatures: isFirst)
        if workload.isNew(end: executing.pointee.endHash, executions: executions) { executing.pointee.close() }
        executions += 1
        steps += UInt64(executing.pointee.steps - shared)
        let showsNew = coverage.collect(executing.pointee.features) > 0
        guard showsNew || executing.pointee.hasViolations else { return }
        note(executing.pointee.execution(), of: workload.subject, parent: workload.parent, isOffered: false, &events)
    }

    /// Keeps what an execution has shown first.
    private func note(
        _ execution: Execution, of case: Case, parent: Int?, isOffered: Bool, _ events: inout SearchEvents
    ) {
        if coverage.fresh > 0, let baked = baked(`case`, execution) {
            pool.add(baked, features: newFeatures())
            if let parent { pool.reward(parent) }
            if !isOffered { events.interesting.append(baked) }
        }
        guard !execution.violations.isEmpty else { return }
        for (violation, group) in zip(execution.violations, execution.groups) {
            judge(violation, group, `case`, execution, &events)
        }
    }

    /// The first few features that only the last execution has shown so far.
    private func newFeatures() -> [UInt32] {
        (0..<min(coverage.fresh, SearchPool.featuresPerEntry)).map { UInt32(coverage.freshFeature($0)) }
    }

    private func refreshPool() {
        pool.refresh { UInt64(coverage.hitCount(Int($0))) }
    }

    /// The case with the preemptions that took place, or nil when they are more than a case may have.
    private func baked(_ case: Case, _ execution: Execution) -> Case? {
        guard execution.preemptions.count <= Limits.preemptions else { return nil }
        var result = `case`
        result.preemptions = execution.preemptions
        return result
    }

    private func judge(
        _ violation: Violation, _ group: FindingGroup, _ case: Case, _ execution: Execution,
        _ events: inout SearchEvents
    ) {
        let sight = Sight(identity: violation.identity, group: group)
        guard !known.contains(sight) else {
            repeats += 1
            return
        }
        guard !isIgnored(violation) else {
            known.insert(sight)
            repeats += 1
            return
        }
        guard let baked = baked(`case`, execution), shows(sight, baked) else { return }
        known.insert(sight)
        events.findings.append(
            Finding(
                signature: violation.signature, group: group, observable: violation.observable,
                bug: KnownBugs.row(of: violation, on: target.design.name),
                isConsequence: violation.isConsequence, executions: executions, case: baked))
    }

    /// Whether a replay has the violation. It counts neither as an execution nor for the coverage.
    private func shows(_ sight: Sight, _ case: Case) -> Bool {
        let execution = replaying.pointee.run(`case`)
        coverage.discard()
        return zip(execution.violations, execution.groups).contains {
            Sight(identity: $0.identity, group: $1) == sight
        }
    }
}
