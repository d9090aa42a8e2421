import Corpus
import Foundation
import KernelLab
import SystemPackage

/// The serial logs of guests, one file each: CASE-KERNEL-RUN.log.
struct LabLogs: Sendable {
    private let folder: FilePath

    /// Logs that are there.
    init(reading folder: FilePath) throws(Failure) {
        guard FileManager.default.isReadableFile(atPath: folder.string), (try? folder.stat().type) == .directory else {
            throw .inputOutput("the folder \(folder) cannot be read; name the one that --keep-log wrote to")
        }
        self.folder = folder
    }

    /// Makes the folder where it is missing.
    init(folder: FilePath) throws(Failure) {
        self.folder = folder
        try OutputFolder.make(folder)
    }

    /// Two jobs whose logs would have the same names would be judged by each other's.
    static func check(_ jobs: [LabJob]) throws(Failure) {
        var files: [String: String] = [:]
        for job in jobs {
            let what = "\(job.name) on \(job.kernel.image)"
            guard let other = files.updateValue(what, forKey: stem(job)) else { continue }
            throw .usage("the logs of \(other) and of \(what) would have the same names; give them in two commands")
        }
    }

    private static func stem(_ job: LabJob) -> String { "\(FilePath(job.name).stem ?? "case")-\(job.kernel.name)" }

    private func path(_ stem: String, _ index: Int) -> FilePath { folder.appending("\(stem)-\(index + 1).log") }

    /// What guests said of a job when its logs were kept; a log that is not there is a run that is missing.
    func read(_ job: LabJob) -> [LabRun] {
        (0..<job.repeats).compactMap { index in
            let path = path(LabLogs.stem(job), index)
            guard let bytes = try? BoundedFile.read(path, limit: LabLogs.sizeLimit) else { return nil }
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            return LabRun(log: lines.map(String.init), day: LabLogs.day(of: path))
        }
    }

    /// When a log was kept, which is when its guest ended.
    private static func day(of path: FilePath) -> String? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path.string)
        return (attributes?[.modificationDate] as? Date).map { Day.text($0) }
    }

    /// Of one log, in bytes.
    private static var sizeLimit: Int { 64 << 20 }

    /// Writes what the guests of a report said.
    func write(_ report: LabReport) {
        for (index, run) in report.runs.enumerated() { write(run.keptLog, LabLogs.stem(report.job), index) }
    }

    /// Writes what one guest said. A log that cannot be written is no reason to lose the report.
    /// - Parameters:
    ///   - stem: Of the file's name.
    ///   - index: Which of several guests it was, from 0.
    func write(_ lines: [String], _ stem: String, _ index: Int) {
        let text = lines.joined(separator: "\n") + "\n"
        do throws(CorpusError) {
            try BoundedFile.replaceAtomically(path(stem, index), with: Array(text.utf8))
        } catch { Console.warning("\(error)") }
    }
}
