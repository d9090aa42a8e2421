import DAXModel
import RemovalFuzz

/// The page of a campaign or a folder: a line for each group of findings, the worst first.
struct GroupsPage {
    /// Groups of a design that are shown where not all are asked for.
    static let shortLength = 8
    static let width = 100

    /// What stands above the groups of a target.
    struct Header {
        var target: Target
        /// "150,000 executions, seed 1"; empty where nothing was run.
        var circumstances: String
    }

    let headers: [Header]
    let records: [GroupRecord]
    let folder: String
    let showsAll: Bool
    /// Whether new and known are told apart.
    let tellsNew: Bool

    /// The page without a final line break.
    var text: String {
        var blocks: [String] = []
        for header in headers {
            let own = records.filter { $0.target.name == header.target.name }.sorted(by: GroupsPage.precedes)
            blocks.append(own.isEmpty ? "\(header.target.name): nothing found" : block(header, own))
        }
        if !records.isEmpty { blocks.append(commands) }
        return blocks.joined(separator: "\n\n")
    }

    /// The worst first; of equally bad ones the new, then the early.
    static func precedes(_ a: GroupRecord, _ b: GroupRecord) -> Bool {
        func key(_ record: GroupRecord) -> (Severity, Int, UInt64, String) {
            (record.severity, record.isNew ? 0 : 1, record.firstAt ?? .max, record.name)
        }
        return key(a) < key(b)
    }

    private func block(_ header: Header, _ own: [GroupRecord]) -> String {
        let new = own.count { $0.isNew }
        let count = own.count == 1 ? "1 group" : "\(own.count) groups"
        let title = "\(header.target.name): \(count)" + (tellsNew ? ", \(new) new" : "")
        let space = max(2, GroupsPage.width - title.count - header.circumstances.count)
        var lines = [
            header.circumstances.isEmpty
                ? title : title + String(repeating: " ", count: space) + header.circumstances
        ]
        let shown = showsAll ? own[...] : own.prefix(GroupsPage.shortLength)
        lines.append(table(shown))
        let hidden = own[shown.endIndex...]
        if !hidden.isEmpty {
            let fresh = tellsNew ? hidden.count { $0.isNew } : 0
            let all = fresh > 0 ? ", \(fresh) of them new" : ""
            lines.append("    … and \(hidden.count) more\(all); --all shows them")
        }
        return lines.joined(separator: "\n")
    }

    private func table(_ shown: ArraySlice<GroupRecord>) -> String {
        let columns: [TextTable.Column] = [
            .text("   "), .text("breaks"), .number("ops"), .number("pre"), .number("flt"), .number("first at"),
            .text("bug"), .text("what the design lets pass, a file of \(folder)/"),
        ]
        var table = TextTable(columns, gap: 1)
        for record in shown {
            let size = record.witness.case
            let bugs = record.bugs
            table.add([
                record.isNew && tellsNew ? "new" : "", record.severity.observable.name, "\(size.operations.count)",
                "\(size.preemptions.count)", "\(size.faults.count)", record.firstAt.map(GroupsPage.short) ?? "-",
                bugs.first ?? "-", GroupsPage.name(record),
            ])
        }
        return table.text
    }

    /// A count in nine characters at most.
    private static func short(_ count: UInt64) -> String {
        switch count {
        case ..<10_000_000: RunStatus.grouped(count)
        case ..<100_000_000_000: RunStatus.grouped(count / 1_000_000) + " M"
        default: RunStatus.grouped(count / 1_000_000_000) + " G"
        }
    }

    /// The file's name without its suffix, as it is accepted where a file is; the group's own while there is no file.
    private static func name(_ record: GroupRecord) -> String {
        guard let file = record.file else { return record.name + " (not saved)" }
        let last = file.split(separator: "/").last.map(String.init) ?? file
        guard last.hasSuffix(CaseFile.storedSuffix) else { return last }
        return String(last.dropLast(CaseFile.storedSuffix.count))
    }

    /// What a reader wants next, about the first line of the page that has a file, the new ones first.
    private var commands: String {
        let ordered = headers.flatMap { header in
            records.filter { $0.target.name == header.target.name }.sorted(by: GroupsPage.precedes)
        }
        let best = ordered.first { $0.isNew && $0.file != nil } ?? ordered.first { $0.file != nil }
        guard let file = best?.file.map(argument) else { return "nothing is saved" }
        var lines = [
            "show one      fuzz-removal show \(file)", "replay it     fuzz-removal replay \(file)",
            "every group   fuzz-removal list\(folder == GroupsPage.usualFolder ? "" : " " + GroupsPage.quoted(folder))",
        ]
        let rough = records.filter { $0.isNew && !$0.isMinimized }.compactMap(\.file).map(argument)
        if let shortest = rough.min(by: { ($0.count, $0) < ($1.count, $1) }) {
            let count = rough.count == 1 ? "1 case is" : "\(rough.count) cases are"
            lines.append("make smaller  fuzz-removal minimize \(shortest) -o smaller.case")
            lines.append("\(count) not as small as can be: no time was left to minimize them.")
        }
        return lines.joined(separator: "\n")
    }

    private static let usualFolder = "crashes"

    /// A file as an argument of a command: what is in the usual folder needs neither folder nor suffix.
    private func argument(_ file: String) -> String {
        guard file.hasSuffix(CaseFile.storedSuffix) else { return GroupsPage.quoted(file) }
        let stem = file.dropLast(CaseFile.storedSuffix.count)
        let usual = GroupsPage.usualFolder + "/"
        return GroupsPage.quoted(String(stem.hasPrefix(usual) ? stem.dropFirst(usual.count) : stem))
    }

    /// A word as a shell takes it.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./@+".contains($0)) }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
