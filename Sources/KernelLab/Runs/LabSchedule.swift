/// The boots that are still to be made, and what has come back so far.
struct LabSchedule {
    private let jobs: [LabJob]
    private let predictions: [Prediction]
    private var queue: [[BootEntry]]
    private var runs: [[LabRun]]
    /// By job, where it is complete.
    private(set) var reports: [LabReport?]

    init(jobs: [LabJob], predictions: [Prediction]) {
        self.jobs = jobs
        self.predictions = predictions
        queue = BootPlan.boots(jobs, leavesTraces: predictions.map(\.leavesTraces))
        runs = Array(repeating: [], count: jobs.count)
        reports = Array(repeating: nil, count: jobs.count)
    }

    /// The next boot to make.
    mutating func next() -> [BootEntry]? { queue.isEmpty ? nil : queue.removeFirst() }

    /// Takes what the programs of a boot said, and gives the reports that are complete by it.
    mutating func take(_ results: [LabRun], of boot: [BootEntry]) -> [LabReport] {
        var complete: [LabReport] = []
        for (index, entry) in boot.enumerated() {
            guard index < results.count, boot.count == 1 || isConvincing(results[index], entry) else {
                queue.append([entry])
                continue
            }
            runs[entry.job].append(results[index])
            guard runs[entry.job].count == jobs[entry.job].repeats else { continue }
            let report = LabReport(job: jobs[entry.job], prediction: predictions[entry.job], runs: runs[entry.job])
            reports[entry.job] = report
            complete.append(report)
        }
        return complete
    }

    /// A run that shared its boot counts only if it agrees: otherwise something that an earlier one left may be why.
    private func isConvincing(_ run: LabRun, _ entry: BootEntry) -> Bool {
        let report = LabReport(job: jobs[entry.job], prediction: predictions[entry.job], runs: [run])
        return report.verdict != .disagrees && report.verdict != .noResult
    }
}

extension Prediction {
    /// A run may leave a dead task, a mount or a freeze behind.
    var leavesTraces: Bool {
        (outcomes + (forced.map { [$0] } ?? [])).contains { outcome in
            !outcome.oopses.isEmpty || outcome.left?.isEmpty == false || outcome.lastUmount != "0"
        }
    }
}
