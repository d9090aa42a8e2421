import DAXModel

extension Operation {
    /// The operation as a kernel developer would write it, without its id and task, for example
    /// "mmap m0 d0 pages 0+4 shared write sync". Fields that its kind does not use do not appear.
    public var callText: String {
        var words = [kind.word]
        for argument in kind.form.arguments {
            switch argument {
            case .number(let number):
                if let keyword = number.keyword { words.append(keyword) }
                words.append("\(number.prefix)\(self[number.field])")
            case .pages: words += ["pages", "\(page)+\(count)"]
            case .word(let word): words.append(word)
            case .choice(let choices):
                words.append(choices[OperationArgument.selected(choices, by: flags)].word)
            case .option(let word, let flag): if flags.contains(flag) { words.append(word) }
            }
        }
        return words.joined(separator: " ")
    }

    /// The operation's line in the text form, for example "op 4 t1 store m0 page 2".
    public var text: String { "op \(id) \(CaseNames.task(task)) \(callText)" }
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
    /// The preemption's line in the text form, for example
    /// "preempt t1 op 4 at dax_iomap_fault:dax_insert_entry run t0".
    public var text: String {
        var line = "preempt \(CaseNames.task(task)) op \(CaseNames.operation(operation)) at \(step)"
        if occurrence > 0 { line += " occurrence \(occurrence)" }
        return line + " run \(CaseNames.task(run))"
    }
}

extension Case {
    /// Version of the text form, in its first line.
    public static var textVersion: Int { 1 }

    /// The text form, one line each for mkfs, operations, faults and preemptions; reading it gives the canonical
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
