import DAXModel

// The lines of a case's body.
extension CaseParser {
    mutating func readOperation(_ line: inout LineScanner) throws(CaseTextError) {
        let index = record.case.operations.count
        note(.operation(index, .id), line, line.peek().column)
        let id = try line.number(0...Int(UInt16.max), Operation.idExpected)
        let task = try line.number(
            0...Limits.userTasks - 1, "a task from t0 to t\(Limits.userTasks - 1)", prefix: "t")
        let word = line.next()
        note(.operation(index, .kind), line, word.column)
        guard let kind = word.text.flatMap({ OperationForm.kind(word: $0) }) else {
            let known = OperationKind.allCases.map(\.word)
            throw line.error(word, "an operation such as open, mmap or unbind", known: known)
        }
        var operation = Operation(id: UInt16(id), task: UInt8(task), call: kind.form.blank)
        try operation.call.visitArguments(&line)
        record.case.operations.append(operation)
    }

    mutating func readFault(_ line: inout LineScanner) throws(CaseTextError) {
        let index = record.case.faults.count
        note(.fault(index, .site), line, line.peek().column)
        let words = FaultSite.allCases.map(\.word)
        let site = FaultSite.allCases[try line.choice(words, "a site: " + words.joined(separator: ", "))]
        note(.fault(index, .task), line, line.peek().column)
        let task = try readTask(&line)
        try line.expect("op")
        note(.fault(index, .operation), line, line.peek().column)
        var fault = Fault(site: site, task: task, operation: try readOperationID(&line))
        fault.occurrence = UInt8(try readOccurrence(&line, limit: Int(UInt8.max)))
        switch site.form.detail {
        case .none: break
        case .filePage:
            try line.expect("file")
            fault.file = UInt8(
                try line.number(0...Limits.names - 1, "a file from f0 to f\(Limits.names - 1)", prefix: "f"))
            try line.expect("page")
            fault.page = UInt8(
                try line.number(0...Limits.filePages - 1, "a page from 0 to \(Limits.filePages - 1)"))
        case .until:
            try line.expect("until")
            note(.fault(index, .detail), line, line.peek().column)
            fault.until = try readOperationID(&line)
        }
        record.case.faults.append(fault)
    }

    /// - Parameter moments: The words that may stand before the step.
    mutating func readPreemption(
        _ line: inout LineScanner, _ moments: [(word: String, moment: Preemption.Moment)]
    ) throws(CaseTextError) {
        let index = record.case.preemptions.count
        note(.preemption(index, .task), line, line.peek().column)
        let task = try readTask(&line)
        try line.expect("op")
        note(.preemption(index, .operation), line, line.peek().column)
        let operation = try readOperationID(&line)
        let words = moments.map(\.word)
        let moment = moments[try line.choice(words, words.map(quoted).joined(separator: " or "))].moment
        let step = line.next()
        note(.preemption(index, .step), line, step.column)
        guard let name = step.text, Preemption.isStepName(name) else {
            throw line.error(step, "a step as path:step, at most \(Preemption.stepLimit) bytes")
        }
        let occurrence = try readOccurrence(&line, limit: Int(UInt16.max))
        try line.expect("run")
        note(.preemption(index, .run), line, line.peek().column)
        record.case.preemptions.append(
            Preemption(
                moment, task: task, operation: operation, step: name, occurrence: UInt16(occurrence),
                run: try readTask(&line)))
    }

    /// A task of the case or a reserved one.
    private func readTask(_ line: inout LineScanner) throws(CaseTextError) -> UInt8 {
        for reserved in CaseNames.reservedTasks where line.take(reserved.word) { return reserved.task }
        let word = line.peek()
        do throws(CaseTextError) {
            return UInt8(try line.number(0...Limits.userTasks - 1, CaseNames.taskExpected, prefix: "t"))
        } catch {
            throw line.error(word, CaseNames.taskExpected, known: CaseNames.reservedTasks.map(\.word))
        }
    }

    /// The id of an operation of the case, or a reserved one by its word.
    private func readOperationID(_ line: inout LineScanner) throws(CaseTextError) -> UInt16 {
        for reserved in CaseNames.reservedOperations where line.take(reserved.word) { return reserved.id }
        let word = line.peek()
        do throws(CaseTextError) {
            return UInt16(try line.number(0...Int(UInt16.max), CaseNames.operationExpected))
        } catch {
            throw line.error(word, CaseNames.operationExpected, known: CaseNames.reservedOperations.map(\.word))
        }
    }

    private func readOccurrence(_ line: inout LineScanner, limit: Int) throws(CaseTextError) -> Int {
        guard line.take("occurrence") else { return 0 }
        return try line.number(0...limit, "a number from 0 to \(limit)")
    }
}

/// Reads the arguments of a call.
extension LineScanner: ArgumentVisitor {
    typealias Failure = CaseTextError

    mutating func number<Number: WrittenNumber>(_ number: inout Number) throws(CaseTextError) {
        if let keyword = Number.keyword { try expect(keyword) }
        number = Number(UInt8(try self.number(Number.range, Number.expected, prefix: Number.prefix)))
    }

    mutating func pages(_ pages: inout PageRange) throws(CaseTextError) {
        try expect("pages")
        let (first, count, column) = try sum(PageRange.expected)
        guard let range = PageRange(first: first, count: count) else {
            throw CaseTextError(
                line: line, column: column, found: "\(first)+\(count)", expected: PageRange.expected)
        }
        pages = range
    }

    mutating func choice(_ words: [String], _ index: inout Int) throws(CaseTextError) { index = try choice(words) }

    mutating func option(_ word: String, _ isSet: inout Bool) throws(CaseTextError) {
        isSet = take(word)
        if !isSet && peek().text != nil {
            throw error(peek(), "\"\(word)\" or the end of the line", known: [word])
        }
    }

    mutating func fixedWord(_ word: String) throws(CaseTextError) { try expect(word) }
}

extension PageRange {
    /// Pages that a file can have; nil for others.
    fileprivate init?(first: Int, count: Int) {
        guard let first = UInt8(exactly: first), let count = UInt8(exactly: count) else { return nil }
        self.init(first, count: count)
        guard isInFile else { return nil }
    }
}
