import DAXModel
import RemovalFuzz

/// What a campaign knows while it runs: the tallies of its workers and what was found. One for each run.
actor RunCoordinator {
    /// Why the search came to its end.
    enum StopReason: Sendable { case timeLimit, interrupted, failed }

    /// Something for the saver.
    enum Work: Sendable {
        case save(GroupKey)
        case keep(Finding, Target, executions: UInt64)
        case stopped(Case, Target)
    }

    /// Most workers that take each other's place.
    private static let livesLimit = 16

    private let plan: RunPlan
    private let display: ProgressDisplay
    private let started: ContinuousClock.Instant
    private var tallies: [WorkerLives]
    /// Files of cases in which the model has stopped.
    private var stopped: [String] = []
    private let initialCorpus: UInt64
    private var ledger: GroupLedger
    private var ended: Set<Int> = []
    private var stops: [AsyncStream<Never>.Continuation] = []
    private let queue: AsyncStream<Work>.Continuation
    private var turns = SaverTurns()
    /// What is to be saved, in the order of its arrival; ends with the search.
    nonisolated let work: AsyncStream<Work>
    /// After this nothing is minimized any more.
    nonisolated let deadline = Deadline()
    /// Executions that minimizing took so far.
    private var minimizing = 0
    /// Groups that the last pass has been through.
    private var finished: Set<GroupKey> = []
    private(set) var stopReason: StopReason?
    private(set) var failure: Failure?
    private var searchSeconds: Double?

    init(_ plan: RunPlan, known: [GroupRecord], initialCorpus: Int, started: ContinuousClock.Instant) {
        self.plan = plan
        self.started = started
        ledger = GroupLedger(known: known)
        self.initialCorpus = UInt64(initialCorpus)
        display = ProgressDisplay(isJSON: plan.isJSON)
        tallies = Array(repeating: WorkerLives(targets: plan.targets.count), count: plan.jobs)
        (work, queue) = AsyncStream.makeStream(of: Work.self)
    }

    /// Ends when the search should stop; each worker has its own.
    func makeStop() -> AsyncStream<Never> {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        stops.append(continuation)
        if stopReason != nil { continuation.finish() }
        return stream
    }

    /// Lets the workers end; the first reason counts, and an interrupt more than a time limit.
    func stop(_ reason: StopReason) {
        if stopReason == nil || reason == .interrupted { stopReason = reason }
        for stop in stops { stop.finish() }
    }

    /// Ends the campaign because of an error; what was found so far is still saved.
    func fail(_ failure: Failure) {
        if self.failure == nil {
            self.failure = failure
            display.say(error: failure.sentence)
        }
        deadline.bring(forwardTo: .now)
        stop(.failed)
    }

    /// Takes a line of a worker.
    func receive(_ line: String, from worker: Int) {
        switch WorkerMessage(line: line, targets: plan.targets) {
        case .progress(let saved, let tallies):
            self.tallies[worker].current = tallies
            self.tallies[worker].saved = saved
        case .finding(let target, let finding):
            self.tallies[worker].current[target].executions = finding.executions
            add(finding, on: plan.targets[target], executions: executions(onTarget: target))
        case .stopped(let target, let stopped):
            tallies[worker].hasStopped = true
            queue.yield(.stopped(stopped, plan.targets[target]))
        case .warning(let sentence): display.say(warning: sentence)
        case .failure(let failure): fail(failure)
        case .done: ended.insert(worker)
        case nil: display.say(warning: "worker \(worker) wrote a line that is none of the protocol's")
        }
    }

    /// Notes that a worker's process has ended. One that did not say so has crashed: the others go on.
    /// - Returns: what another in its place must know, where the model has stopped it and it may be another case the next
    ///   time.
    func workerEnded(_ worker: Int, status: String?) -> (life: Int, executions: UInt64)? {
        guard !ended.contains(worker) else { return nil }
        if tallies[worker].hasStopped, stopReason == nil, tallies[worker].lives < RunCoordinator.livesLimit {
            tallies[worker].endLife()
            return (tallies[worker].lives, tallies[worker].settled.reduce(0) { $0 + $1.executions })
        }
        ended.insert(worker)
        guard stopReason == nil else { return nil }
        display.say(warning: "worker \(worker) ended unexpectedly (\(status ?? "without a word")); please report it")
        if ended.count == plan.jobs {
            fail(Failure("no worker is left", status: ExitStatus.software))
        }
        return nil
    }

    /// Takes the file of a case in which the model has stopped.
    func add(stopped result: Result<String, Failure>, on target: Target) {
        switch result {
        case .success(let file):
            if !stopped.contains(file) { stopped.append(file) }
            display.say(
                warning: "the model stopped in a case on \(target.name), which is a fault of this program: "
                    + "please report \(file). The campaign goes on")
        case .failure(let failure): fail(failure)
        }
    }

    private func executions(onTarget target: Int) -> UInt64 {
        tallies.reduce(0) { $0 + $1.settled[target].executions + $1.current[target].executions }
    }

    /// The search is over: what is queued is the last.
    func searchEnded() {
        searchSeconds = seconds
        queue.finish()
    }

    private func add(_ finding: Finding, on target: Target, executions: UInt64) {
        let change = ledger.add(
            finding, on: target, found: Discovery(seed: plan.seed, executions: executions))
        if change == .newGroup { enqueue(GroupKey(target: target.name, group: finding.group)) }
        if plan.keepsAll { queue.yield(.keep(finding, target, executions: executions)) }
    }

    private func enqueue(_ key: GroupKey) {
        if turns.take(key) { queue.yield(.save(key)) }
    }

    /// A group as it is now.
    func record(_ key: GroupKey) -> GroupRecord? { ledger[key] }

    /// Takes what the saver has done.
    /// - Parameter isFinal: The last pass: what is not minimized now stays so.
    func add(_ key: GroupKey, _ result: SavedWitness, isFinal: Bool) {
        let before = ledger[key]
        for warning in ledger.saved(key, result) { display.say(warning: warning) }
        turns.release(key)
        minimizing += result.executions
        if isFinal { finished.insert(key) }
        if let failure = result.failure { fail(failure) }
        guard let record = ledger[key], let file = record.file, before?.file == nil else { return }
        let word = record.isNew ? "new" : "known"
        do throws(Failure) { try display.say("\(word)  \(record.severity.observable.name)  \(file)") } catch {
            fail(error)
        }
    }

    /// Executions for the next group while the search goes on. A campaign that counts executions minimizes at its end:
    /// what it does must not depend on who is faster.
    func backgroundBudget() -> Int {
        guard plan.maxExecutions == nil else { return 0 }
        return budget(sharedBy: 1)
    }

    /// The next group of the last pass, and its executions: all that are allowed, in equal shares.
    func nextUnfinished() -> (GroupKey, Int)? {
        let left = (ledger.pending + ledger.all.filter(\.isNew).map(\.key)).filter { !finished.contains($0) }
        guard let key = left.first else { return nil }
        return (key, budget(sharedBy: ledger.pending.count { !finished.contains($0) }))
    }

    private func budget(sharedBy groups: Int) -> Int {
        if let asked = plan.minimizeBudget { return asked }
        let allowed = Int(clamping: status.executions / 10) - minimizing
        return min(max(0, allowed) / max(1, groups), RunPlan.largestMinimizeBudget)
    }

    /// How long before its end a campaign stops to search.
    func minimizingReserve(ofSeconds seconds: Int) -> Duration {
        let wanted = Duration.milliseconds(300 + 2000 * ledger.pendingCount)
        return min(wanted, .milliseconds(100 * seconds))
    }

    /// Shows how far the campaign is.
    func showProgress() {
        display.show(status, isFinal: false)
        // A better case of a group that has a file already, when there is time for it.
        if plan.maxExecutions == nil && searchSeconds == nil {
            let ready = ledger.pending.filter { ledger[$0]?.file != nil }
            if let key = turns.next(of: ready) { enqueue(key) }
        }
    }

    /// The end of the campaign as a value.
    func report() -> RunReport {
        display.show(status, isFinal: true)
        let executions = plan.targets.indices.map { self.executions(onTarget: $0) }
        var records = ledger.all
        var book = CauseBook()
        book.attribute(&records, budget: Int(clamping: status.executions / 10) - minimizing) { deadline.hasPassed }
        return RunReport(
            status, seconds: seconds, records: records, plan: plan, executions: executions, stopped: stopped)
    }

    private var seconds: Double {
        let (seconds, attoseconds) = (ContinuousClock.now - started).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    private var status: RunStatus {
        var status = RunStatus()
        status.seconds = searchSeconds ?? seconds
        for tally in tallies.flatMap({ $0.settled + $0.current }) {
            status.executions += tally.executions
            status.steps += tally.steps
        }
        for target in plan.targets.indices { status.features += tallies.map { $0.current[target].features }.max() ?? 0 }
        status.corpus = initialCorpus + tallies.reduce(0) { $0 + $1.settledSaved + $1.saved }
        status.groups = ledger.all.count
        status.newGroups = ledger.all.count { $0.isNew }
        return status
    }
}

/// What the workers have done that took each other's place.
private struct WorkerLives {
    /// Those that have ended.
    var settled: [WorkerTally]
    var settledSaved: UInt64 = 0
    /// The one that runs.
    var current: [WorkerTally]
    var saved: UInt64 = 0
    var hasStopped = false
    var lives = 0

    init(targets: Int) {
        settled = Array(repeating: WorkerTally(), count: targets)
        current = settled
    }

    /// The model has stopped the current one.
    mutating func endLife() {
        for target in settled.indices {
            settled[target].executions += current[target].executions
            settled[target].steps += current[target].steps
            current[target] = WorkerTally()
        }
        settledSaved += saved
        saved = 0
        hasStopped = false
        lives += 1
    }
}
