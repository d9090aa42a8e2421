import Corpus
import KernelLab
import RemovalFuzz
import SystemPackage

/// The committed files of what kernels showed: one for each kernel, KERNEL.txt.
struct LabOutcomes {
    private let folder: FilePath
    /// The folder of the cases; their names are those below it.
    private let cases: FilePath
    /// By kernel, what its file held before.
    private var old: [String: [RecordedOutcomes]] = [:]

    /// Reads what is there. That is done before a guest runs: a file that cannot be read is noticed in time.
    init(folder: FilePath, cases: FilePath, jobs: [LabJob]) throws(Failure) {
        self.folder = folder
        self.cases = cases
        for job in jobs where old[job.kernel.name] == nil {
            old[job.kernel.name] = try LabOutcomes.read(path(job.kernel.name))
        }
    }

    /// Writes what the guests of these reports showed. A case of which no run came far enough keeps what was recorded
    /// of it before; cases without a report leave the file.
    func write(_ reports: [LabReport]) throws(Failure) {
        try OutputFolder.make(folder)
        for kernel in old.keys.sorted() {
            try write(reports.filter { $0.job.kernel.name == kernel }, of: kernel)
        }
    }

    private func write(_ reports: [LabReport], of kernel: String) throws(Failure) {
        var records: [RecordedOutcomes] = []
        var cases: [String: Case] = [:]
        for report in reports {
            let name = caseName(report.job.name)
            cases[name] = report.job.case
            if let record = RecordedOutcomes(report, caseName: name, today: Day.text()) {
                records.append(record)
            } else if let kept = old[kernel]?.first(where: { $0.caseName == name && $0.isAbout(report.job.case) }) {
                records.append(kept)
                Console.note("\(name) on \(kernel): no result; what was recorded on \(kept.day) stays")
            }
        }
        guard !records.isEmpty else { return }
        let file = OutcomeFile(kernel: kernel, records: records)
        let bytes = Array(file.text(cases: cases).utf8)
        // Logs hold what a guest likes to print, and names what their owner likes.
        guard (try? OutcomeFile(text: bytes)) == file else {
            throw .badData("what kernel \(kernel) showed holds words that \(path(kernel)) cannot hold; see its logs")
        }
        try storing { () throws(CorpusError) in try BoundedFile.replaceAtomically(path(kernel), with: bytes) }
    }

    private func path(_ kernel: String) -> FilePath { folder.appending("\(kernel).txt") }

    /// What a file holds; nothing where there is none.
    private static func read(_ path: FilePath) throws(Failure) -> [RecordedOutcomes] {
        guard (try? path.stat()) != nil else { return [] }
        let bytes = try storing { () throws(CorpusError) in
            try BoundedFile.read(path, limit: OutcomeFile.sizeLimit)
        }
        do throws(OutcomeFileError) { return try OutcomeFile(text: bytes).records } catch {
            throw .badData("\(path), \(error)")
        }
    }

    /// "table/fsynced-record" of "lab/table/fsynced-record.case".
    private func caseName(_ file: String) -> String {
        var path = FilePath(file)
        _ = path.removePrefix(cases)
        return path.removingLastComponent().appending(path.stem ?? "case").string
    }
}
