import ArgumentParser
import DAXModel
import RemovalFuzz

/// `causes`: what the designs of findings lack.
struct CausesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "causes",
        abstract: "Find out what a design lacks: which guarantees would cure each finding.",
        discussion: """
            Guarantees are switched on, and each case is executed again with its neighbourhood: the same case with its \
            decisions moved a little, and with more of them. A cure is a smallest set of guarantees with which what is \
            wrong no longer shows. A finding's cause is all of its cures: a+b for both together, a|b for either. \
            fuzz-removal designs says what each guarantee is.

            Without --design a case fails on the target that its file records. Folders stand for the cases in them.

            EXIT STATUS
            0   told, whatever was found out
            \(ExitStatus.common)
            """)

    @Argument(help: ArgumentHelp("Cases, text or packed, or folders of them.", valueName: "file|dir"))
    var files = ["crashes"]

    @OptionGroup var on: TargetOptions

    @Flag(help: "Below each cause its ways: the groups of findings that have it.")
    var ways = false

    @Flag(help: "Ask again what files say already.")
    var again = false

    @Flag(help: "Print one JSON object.")
    var json = false

    private struct Report: Encodable {
        var causes: [CauseReport]
        /// Each finding with what its target lacks.
        var findings: [GroupReport]
        /// Files in which nothing is wrong.
        var clean: [String]
        /// Executions that it took.
        var executions: Int
    }

    func run() throws {
        var records: [GroupRecord] = []
        var clean: [String] = []
        var failures: [Failure] = []
        let replayer = Replayer()
        let named = try CaseFolder.expand(files)
        for file in named {
            do throws(Failure) {
                if let record = try record(file, replayer) { records.append(record) } else { clean.append(file) }
            } catch {
                guard named.count > 1 else { throw error }
                failures.append(error)
            }
        }
        for failure in failures { Console.error(failure.sentence) }
        var book = CauseBook()
        if records.count > 1000 { Console.note("attributing \(records.count) findings") }
        book.attribute(&records)
        try json ? print(records, clean, book.executions) : show(records, clean)
        if let status = failures.map(\.status).max() { throw ExitCode(status) }
    }

    /// What a file is about, or, where it does not say, the first violation that its case shows; nil: it shows none.
    private func record(_ file: String, _ replayer: Replayer) throws(Failure) -> GroupRecord? {
        let crasher = try CaseFile.read(file)
        guard let target = try on.chosen(orRecorded: crasher.target, in: file) else {
            throw .usage("\(file) records no design; name one with --design")
        }
        var record = GroupRecord(crasher, on: target, file: file, replayer)
        if record == nil {
            let execution = replayer.run(crasher.case, on: target)
            guard let first = execution.signatures.first else { return nil }
            let shown = Crasher.recording(
                crasher.case, on: target, meant: first, execution: execution, found: crasher.found)
            record = GroupRecord(shown, on: target, file: file, replayer)
        }
        if again { record?.lacks = nil }
        return record
    }

    private func print(_ records: [GroupRecord], _ clean: [String], _ executions: Int) throws {
        let report = Report(
            causes: CauseReport.all(of: records), findings: records.map { GroupReport($0) }, clean: clean,
            executions: executions)
        try Console.print(JSON.text(report))
    }

    private func show(_ records: [GroupRecord], _ clean: [String]) throws {
        if !records.isEmpty {
            let page = GroupsPage(
                headers: ListCommand.headers(records), records: records, by: .cause,
                of: files, showsAll: true, showsWays: ways,
                tellsNew: false)
            try Console.print(page.text)
        }
        for file in clean { try Console.print(GroupsPage.line("nothing is wrong in ", about: file)) }
    }
}
