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
        call.readArguments(&writer)
    }

    init(from reader: inout ByteReader) throws(CaseFormatError) {
        let id = try reader.id("an operation's id")
        let task = try reader.byte("an operation's task")
        let code = try reader.byte("a kind of operation")
        guard let kind = OperationForm.kind(code: code) else {
            throw reader.error("the code \(code)", "a kind of operation", at: reader.offset - 1)
        }
        self.init(id: id, task: task, call: kind.form.blank)
        try call.visitArguments(&reader)
    }
}

/// Writes the arguments of a call as bytes.
extension ByteWriter: ArgumentVisitor {
    mutating func number<Number: WrittenNumber>(_ number: inout Number) { byte(number.rawValue) }
    mutating func pages(_ pages: inout PageRange) { raw([pages.first, pages.count]) }
    mutating func choice(_ words: [String], _ index: inout Int) { byte(UInt8(index)) }
    mutating func option(_ word: String, _ isSet: inout Bool) { byte(isSet ? 1 : 0) }
}

/// Reads the arguments of a call from bytes; whether numbers are in their range is for the validation to say.
extension ByteReader: ArgumentVisitor {
    typealias Failure = CaseFormatError

    mutating func number<Number: WrittenNumber>(_ number: inout Number) throws(CaseFormatError) {
        number = Number(try byte(Number.expected))
    }

    mutating func pages(_ pages: inout PageRange) throws(CaseFormatError) {
        pages.first = try byte("a first page")
        pages.count = try byte("a number of pages")
    }

    mutating func choice(_ words: [String], _ index: inout Int) throws(CaseFormatError) {
        index = Int(try byte("a choice"))
        guard index < words.count else {
            throw error("\(index)", "one of \(words.count) choices", at: offset - 1)
        }
    }

    mutating func option(_ word: String, _ isSet: inout Bool) throws(CaseFormatError) { isSet = try flag(word) }
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
    /// - Parameter withMoment: Whether the form has a byte for the moment, or it goes without saying.
    func write(to writer: inout ByteWriter, withMoment: Bool) {
        if withMoment { writer.byte(moment.rawValue) }
        writer.byte(task)
        writer.varint(operation)
        writer.string(step)
        writer.varint(occurrence)
        writer.byte(run)
    }

    init(from reader: inout ByteReader, withMoment: Bool) throws(CaseFormatError) {
        let code = withMoment ? try reader.byte("a moment") : Moment.interrupting.rawValue
        guard let moment = Moment(rawValue: code) else {
            throw reader.error("the code \(code)", "a moment", at: reader.offset - 1)
        }
        self.init(
            moment, task: try reader.byte("a preempted task"), operation: try reader.id("a preempted operation"),
            step: try reader.string(Preemption.stepLimit, "a step's name"),
            occurrence: UInt16(try reader.varint(UInt64(UInt16.max), "an occurrence")),
            run: try reader.byte("the task to run"))
    }
}
