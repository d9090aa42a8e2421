import RemovalFuzz

/// What a campaign knows while it runs: the tallies of its workers and what was found. One for each run.
actor RunCoordinator {
    /// Why the search came to its end.
    enum StopReason: Sendable { case timeLimit, interrupted, failed }

    private struct Key: Hashable {
        var target: Int
        var signature: String
    }

    private let plan: RunPlan
    private let display: ProgressDisplay
    private let started = ContinuousClock.now
    private var tallies: [[WorkerTally]]
    private var saved: [UInt64]
    private let initialCorpus: UInt64
    private var known: Set<Key> = []
    private var findings: [SavedFinding] = []
    private var ended: Set<Int> = []
    private var stops: [AsyncStream<Never>.Continuation] = []
    private let queue: AsyncStream<PendingFinding>.Continuation
    /// New findings in the order of their arrival; ends with the search.
    nonisolated let pending: AsyncStream<PendingFinding>
    /// Raised when the search is stopped.
    nonisolated let haste = RaisedFlag()
    private(set) var stopReason: StopReason?
    private(set) var failure: Failure?
    private var searchSeconds: Double?

    init(_ plan: RunPlan, initialCorpus: Int) {
        self.plan = plan
        self.initialCorpus = UInt64(initialCorpus)
        display = ProgressDisplay(isJSON: plan.isJSON)
        tallies = Array(repeating: Array(repeating: WorkerTally(), count: plan.targets.count), count: plan.jobs)
        saved = Array(repeating: 0, count: plan.jobs)
        (pending, queue) = AsyncStream.makeStream(of: PendingFinding.self)
    }

    /// Ends when the search should stop; each worker has its own.
    func makeStop() -> AsyncStream<Never> {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        stops.append(continuation)
        if stopReason != nil { continuation.finish() }
        return stream
    }

    /// Lets the workers end; the first reason counts. Only who interrupts, or an error, is in a hurry: after a time
    /// limit all that was found is still minimized.
    func stop(_ reason: StopReason) {
        if stopReason == nil || reason == .interrupted { stopReason = reason }
        if reason != .timeLimit { haste.raise() }
        for stop in stops { stop.finish() }
    }

    /// Ends the campaign because of an error; what was found so far is still saved.
    func fail(_ failure: Failure) {
        if self.failure == nil {
            self.failure = failure
            display.say(error: failure.sentence)
        }
        stop(.failed)
    }

    /// Takes a line of a worker.
    func receive(_ line: String, from worker: Int) {
        switch WorkerMessage(line: line, targets: plan.targets) {
        case .progress(let saved, let tallies):
            self.saved[worker] = saved
            self.tallies[worker] = tallies
        case .finding(let target, let finding):
            self.tallies[worker][target].executions = finding.executions
            guard known.insert(Key(target: target, signature: finding.signature)).inserted else { return }
            let first = self.tallies.reduce(0) { $0 + $1[target].executions }
            queue.yield(PendingFinding(target: target, finding: finding, executionsToFirst: first))
        case .warning(let sentence): display.say(warning: sentence)
        case .failure(let failure): fail(failure)
        case .done: ended.insert(worker)
        case nil: display.say(warning: "worker \(worker) wrote a line that is none of the protocol's")
        }
    }

    /// Notes that a worker's process has ended. One that did not say so has crashed: the others go on.
    func workerEnded(_ worker: Int, status: String?) {
        guard !ended.contains(worker) else { return }
        ended.insert(worker)
        guard stopReason == nil else { return }
        display.say(warning: "worker \(worker) ended unexpectedly (\(status ?? "without a word")); please report it")
        if ended.count == plan.jobs {
            fail(Failure("no worker is left", status: ExitStatus.software))
        }
    }

    /// The search is over: what is queued is the last.
    func searchEnded() {
        searchSeconds = seconds
        queue.finish()
    }

    /// Takes a finding from the saver.
    func add(_ finding: SavedFinding, failure: Failure?) {
        findings.append(finding)
        if let failure { fail(failure) }
        if let file = finding.file {
            do throws(Failure) { try display.say("saved \(file) (\(finding.case.sizeText))") } catch { fail(error) }
        }
    }

    /// Shows how far the campaign is.
    func showProgress() { display.show(status, isFinal: false) }

    /// The end of the campaign as a value.
    func report() -> RunReport {
        display.show(status, isFinal: true)
        return RunReport(status, findings: findings, targets: plan.targets)
    }

    private var seconds: Double {
        let (seconds, attoseconds) = (ContinuousClock.now - started).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    private var status: RunStatus {
        var status = RunStatus()
        status.seconds = searchSeconds ?? seconds
        for tally in tallies.joined() {
            status.executions += tally.executions
            status.steps += tally.steps
        }
        for target in plan.targets.indices { status.features += tallies.map { $0[target].features }.max() ?? 0 }
        status.corpus = initialCorpus + saved.reduce(0, +)
        status.unsaved = known.count - findings.count
        for (index, target) in plan.targets.enumerated() {
            let count = known.count { $0.target == index }
            if count > 0 { status.found.append((target.design.name, count)) }
        }
        return status
    }
}
