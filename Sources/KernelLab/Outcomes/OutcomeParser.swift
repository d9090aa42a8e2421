/// What is wrong with a file of outcomes: where, what stands there, and what should.
public struct OutcomeFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// From one.
    public let line: Int
    public let found: String
    public let expected: String

    /// One sentence.
    public var description: String {
        "line \(line): found \(found), expected \(expected); restore the file from a copy, or delete it and write it anew"
    }
}

/// Reads a file of outcomes: one line, one thing; words separated by blanks; ` #` begins a comment.
///
///     file     = "outcomes 1" "kernel" NAME record*
///     record   = "case" NAME HASH "run" DAY KERNEL outcome+
///     outcome  = "outcome" call* event*
///     call     = "op" ID TASK ["slept"] "=" RESULT
///     event    = "signalled" TASKS | "shutdown" FLAGS | "oops" FUNCTION ("<" FUNCTION)* | "left" TASKS
///              | "umount" RESULT | "mount" RESULT | "file" fN ("absent" | "pages" NUMBERS)
///              | "last-umount" RESULT | "repair" ("clean" | "damage")
///
/// TASKS, FLAGS and NUMBERS are lists or "none". What has no line is not known: the guest did not come that far.
struct OutcomeParser {
    /// Most bytes of one line.
    private static let lineLimit = 8 << 10
    /// Most records, outcomes of a record, and lines of one kind in an outcome.
    static let listLimit = 4096

    private var kernel: String?
    private var hasVersion = false
    private var records: [RecordedOutcomes] = []
    private var names = Set<String>()
    private var line = OutcomeLine(number: 0, words: [])
    /// Words of events that may stand once in an outcome and have been seen.
    private var seen = Set<String>()

    static func parse(_ bytes: [UInt8]) throws(OutcomeFileError) -> OutcomeFile {
        guard bytes.count <= OutcomeFile.sizeLimit else {
            throw OutcomeFileError(
                line: 1, found: "\(bytes.count) bytes", expected: "at most \(OutcomeFile.sizeLimit) bytes")
        }
        var parser = OutcomeParser()
        var number = 0
        for text in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard text.count <= lineLimit else {
                throw OutcomeFileError(
                    line: number, found: "a line of \(text.count) bytes", expected: "at most \(lineLimit) bytes")
            }
            parser.line = try OutcomeLine(text, number: number)
            if !parser.line.words.isEmpty { try parser.read() }
        }
        return try parser.finish(number)
    }

    private mutating func finish(_ number: Int) throws(OutcomeFileError) -> OutcomeFile {
        line = OutcomeLine(number: number, words: [])
        guard let kernel else { throw line.error("a line \"kernel NAME\"") }
        try endRecord()
        return OutcomeFile(kernel: kernel, records: records)
    }

    private mutating func read() throws(OutcomeFileError) {
        let keyword = line.take()
        guard hasVersion else {
            guard keyword == "outcomes", line.take() == String(OutcomeFile.version) else {
                throw line.error("\"outcomes \(OutcomeFile.version)\" first")
            }
            hasVersion = true
            return try line.end()
        }
        guard kernel != nil else {
            guard keyword == "kernel" else { throw line.error("\"kernel NAME\" second") }
            kernel = try line.name("the kernel's name")
            return try line.end()
        }
        switch keyword {
        case "case": try readCase()
        case "run": try readRun()
        case "outcome": try beginOutcome()
        default: try readEvent(keyword)
        }
    }

    private mutating func readCase() throws(OutcomeFileError) {
        try endRecord()
        let name = try line.name("a case's name")
        guard names.insert(name).inserted else { throw line.error("no second block of the case \(name)") }
        let hash = try line.name("the hash of the case")
        guard hash.utf8.count == 16, hash.allSatisfy(\.isHexDigit) else { throw line.error("16 hexadecimal digits") }
        try checkCount(records.count, "records")
        records.append(RecordedOutcomes(caseName: name, caseHash: hash, day: "", kernel: "", outcomes: []))
        try line.end()
    }

    /// A record whose last line was read has to be whole.
    private func endRecord() throws(OutcomeFileError) {
        guard let last = records.last, last.day.isEmpty || last.outcomes.isEmpty else { return }
        throw line.error("a run and an outcome in the block of the case \(last.caseName)")
    }

    private mutating func readRun() throws(OutcomeFileError) {
        guard let last = records.indices.last, records[last].day.isEmpty else {
            throw line.error("a case before its run")
        }
        let day = try line.name("a day")
        guard day.wholeMatch(of: #/[0-9]{4}-[0-9]{2}-[0-9]{2}/#) != nil else {
            throw line.error("a day such as 2026-11-22")
        }
        records[last].day = day
        records[last].kernel = try line.rest("the kernel's package")
    }

    private mutating func beginOutcome() throws(OutcomeFileError) {
        guard let last = records.indices.last, !records[last].day.isEmpty else {
            throw line.error("a case and its run before an outcome")
        }
        try checkCount(records[last].outcomes.count, "outcomes")
        records[last].outcomes.append(Outcome())
        seen = []
        try line.end()
    }

    private mutating func readEvent(_ keyword: String) throws(OutcomeFileError) {
        guard let record = records.indices.last, let index = records[record].outcomes.indices.last else {
            throw line.error("a case, its run and \"outcome\" before an event")
        }
        // Only these may stand more than once.
        if !["op", "oops", "file"].contains(keyword), !seen.insert(keyword).inserted {
            throw line.error("no second \"\(keyword)\" in one outcome")
        }
        try OutcomeParser.read(keyword, &line, into: &records[record].outcomes[index])
        try line.end()
    }

    private func checkCount(_ count: Int, _ what: String) throws(OutcomeFileError) {
        guard count < OutcomeParser.listLimit else { throw line.error("at most \(OutcomeParser.listLimit) \(what)") }
    }
}
