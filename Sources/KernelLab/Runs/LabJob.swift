import DAXModel
import RemovalFuzz

/// A case that is taken to a kernel some number of times.
public struct LabJob: Sendable {
    /// What reports call it: its file.
    public let name: String
    public let `case`: Case
    public let kernel: LabKernel
    /// The model of that kernel.
    public let target: Target
    /// Guests that run it.
    public let repeats: Int

    public init(name: String, case: Case, kernel: LabKernel, target: Target, repeats: Int) {
        self.name = name
        self.case = `case`
        self.kernel = kernel
        self.target = target
        self.repeats = repeats
    }
}

/// What one guest said of a case.
public struct LabRun: Sendable {
    public internal(set) var record = GuestRecord()
    /// The guest was ended because its time was over.
    public internal(set) var hitTimeLimit = false
    /// The day on which the guest ran, as "2026-11-22"; nil: today.
    public private(set) var day: String?
    /// The serial log, line by line.
    public internal(set) var log: [String] = []

    /// Said at the end of a kept log by the host, whose time limit ended the guest.
    private static let limitMark = "removalfuzz-host: the time limit ended the guest"

    init() {}

    /// Reads a log that was kept, line by line.
    /// - Parameter day: When the guest ran.
    public init(log lines: some Sequence<String>, day: String? = nil) {
        self.day = day
        for line in lines { add(line) }
    }

    /// The log as it is kept.
    public var keptLog: [String] { hitTimeLimit ? log + [LabRun.limitMark] : log }

    /// A guest that prints without end must not fill the memory; the record still reads every line.
    private static var mostLines: Int { 100_000 }

    mutating func add(_ line: String) {
        guard line != LabRun.limitMark else { return hitTimeLimit = true }
        record.read(line)
        if log.count < LabRun.mostLines { log.append(line) }
    }

    /// The rounds that got far enough to be compared.
    func outcomes(of c: Case) -> [Outcome] {
        record.rounds.filter { $0.isPrepared && !$0.calls.isEmpty }.map { round in
            var outcome = Outcome(round, of: c)
            // A guest whose processors all spin in the kernel says nothing more.
            if hitTimeLimit && round.hostilePartIsOver && outcome.umount == nil { outcome.umount = "hung" }
            return outcome
        }
    }

    /// Why there is nothing to compare, in a few words; nil where there is.
    var failure: String? {
        if let failure = record.failure ?? record.rounds.compactMap(\.failure).first { return failure }
        if record.rounds.isEmpty { return "the program did not begin" }
        if record.rounds.contains(where: { $0.kernel.daxIsOff }) { return "the kernel mounts without DAX" }
        return record.lostLines > 0 ? "\(record.lostLines) lines of the program were lost" : nil
    }
}

/// A case's prediction, made before the first guest was started, and what the guests showed.
public struct LabReport: Sendable {
    public let job: LabJob
    public let runs: [LabRun]
    public let result: LabResult
    /// Why runs gave nothing to compare.
    public let failures: [String]

    /// Judges runs of a job, for example of logs that were kept.
    public init(job: LabJob, prediction: Prediction, runs: [LabRun]) {
        self.job = job
        self.runs = runs
        var result = LabResult(prediction: prediction)
        for run in runs where run.failure == nil {
            for outcome in run.outcomes(of: job.case) { result.add(outcome) }
        }
        self.result = result
        failures = runs.compactMap(\.failure)
    }

    public var verdict: LabVerdict { result.verdict }
}
