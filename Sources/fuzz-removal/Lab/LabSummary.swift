import KernelLab
import RemovalFuzz

/// A report for people and for `--json`.
struct LabSummary: Encodable {
    struct Run: Encodable {
        var agrees: Bool
        /// The outcome that user space cannot force.
        var forced: Bool
        var events: [ComparedEvent]
        /// Call traces, innermost first.
        var oopses: [[String]]
    }

    var file: String
    var kernel: String
    var release: String
    var package: String?
    var model: String
    var verdict: LabVerdict
    /// Distinct outcomes that the model predicts, and the schedules it took.
    var predictedOutcomes: Int
    var schedules: Int
    /// Rounds with the outcome that user space cannot force, of `runs.count`.
    var forcedRounds: Int
    var runs: [Run]
    /// Why guests gave nothing to compare.
    var failures: [String]

    private enum CodingKeys: String, CodingKey {
        case file, kernel, release, package, model, verdict, schedules, runs, failures
        case predictedOutcomes = "predicted_outcomes"
        case forcedRounds = "forced_rounds"
    }

    init(_ report: LabReport) {
        let job = report.job
        file = job.name
        kernel = job.kernel.name
        release = job.kernel.release
        package = job.kernel.package
        model = job.target.name
        verdict = report.verdict
        predictedOutcomes = report.result.prediction.outcomes.count
        schedules = report.result.prediction.schedules
        forcedRounds = report.result.forcedRounds
        runs = report.result.comparisons.map { comparison in
            Run(
                agrees: comparison.agrees, forced: comparison.isForced,
                events: comparison.nearest.compared(with: comparison.seen), oopses: comparison.seen.oopses)
        }
        failures = report.failures
    }

    /// One line: file, kernel, verdict.
    static func line(_ report: LabReport) -> String {
        var words = "\(report.job.name) on \(report.job.kernel.release): \(text(report))"
        if let failure = report.failures.first { words += " (\(failure))" }
        return words
    }

    /// "agrees", "disagrees: umount, op 6 t1", "not forced (2 of 8 runs)".
    static func text(_ report: LabReport) -> String {
        switch report.verdict {
        case .agrees: return "agrees"
        case .disagrees:
            let worst = report.result.comparisons.first { !$0.agrees }
            return "disagrees: " + (worst?.differences.map(\.event).joined(separator: ", ") ?? "")
        case .notForced: return "not forced (\(report.result.forcedRounds) of \(report.result.comparisons.count) runs)"
        case .notObservable: return "not observable"
        case .noResult: return "no result"
        }
    }

    /// Both sides of every distinct run, event by event.
    static func details(_ report: LabReport) -> [String] {
        let texts = report.result.comparisons.map { $0.lines(of: report.job.case) }
        var lines: [String] = []
        for (index, text) in texts.enumerated() where texts.firstIndex(of: text) == index {
            let same = texts.count { $0 == text }
            if texts.count > 1 { lines.append("\(same) of \(texts.count) runs:") }
            lines += text
        }
        return lines
    }
}
