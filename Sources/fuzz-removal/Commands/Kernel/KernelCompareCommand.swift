import ArgumentParser
import Corpus
import Foundation
import KernelLab
import RemovalFuzz
import SystemPackage

/// `kernel compare`: the committed cases on every kernel, as a table.
struct KernelCompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Run all cases of the laboratory on its kernels and write the table of what agrees.",
        discussion: """
            The cases are those under the folder, in the order of their names. Every disagreement is also printed event \
            by event. After an interrupt or a failure it prints the table of what was complete, and leaves --output \
            and --outcomes as they were.

            --outcomes writes what the guests showed to one file for each kernel, KERNEL.txt: those of lab/outcomes are \
            compared with the model's predictions whenever the tests run. A case of which no guest gave a result keeps \
            what the file holds of it.

            \(KernelCommand.statuses)
            """)

    @Option(help: ArgumentHelp("Where the cases are.", valueName: "folder"))
    var folder = "lab"

    @Option(help: ArgumentHelp("A kernel, as for 'kernel run'; may be repeated.", valueName: "kernel"))
    var kernel: [String] = ["6.1", "6.12"]

    @Option(name: .customLong("repeat"), help: ArgumentHelp("Guests for each case and kernel.", valueName: "n"))
    var repeats = 1

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the table to this file as well.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp("Judge the logs that --keep-log left in this folder; no guest runs.", valueName: "folder"))
    var fromLogs: String?

    @Option(
        help: ArgumentHelp(
            "Write what the guests showed to files in this folder, one for each kernel.", valueName: "folder"))
    var outcomes: String?

    @OptionGroup var model: LabModelOptions
    @OptionGroup var lab: LabOptions

    func validate() throws {
        guard (1...1000).contains(repeats) else { throw ValidationError("--repeat is from 1 to 1000") }
    }

    func run() async throws {
        let jobs = try LabJobs.make(files: try files(), kernels: kernel, lab, model: model, repeats: repeats)
        let shown = try outcomes.map { name throws(Failure) in
            try LabOutcomes(folder: FilePath(name), cases: FilePath(folder), jobs: jobs)
        }
        Console.note("\(jobs.count) runs of cases, \(repeats) \(repeats == 1 ? "guest" : "guests") each")
        let session = LabSession(options: lab) { (report: LabReport) throws(Failure) in
            Console.note(LabSummary.line(report))
            guard report.verdict == .disagrees else { return }
            for line in LabSummary.details(report) { Console.note("    " + line) }
        }
        let results =
            if let fromLogs { try session.judge(jobs, logs: FilePath(fromLogs)) } else { try await session.run(jobs) }
        let table = LabTable(command: command, date: Day.text(), reports: results.reports).text
        if !results.reports.isEmpty { try Console.write(table) }
        // A part of the table does not replace the whole of an earlier run.
        if let output, results.reports.count == jobs.count {
            try storing { () throws(CorpusError) in
                try BoundedFile.replaceAtomically(FilePath(output), with: Array(table.utf8))
            }
        }
        if let shown, results.reports.count == jobs.count { try shown.write(results.reports) }
        try results.end()
    }

    private func files() throws(Failure) -> [String] {
        // The enumerator of a folder that does not exist is an empty one.
        guard (try? FilePath(folder).stat().type) == .directory,
            let names = FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String })
        else {
            throw .inputOutput("the folder \(folder) cannot be read; name the one that holds the cases with --folder")
        }
        let cases = names.filter { $0.hasSuffix(".case") }.sorted()
        guard !cases.isEmpty else { throw .badData("the folder \(folder) holds no file that ends with .case") }
        return cases.map { FilePath(folder).appending($0).string }
    }

    /// What to type to get the table again.
    private var command: String {
        var words = ["fuzz-removal kernel compare"]
        if folder != "lab" { words.append("--folder \(folder)") }
        if kernel != ["6.1", "6.12"] { words += kernel.map { "--kernel \($0)" } }
        if repeats != 1 { words.append("--repeat \(repeats)") }
        if fromLogs != nil { words.append("--from-logs FOLDER") }
        return (words + model.on.words).joined(separator: " ")
    }
}
