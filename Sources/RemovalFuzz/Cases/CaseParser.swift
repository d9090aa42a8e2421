import DAXModel

/// Reads the text form of a case or crasher: one line, one thing; words separated by blanks; `#` begins a comment.
///
///     file      = header* "case 1" body*
///     header    = "target" TARGET | "digest" HEX16 "v"N | "found seed" N "executions" N
///               | "signature" TEXT | "must-fail-on" TARGET TEXT | "must-pass-on" TARGET
///               | "note" TEXT
///     body      = "mkfs rmapbt="0|1 | "op" ID TASK KIND ARGUMENT* | fault | preempt | switch
///     fault     = "fault" SITE TASK "op" ID ["occurrence" N] ["file" fN "page" N | "until" ID]
///     preempt   = "preempt" TASK "op" ID "at" PATH:STEP ["occurrence" N] "run" TASK
///     switch    = "switch" TASK "op" ID "before"|"after" PATH:STEP ["occurrence" N] "run" TASK
///
/// TARGET is a `TargetName`; after `target` it has its profile. TEXT is the rest of the line, `#` included. The words of
/// kinds stand in `OperationForm`, their arguments at `Operation.Call.visitArguments`, the words of tasks and of reserved
/// ids in `CaseNames`. The order of operations is the case's; faults and preemptions may stand anywhere after the `case`
/// line. Without `occurrence` it is zero, without `mkfs` the options are mkfs's own.
struct CaseParser {
    /// Most bytes of a text and of one line.
    static let textLimit = 1 << 20
    static let lineLimit = 4096

    enum Keyword: String, CaseIterable {
        case target, digest, found, signature
        case mustFail = "must-fail-on"
        case mustPass = "must-pass-on"
        case note
        case `case`
        case mkfs, op, fault, preempt
        case `switch`

        var isHeader: Bool { CaseError.Header(rawValue: rawValue) != nil }
        var isUnique: Bool { [.target, .digest, .found, .case, .mkfs].contains(self) }
    }

    var record = Crasher(case: Case())
    /// Where the things that only the whole case can judge stand in the text.
    private var places: [CaseError.Place: (line: Int, column: Int)] = [:]
    /// Lines of the keywords that may appear once.
    private var seen: [Keyword: Int] = [:]

    private init() {}

    /// - Parameter mends: Drops the faults and preemptions that cannot take place instead of refusing the case.
    static func parse(_ text: [UInt8], mends: Bool = false) throws(CaseTextError) -> Crasher {
        guard text.count <= textLimit else {
            throw CaseTextError(
                line: 1, column: 1, found: "a text of \(text.count) bytes", expected: "at most \(textLimit) bytes")
        }
        var parser = CaseParser()
        var number = 0
        for bytes in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard bytes.count <= lineLimit else {
                throw CaseTextError(
                    line: number, column: lineLimit + 1, found: "a line of \(bytes.count) bytes",
                    expected: "at most \(lineLimit) bytes")
            }
            var line = LineScanner(bytes, line: number)
            try parser.read(&line)
        }
        return try parser.finish(lines: number, mends: mends)
    }

    private mutating func read(_ line: inout LineScanner) throws(CaseTextError) {
        let first = line.next()
        guard let word = first.text else { return }
        let begun = seen[.case] != nil
        guard let keyword = Keyword(rawValue: word) else {
            let known = Keyword.allCases.filter { $0 == .case || $0.isHeader != begun }.map(\.rawValue)
            throw line.error(
                first, begun ? "mkfs, op, fault, preempt or switch" : "a header line or \"case \(Case.textVersion)\"",
                known: known)
        }
        if keyword.isUnique, let earlier = seen.updateValue(line.line, forKey: keyword) {
            throw line.error(first, "no second \(word) line (the first is line \(earlier))")
        }
        if keyword.isHeader && begun { throw line.error(first, "header lines before the case line") }
        if !keyword.isHeader && !begun && keyword != .case {
            throw line.error(first, "the line \"case \(Case.textVersion)\" before it")
        }
        switch keyword {
        case .case: _ = try line.number(Case.textVersion...Case.textVersion, "format version \(Case.textVersion)")
        case .mkfs: record.case.mkfs.rmapbt = try line.choice(["rmapbt=0", "rmapbt=1"]) == 1
        case .op: try readOperation(&line)
        case .fault: try readFault(&line)
        case .preempt: try readPreemption(&line, [("at", .interrupting)])
        case .switch: try readPreemption(&line, [("before", .before), ("after", .after)])
        default: try readHeader(CaseError.Header(rawValue: word)!, &line, at: first.column)
        }
        try line.end()
    }

    /// Judges the whole and translates where a problem is into line and column.
    private mutating func finish(lines: Int, mends: Bool) throws(CaseTextError) -> Crasher {
        guard seen[.case] != nil else {
            throw CaseTextError(
                line: lines, column: 1, found: "the end of the text",
                expected: "the line \"case \(Case.textVersion)\"")
        }
        record = record.withCurrentNames
        do throws(CaseError) {
            if mends { try record.case.mend() }
            try record.validate()
        } catch {
            let (line, column) = places[error.place] ?? (1, 1)
            throw CaseTextError(line: line, column: column, sentence: error.sentence)
        }
        return record
    }

    /// Remembers where a thing stands, for `finish`.
    mutating func note(_ place: CaseError.Place, _ line: LineScanner, _ column: Int) {
        places[place] = (line.line, column)
    }
}
