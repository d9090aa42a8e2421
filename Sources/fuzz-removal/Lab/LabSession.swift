import ArgumentParser
import KernelLab
import Synchronization
import SystemPackage

/// Runs a list of jobs for a command: each report is printed as soon as it is complete, logs are kept, and an
/// interrupt ends it gracefully.
struct LabSession {
    /// What is known of the jobs.
    struct Results {
        /// Of the jobs that are complete, in their order.
        let reports: [LabReport]
        let jobCount: Int
        /// What kept the others from being run.
        var failure: Failure?

        /// Ends the command with the status of its reports, or with that of a failure or an interruption.
        func end() throws {
            if let failure { throw failure }
            guard reports.count == jobCount else {
                throw GuestWork.interrupted(reports.count, of: jobCount, "runs of cases")
            }
            let status = LabSession.status(of: reports)
            if status != ExitStatus.success { throw ExitCode(status) }
        }
    }

    let options: LabOptions
    /// Takes each report as soon as it is complete; on any thread, one at a time.
    let onEnd: @Sendable (LabReport) throws(Failure) -> Void

    /// The reports of the jobs; after an interrupt or a failure, of those that were complete by then.
    func run(_ jobs: [LabJob]) async throws -> Results {
        let runner = options.runner
        let logs = try options.keepLog.map { folder throws(Failure) in try LabLogs(folder: FilePath(folder)) }
        if logs != nil { try LabLogs.check(jobs) }
        let reporting = Reporting()
        let complete = Mutex<[LabReport]>([])
        var failure: Failure?
        do {
            try await GuestWork.run { [onEnd] in
                _ = try await runner.run(jobs) { report in
                    logs?.write(report)
                    complete.withLock { $0.append(report) }
                    reporting.report { () throws(Failure) in try onEnd(report) }
                }
            }
        } catch { failure = error }
        try reporting.check()
        let reports = LabSession.inOrder(complete.withLock { $0 }, of: jobs)
        return Results(reports: reports, jobCount: jobs.count, failure: failure)
    }

    /// Predicts the jobs and judges the logs of earlier guests.
    func judge(_ jobs: [LabJob], logs folder: FilePath) throws(Failure) -> Results {
        try LabLogs.check(jobs)
        let logs = try LabLogs(reading: folder)
        var reports: [LabReport] = []
        for job in jobs {
            let prediction = Prediction(of: job.case, on: job.target)
            let report = LabReport(job: job, prediction: prediction, runs: logs.read(job))
            try onEnd(report)
            reports.append(report)
        }
        return Results(reports: reports, jobCount: jobs.count)
    }

    private static func inOrder(_ reports: [LabReport], of jobs: [LabJob]) -> [LabReport] {
        let indices = reports.map { report in
            jobs.firstIndex { $0.name == report.job.name && $0.kernel == report.job.kernel } ?? jobs.count
        }
        return reports.indices.sorted { (indices[$0], $0) < (indices[$1], $1) }.map { reports[$0] }
    }

    /// "disagrees" outweighs a missing result.
    static func status(of reports: [LabReport]) -> Int32 {
        if reports.contains(where: { $0.verdict == .disagrees }) { return ExitStatus.violation }
        return reports.contains { $0.verdict == .noResult } ? ExitStatus.unavailable : ExitStatus.success
    }
}
