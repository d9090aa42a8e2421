import ArgumentParser
import Corpus
import RemovalFuzz
import SystemPackage

/// `list`: what a folder of crashers holds.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the findings of a folder, a line for each cause.",
        discussion: """
            Each file is replayed on the design that it records. Files that cannot be used are named on standard error \
            and do not hide the others.

            EXIT STATUS
            0   listed
            \(ExitStatus.common)
            """)

    @Argument(help: ArgumentHelp("The folder.", valueName: "dir"))
    var directory = "crashes"

    @Option(
        help: "Take findings together by cause, or by group: where they passed the removal by, or when they were made.")
    var by = Grouping.cause

    @Flag(help: "Print one JSON object.")
    var json = false

    private struct Report: Encodable {
        var causes: [CauseReport]
        var groups: [GroupReport]
        /// Files that show a group again which another file shows better.
        var others: Int
        /// Files that no longer show what they record.
        var silent: [String]
        /// Files beyond the limit, which nobody has looked at.
        var unread: Int
    }

    func run() throws {
        let path = FilePath(directory)
        let type = try? path.stat().type
        guard type != nil || directory == "crashes" else { throw Failure(.missing(path)) }
        guard type ?? .directory == .directory else {
            throw Failure.inputOutput("\(directory) is a file where a folder should be; name the folder")
        }
        let known = try KnownGroups(Store(directory: path, limit: StoredCase.sizeLimit))
        for failure in known.failures { Console.error(failure.sentence) }
        if let sentence = known.unreadSentence { Console.warning(sentence) }
        let headers = Self.headers(known.records)
        var records = known.records
        var book = CauseBook()
        if by == .cause || json { book.attribute(&records) }
        if json {
            let sorted = records.sorted { ($0.target.name, $0.name) < ($1.target.name, $1.name) }
            let report = Report(
                causes: CauseReport.all(of: records), groups: sorted.map { GroupReport($0) }, others: known.others,
                silent: known.silent,
                unread: known.unread)
            try Console.print(JSON.text(report))
        } else if known.records.isEmpty && known.silent.isEmpty {
            try Console.print("no crashers in \(directory)")
        } else {
            let page = GroupsPage(
                headers: headers, records: records, by: by, of: [directory], showsAll: true, tellsNew: false)
            if !known.records.isEmpty { try Console.print(page.text) }
            if known.others > 0 { try Console.print("\(known.others) more files show one of these groups again") }
            for file in known.silent {
                try Console.print(GroupsPage.line("no longer shows what it records: ", about: file))
            }
        }
        if let status = known.failures.map(\.status).max() { throw ExitCode(status) }
    }

    /// A header for each target, in the order of their names.
    static func headers(_ records: [GroupRecord]) -> [GroupsPage.Header] {
        var headers: [GroupsPage.Header] = []
        for record in records.sorted(by: { $0.target.name < $1.target.name })
        where headers.last?.target.name != record.target.name {
            headers.append(GroupsPage.Header(target: record.target, circumstances: ""))
        }
        return headers
    }
}
