import Corpus
import Foundation
import KernelLab
import SystemPackage

/// The serial logs of guests, one file each: CASE-KERNEL-RUN.log.
struct LabLogs: Sendable {
    private let folder: FilePath

    /// Logs that are there.
    init(reading folder: FilePath) { self.folder = folder }

    /// Makes the folder where it is missing.
    init(folder: FilePath) throws(Failure) {
        self.folder = folder
        do { try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true) } catch {
            throw .inputOutput("the folder \(folder) cannot be made: \(error.localizedDescription)")
        }
    }

    private func path(_ job: LabJob, _ index: Int) -> FilePath {
        folder.appending("\(FilePath(job.name).stem ?? "case")-\(job.kernel.name)-\(index + 1).log")
    }

    /// What guests said of a job when its logs were kept; a log that is not there is a run that is missing.
    func read(_ job: LabJob) -> [LabRun] {
        (0..<job.repeats).compactMap { index in
            guard let bytes = try? BoundedFile.read(path(job, index), limit: LabLogs.sizeLimit) else { return nil }
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            return LabRun(log: lines.map(String.init))
        }
    }

    /// Of one log, in bytes.
    private static var sizeLimit: Int { 64 << 20 }

    /// Writes what the guests of a report said. A log that cannot be written is no reason to lose the report.
    func write(_ report: LabReport) {
        for (index, run) in report.runs.enumerated() {
            let path = path(report.job, index)
            let text = run.keptLog.joined(separator: "\n") + "\n"
            do throws(CorpusError) { try BoundedFile.replaceAtomically(path, with: Array(text.utf8)) } catch {
                Console.warning("\(error)")
            }
        }
    }
}
