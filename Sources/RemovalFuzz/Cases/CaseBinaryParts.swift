import DAXModel

extension ByteReader {
    fileprivate mutating func id(_ expected: String) throws(CaseFormatError) -> UInt16 {
        UInt16(try varint(UInt64(UInt16.max), expected))
    }
}

extension Operation {
    func write(to writer: inout ByteWriter) {
        writer.varint(id)
        writer.byte(task)
        writer.byte(kind.form.code)
        for argument in kind.form.arguments {
            switch argument {
            case .number(let number): writer.byte(self[number.field])
            case .pages: writer.raw([page, count])
            case .word: break
            case .choice(let words): writer.byte(UInt8(OperationArgument.selected(words, by: flags)))
            case .option(_, let flag): writer.byte(flags.contains(flag) ? 1 : 0)
            }
        }
    }

    init(from reader: inout ByteReader) throws(CaseFormatError) {
        let id = try reader.id("an operation's id")
        let task = try reader.byte("an operation's task")
        let code = try reader.byte("a kind of operation")
        guard let kind = OperationForm.kind(code: code) else {
            throw reader.error("the code \(code)", "a kind of operation", at: reader.offset - 1)
        }
        self.init(id: id, task: task, kind: kind)
        for argument in kind.form.arguments {
            switch argument {
            case .number(let number): self[number.field] = try reader.byte(number.expected)
            case .pages: (page, count) = (try reader.byte("a first page"), try reader.byte("a number of pages"))
            case .word: break
            case .choice(let words):
                let index = Int(try reader.byte("a choice"))
                guard index < words.count else {
                    throw reader.error("\(index)", "one of \(words.count) choices", at: reader.offset - 1)
                }
                flags.formUnion(words[index].flags)
            case .option(let word, let flag): if try reader.flag(word) { flags.formUnion(flag) }
            }
        }
    }
}

extension Fault {
    func write(to writer: inout ByteWriter) {
        writer.byte(site.form.code)
        writer.byte(task)
        writer.varint(operation)
        writer.byte(occurrence)
        switch site.form.detail {
        case .none: break
        case .filePage: writer.raw([file, page])
        case .until: writer.varint(until)
        }
    }

    init(from reader: inout ByteReader) throws(CaseFormatError) {
        let code = try reader.byte("a fault's site")
        guard let site = FaultSite.allCases.first(where: { $0.form.code == code }) else {
            throw reader.error("the code \(code)", "a fault's site", at: reader.offset - 1)
        }
        self.init(
            site: site, task: try reader.byte("a fault's task"), operation: try reader.id("a fault's operation"),
            occurrence: try reader.byte("a fault's occurrence"))
        switch site.form.detail {
        case .none: break
        case .filePage: (file, page) = (try reader.byte("a fault's file"), try reader.byte("a fault's page"))
        case .until: until = try reader.id("the operation that releases a delay")
        }
    }
}

extension Preemption {
    func write(to writer: inout ByteWriter) {
        writer.byte(task)
        writer.varint(operation)
        writer.string(step)
        writer.varint(occurrence)
        writer.byte(run)
    }

    init(from reader: inout ByteReader) throws(CaseFormatError) {
        self.init(
            task: try reader.byte("a preempted task"), operation: try reader.id("a preempted operation"),
            step: try reader.string(Preemption.stepLimit, "a step's name"),
            occurrence: UInt16(try reader.varint(UInt64(UInt16.max), "an occurrence")),
            run: try reader.byte("the task to run"))
    }
}
