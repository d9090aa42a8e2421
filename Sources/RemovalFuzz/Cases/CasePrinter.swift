import DAXModel

extension Operation {
    /// The operation as a kernel developer would write it, without its id and task, for example
    /// "mmap m0 d0 pages 0+4 shared write sync".
    public var callText: String {
        var printer = CallPrinter(words: [kind.word])
        call.readArguments(&printer)
        return printer.words.joined(separator: " ")
    }

    /// The operation's line in the text form, for example "op 4 t1 store m0 page 2".
    public var text: String { "op \(id) \(CaseNames.task(task)) \(callText)" }
}

/// Writes a call word by word.
private struct CallPrinter: ArgumentVisitor {
    var words: [String]

    mutating func number<Number: WrittenNumber>(_ number: inout Number) {
        if let keyword = Number.keyword { words.append(keyword) }
        words.append(number.text)
    }

    mutating func pages(_ pages: inout PageRange) { words += ["pages", pages.text] }
    mutating func choice(_ choices: [String], _ index: inout Int) { words.append(choices[index]) }
    mutating func option(_ word: String, _ isSet: inout Bool) { if isSet { words.append(word) } }
    mutating func fixedWord(_ word: String) { words.append(word) }
}

extension Fault {
    /// The fault's line in the text form, for example "fault agf-read t0 op 5 occurrence 1".
    public var text: String {
        var line = "fault \(site.word) \(CaseNames.task(task)) op \(CaseNames.operation(operation))"
        if occurrence > 0 { line += " occurrence \(occurrence)" }
        switch site.form.detail {
        case .none: break
        case .filePage: line += " file f\(file) page \(page)"
        case .until: line += " until \(CaseNames.operation(until))"
        }
        return line
    }
}

extension Preemption {
    /// The decision's line in the text form, for example
    /// "preempt t1 op 4 at dax_iomap_fault:dax_insert_entry run t0".
    public var text: String {
        let (keyword, preposition) =
            switch moment {
            case .interrupting: (CaseParser.Keyword.preempt, "at")
            case .before: (CaseParser.Keyword.switch, "before")
            case .after: (CaseParser.Keyword.switch, "after")
            }
        var line = "\(keyword.rawValue) \(CaseNames.task(task)) op \(CaseNames.operation(operation))"
        line += " \(preposition) \(step)"
        if occurrence > 0 { line += " occurrence \(occurrence)" }
        return line + " run \(CaseNames.task(run))"
    }
}

extension Case {
    /// Version of the text form, in its first line.
    public static var textVersion: Int { 1 }

    /// The text form, one line each for mkfs, operations, faults and decisions; reading it gives the canonical
    /// case again. The grammar stands at `CaseParser`.
    ///
    /// - Precondition: the case is valid.
    public var text: String {
        precondition(isValid, "an invalid case has no text form")
        var lines = ["case \(Case.textVersion)", "mkfs rmapbt=\(mkfs.rmapbt ? 1 : 0)"]
        lines += operations.map(\.text)
        lines += faults.map(\.text)
        lines += distinctPreemptions.map(\.text)
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads the text form. Header lines of a crasher's text are checked and dropped; `Crasher(text:)` keeps them.
    public init(text: String) throws(CaseTextError) { self = try Crasher(text: text).case }

    /// Whether the case, written canonically, passes `validate`.
    var isValid: Bool {
        var stored = self
        stored.preemptions = distinctPreemptions
        do throws(CaseError) { try stored.validate() } catch { return false }
        return true
    }
}
