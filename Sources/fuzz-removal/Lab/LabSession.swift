import ArgumentParser
import KernelLab
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs a list of jobs for a command: a line on standard error for each that ends, logs kept, a graceful end when it
/// is interrupted.
struct LabSession {
    let options: LabOptions
    /// Takes each report as soon as it is complete; on any thread, one at a time.
    let onEnd: @Sendable (LabReport) -> Void

    /// The reports of the jobs, in their order. Interrupted, it ends with the status of an interruption after the
    /// guests are gone; what was complete has been handed to `onEnd` by then.
    func run(_ jobs: [LabJob]) async throws -> [LabReport] {
        let runner = options.runner(defaultGuests: LabSession.guestsThatFit)
        let logs = try options.keepLog.map { folder throws(Failure) in try LabLogs(folder: FilePath(folder)) }
        let work = Task {
            try await runner.run(jobs) { report in
                logs?.write(report)
                onEnd(report)
            }
        }
        let interrupts = Interrupts { work.cancel() }
        defer { withExtendedLifetime(interrupts) {} }
        let reports: [LabReport]
        do { reports = try await work.value } catch let error as LabError { throw Failure(error) }
        guard reports.count == jobs.count else {
            Console.note("interrupted: \(reports.count) of \(jobs.count) cases are complete")
            throw ExitCode(ExitStatus.interrupted)
        }
        return reports
    }

    /// Predicts the jobs and judges the logs of earlier guests.
    func judge(_ jobs: [LabJob], logs folder: FilePath) -> [LabReport] {
        let logs = LabLogs(reading: folder)
        return jobs.map { job in
            let prediction = Prediction(of: job.case, on: job.target)
            let report = LabReport(job: job, prediction: prediction, runs: logs.read(job))
            onEnd(report)
            return report
        }
    }

    /// A guest has two processors, and is idle for a good part of its time.
    private static var guestsThatFit: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// "disagrees" outweighs a missing result.
    static func status(of reports: [LabReport]) -> Int32 {
        if reports.contains(where: { $0.verdict == .disagrees }) { return ExitStatus.violation }
        return reports.contains { $0.verdict == .noResult } ? ExitStatus.unavailable : ExitStatus.success
    }
}
