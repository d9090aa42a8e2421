import DAXModel
import RemovalFuzz

/// The page of a campaign or a folder: a line for each group of findings, new ones first, then the worst.
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

    /// The new first, so that known ones never hide them, then the worst; of equally bad ones the early.
    static func precedes(_ a: GroupRecord, _ b: GroupRecord) -> Bool {
        func key(_ record: GroupRecord) -> (Int, Severity, UInt64, String) {
            (record.isNew ? 0 : 1, record.severity, record.firstAt ?? .max, record.name)
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
        let rows = shown.map { (cells($0), $0) }
        let titles = ["   ", "breaks", "ops", "pre", "flt", "first at", "bug"]
        let taken = titles.indices.map { column in
            1 + ([titles[column]] + rows.map { $0.0[column] }).reduce(0) { max($0, $1.count) }
        }
        let room = GroupsPage.width - taken.reduce(0, +)
        let titled = "what the design lets pass, a file of \(folder)/"
        var table = TextTable(
            [
                .text(titles[0]), .text(titles[1]), .number(titles[2]), .number(titles[3]), .number(titles[4]),
                .number(titles[5]), .text(titles[6]),
                .text(titled.count <= room ? titled : "what the design lets pass, a file of the folder"),
            ], gap: 1)
        for (cells, record) in rows { table.add(cells + [GroupsPage.name(record, in: room)]) }
        return table.text
    }

    /// What a line says of a group, without its name.
    private func cells(_ record: GroupRecord) -> [String] {
        let size = record.witness.case
        return [
            record.isNew && tellsNew ? "new" : "", record.severity.observable.name, "\(size.operations.count)",
            "\(size.preemptions.count)", "\(size.faults.count)", record.firstAt.map(GroupsPage.short) ?? "-",
            record.bugs.first ?? "-",
        ]
    }

    /// A count in nine characters at most.
    private static func short(_ count: UInt64) -> String {
        switch count {
        case ..<10_000_000: count.grouped
        case ..<100_000_000_000: (count / 1_000_000).grouped + " M"
        default: (count / 1_000_000_000).grouped + " G"
        }
    }

    /// The file's name without its suffix, as it is accepted where a file is; the group's own while there is no file.
    private static func name(_ record: GroupRecord, in room: Int) -> String {
        guard let file = record.file else {
            let remark = " (not saved)"
            return ShortName.of(record.name, room - remark.count) + remark
        }
        let last = file.split(separator: "/").last.map(String.init) ?? file
        guard last.hasSuffix(CaseFile.storedSuffix) else { return ShortName.of(last, room) }
        return ShortName.of(String(last.dropLast(CaseFile.storedSuffix.count)), room)
    }

    /// A line that ends with a file, no wider than the page as far as the folder's name allows it.
    static func line(_ words: String, about file: String, _ after: String = "") -> String {
        words + argument(file, in: width - words.count - after.count) + after
    }

    /// What a reader wants next, about the first line of the page that has a file.
    private var commands: String {
        let ordered = headers.flatMap { header in
            records.filter { $0.target.name == header.target.name }.sorted(by: GroupsPage.precedes)
        }
        guard let file = ordered.lazy.compactMap(\.file).first else { return "nothing is saved" }
        var lines = [
            GroupsPage.line("show one      fuzz-removal show ", about: file),
            GroupsPage.line("replay it     fuzz-removal replay ", about: file),
            "every group   fuzz-removal list\(folder == GroupsPage.usualFolder ? "" : " " + GroupsPage.quoted(folder))",
        ]
        let rough = records.filter { !$0.isMinimized }.compactMap(\.file)
        if let shortest = rough.min(by: { ($0.count, $0) < ($1.count, $1) }) {
            let count = rough.count == 1 ? "1 case is" : "\(rough.count) cases are"
            lines.append(
                GroupsPage.line("make smaller  fuzz-removal minimize ", about: shortest, " -o smaller.case"))
            lines.append("\(count) not as small as can be: no time was left to minimize them.")
        }
        return lines.joined(separator: "\n")
    }

    private static let usualFolder = "crashes"

    /// A file as an argument of a command: what is in the usual folder needs neither folder nor suffix.
    private static func argument(_ file: String, in room: Int) -> String {
        guard file.hasSuffix(CaseFile.storedSuffix) else { return quoted(file) }
        let stem = String(file.dropLast(CaseFile.storedSuffix.count))
        let usual = usualFolder + "/"
        let path = stem.hasPrefix(usual) ? String(stem.dropFirst(usual.count)) : stem
        guard quoted(path).count > room else { return quoted(path) }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let folder = path.dropLast(name.count)
        return quoted(folder + ShortName.of(name, room - folder.count - 2))
    }

    /// A word as a shell takes it.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./@+".contains($0)) }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
