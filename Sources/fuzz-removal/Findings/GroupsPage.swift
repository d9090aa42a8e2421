import DAXModel
import RemovalFuzz

/// The page of a campaign or a folder: a line for each cause, or each group, of findings; new ones first, then the worst.
struct GroupsPage {
    /// Lines of a design that are shown where not all are asked for.
    static let shortLength = 8
    static let width = 100
    /// Most characters of what a design lacks.
    private static let lacksWidth = 40

    /// What stands above the lines of a target.
    struct Header {
        var target: Target
        /// "150,000 executions, seed 1"; empty where nothing was run.
        var circumstances: String
    }

    private let headers: [Header]
    private let lines: [PageLine]
    private let grouping: Grouping
    /// The folder that the files are of; nil: of several, or they were named one by one.
    private let folder: String?
    private let arguments: [String]
    private let showsAll: Bool
    private let showsWays: Bool
    private let tellsNew: Bool

    /// - Parameters:
    ///   - arguments: What the page is about, as a command takes it.
    ///   - showsWays: Below a line the groups that it stands for.
    ///   - tellsNew: Whether new and known are told apart.
    init(
        headers: [Header], records: [GroupRecord], by grouping: Grouping, of arguments: [String], showsAll: Bool,
        showsWays: Bool = false, tellsNew: Bool
    ) {
        self.headers = headers
        lines = PageLine.lines(of: records, by: grouping)
        self.grouping = grouping
        let isFolder =
            arguments.count == 1 && !arguments[0].hasSuffix(".case") && !arguments[0].hasSuffix(CaseFile.packedSuffix)
        folder = isFolder ? arguments[0] : nil
        self.arguments = arguments
        self.showsAll = showsAll
        self.showsWays = showsWays
        self.tellsNew = tellsNew
    }

    /// The page without a final line break.
    var text: String {
        var blocks: [String] = []
        for header in headers {
            let own = lines(on: header.target)
            blocks.append(own.isEmpty ? "\(header.target.name): nothing found" : block(header, own))
        }
        if !lines.isEmpty { blocks.append(commands) }
        return blocks.joined(separator: "\n\n")
    }

    private func lines(on target: Target) -> [PageLine] { lines.filter { $0.target.name == target.name } }

    private func block(_ header: Header, _ own: [PageLine]) -> String {
        let new = own.count { $0.isNew }
        let title = "\(header.target.name): \(count(own))" + (tellsNew ? ", \(new) new" : "")
        let space = max(2, GroupsPage.width - title.count - header.circumstances.count)
        var page = [
            header.circumstances.isEmpty
                ? title : title + String(repeating: " ", count: space) + header.circumstances
        ]
        let shown = showsAll ? own[...] : own.prefix(GroupsPage.shortLength)
        page.append(showsWays ? ways(shown) : table(shown))
        let hidden = own[shown.endIndex...]
        if !hidden.isEmpty {
            let fresh = tellsNew ? hidden.count { $0.isNew } : 0
            let all = fresh > 0 ? ", \(fresh) of them new" : ""
            page.append("    … and \(hidden.count) more\(all); --all shows them")
        }
        return page.joined(separator: "\n")
    }

    /// "10 causes", "3 groups", "10 causes and 2 findings without one".
    private func count(_ own: [PageLine]) -> String {
        func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
        guard grouping == .cause else { return counted(own.count, "group") }
        let causes = own.count { $0.cause != nil }
        let others = own.count - causes
        guard others > 0 else { return counted(causes, "cause") }
        return counted(causes, "cause") + " and " + counted(others, "finding") + " without one"
    }

    private func table(_ shown: ArraySlice<PageLine>) -> String {
        let rows = shown.map { (cells($0), $0) }
        let isByCause = grouping == .cause
        let titles =
            ["   ", "breaks"] + (isByCause ? ["the design lacks"] : []) + ["ops", "pre", "flt", "first at", "bug"]
        let taken = titles.indices.map { column in
            1 + ([titles[column]] + rows.map { $0.0[column] }).reduce(0) { max($0, $1.count) }
        }
        let room = GroupsPage.width - taken.reduce(0, +)
        let words =
            isByCause
            ? [folder.map { "a file of \($0)/" } ?? "file", "file"]
            : [
                "what the design lets pass, a file of " + (folder.map { $0 + "/" } ?? "several"),
                "what the design lets pass, a file of the folder",
            ]
        let isText = ["   ", "breaks", "the design lacks", "bug"]
        let columns: [TextTable.Column] = titles.map { isText.contains($0) ? .text($0) : .number($0) }
        var table = TextTable(columns + [.text(words[0].count <= room ? words[0] : words[1])], gap: 1)
        for (cells, line) in rows { table.add(cells + [GroupsPage.name(line.best, in: room)]) }
        return table.text
    }

    /// What a line says, without the name of its file.
    private func cells(_ line: PageLine) -> [String] {
        let size = line.best.witness.case
        return [line.isNew && tellsNew ? "new" : "", line.severity.observable.name]
            + (grouping == .cause ? [GroupsPage.shortened(line.lacks)] : [])
            + [
                "\(size.operations.count)", "\(size.preemptions.count)", "\(size.faults.count)",
                line.firstAt.map(GroupsPage.short) ?? "-", line.bugs.first ?? "-",
            ]
    }

    /// Each cause in full, and below it the groups that have it.
    private func ways(_ shown: ArraySlice<PageLine>) -> String {
        let all = shown.flatMap(\.ways)
        let words = all.map { $0.group.words.joined(separator: "-").replacing(" ", with: "-") }
        let taken = 38 + words.reduce(0) { max($0, $1.count) }
        var table = TextTable(
            [
                .text("   "), .text("breaks"), .number("ops"), .number("pre"), .number("flt"), .number("first at"),
                .text("bug"), .text("way"), .text("file"),
            ], gap: 1)
        for (way, word) in zip(all, words) {
            let size = way.witness.case
            table.add([
                "", way.severity.observable.name, "\(size.operations.count)", "\(size.preemptions.count)",
                "\(size.faults.count)", way.firstAt.map(GroupsPage.short) ?? "-", way.bugs.first ?? "-", word,
                GroupsPage.name(way, in: GroupsPage.width - taken),
            ])
        }
        var rows = table.text.split(separator: "\n").map(String.init)[...]
        var page = [rows.removeFirst()]
        for line in shown {
            page.append(line.cause == nil ? "\(line.name): \(line.lacks)" : line.name)
            page += rows.prefix(line.ways.count)
            rows = rows.dropFirst(line.ways.count)
        }
        return page.joined(separator: "\n")
    }

    /// The first cures, and a mark where there are more.
    private static func shortened(_ lacks: String) -> String {
        guard lacks.count > lacksWidth else { return lacks }
        let first = lacks.prefix { $0 != "|" }
        guard first.count <= lacksWidth - 2, first.count < lacks.count else {
            return lacks.prefix(lacksWidth - 1) + "…"
        }
        return first + "|…"
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
        let ordered = headers.flatMap { lines(on: $0.target) }
        guard let file = ordered.lazy.compactMap(\.best.file).first else { return "nothing is saved" }
        let place = folder == GroupsPage.usualFolder ? "" : arguments.map { " " + GroupsPage.quoted($0) }.joined()
        let wider =
            grouping == .group
            ? "every group   fuzz-removal list\(place) --by group" : "every way     fuzz-removal causes\(place) --ways"
        var commands = [
            GroupsPage.line("show one      fuzz-removal show ", about: file),
            GroupsPage.line("explain it    fuzz-removal explain ", about: file),
            GroupsPage.line("replay it     fuzz-removal replay ", about: file),
        ]
        if !showsWays { commands.append(wider) }
        let rough = lines.flatMap(\.ways).filter { !$0.isMinimized }.compactMap(\.file)
        if let shortest = rough.min(by: { ($0.count, $0) < ($1.count, $1) }) {
            let count = rough.count == 1 ? "1 case is" : "\(rough.count) cases are"
            commands.append(
                GroupsPage.line("make smaller  fuzz-removal minimize ", about: shortest, " -o smaller.case"))
            commands.append("\(count) not as small as can be: no time was left to minimize them.")
        }
        return commands.joined(separator: "\n")
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
