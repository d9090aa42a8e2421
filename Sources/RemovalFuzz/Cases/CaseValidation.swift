import DAXModel

extension Case {
    /// Checks the structure: counts, ranges of every field that is used, unique ids, balanced repeats; and that every
    /// fault and preemption could take place on some design (`CaseObstacle`). It does not ask whether the workload
    /// makes sense: an operation on a closed descriptor is an answer of the kernel, not an invalid case.
    public func validate() throws(CaseError) {
        try checkStructure()
        try checkObstacles()
    }

    /// `validate` without the question whether faults and preemptions could take place.
    func checkStructure() throws(CaseError) {
        try checkCounts()
        var ids = Set<UInt16>()
        for (index, operation) in operations.enumerated() {
            try operation.validate(at: index)
            try CaseError.require(
                ids.insert(operation.id).inserted, .operation(index, .id),
                found: "id \(operation.id) again", expected: "an id that no earlier operation has")
        }
        try checkRepeats()
        try checkStarts()
        for (index, fault) in faults.enumerated() { try fault.validate(at: index) }
        var keys = Set<Preemption.Key>()
        for (index, preemption) in preemptions.enumerated() {
            try preemption.validate(at: index)
            try CaseError.require(
                preemption.moment.rule == rule, .preemption(index, .task),
                found: "a \(preemption.moment.rule.word) in a case that has a \(preemptions[0].moment.rule.word)",
                expected: "one or the other: who is preempted resumes, who is switched away from need not")
            try CaseError.require(
                keys.insert(preemption.key).inserted, .preemption(index, .step),
                found: "a second \(preemption.moment.rule.noun) of the same step",
                expected: "one for each task, operation, step and occurrence")
        }
    }

    private func checkCounts() throws(CaseError) {
        try CaseError.require(
            operations.count <= Limits.operations, .operation(Limits.operations, .id),
            found: "one operation too many", expected: "at most \(Limits.operations) operations")
        try CaseError.require(
            faults.count <= Limits.faults, .fault(Limits.faults, .site),
            found: "one fault too many", expected: "at most \(Limits.faults) faults")
        try CaseError.require(
            preemptions.count <= Limits.preemptions, .preemption(Limits.preemptions, .task),
            found: "one preemption too many", expected: "at most \(Limits.preemptions) preemptions")
    }

    /// A task's `repeat` is closed by the same task's next `end`, and loops do not nest. The operations of other
    /// tasks may stand in between.
    private func checkRepeats() throws(CaseError) {
        var open = [Int?](repeating: nil, count: Limits.userTasks)
        for (index, operation) in operations.enumerated() {
            let task = Int(operation.task)
            if operation.kind == .repeat {
                try CaseError.require(
                    open[task] == nil, .operation(index, .kind), found: "a repeat inside a repeat of t\(task)",
                    expected: "the end of the first one")
                open[task] = index
            } else if operation.kind == .end {
                try CaseError.require(
                    open[task] != nil, .operation(index, .kind), found: "an end",
                    expected: "an open repeat of t\(task) before it")
                open[task] = nil
            }
        }
        if let index = open.compactMap({ $0 }).min() {
            let task = operations[index].task
            throw CaseError(
                place: .operation(index, .kind), found: "a repeat without an end",
                expected: "an end of t\(task) after it")
        }
    }

    /// With all rounds of its loops the case starts no more operations than an execution does.
    private func checkStarts() throws(CaseError) {
        guard let last = operations.lastIndex(where: { $0.kind == .repeat }) else { return }
        let starts = Program.starts(of: operations)
        try CaseError.require(
            starts <= Limits.starts, .operation(last, .arguments),
            found: "\(starts) operations to start, the rounds of all loops counted one by one",
            expected: "at most \(Limits.starts)")
    }
}

extension Operation {
    /// Ids that an operation of a case may have. Zero is left out: in a machine it means "no operation".
    public static var idRange: ClosedRange<UInt16> { 1...OperationID.firstReserved - 1 }

    static let idExpected = "an operation's id, a number from \(idRange.lowerBound) to \(idRange.upperBound)"

    fileprivate func validate(at index: Int) throws(CaseError) {
        try CaseError.require(
            Operation.idRange.contains(id), .operation(index, .id), found: "\(id)", expected: Operation.idExpected)
        try CaseError.require(
            task < Limits.userTasks, .operation(index, .task), found: "t\(task)",
            expected: "a task from t0 to t\(Limits.userTasks - 1)")
        var check = ArgumentCheck(index: index)
        try call.readArguments(&check)
    }
}

/// Refuses what is out of range among the arguments of the operation at an index.
private struct ArgumentCheck: ArgumentVisitor {
    typealias Failure = CaseError
    let index: Int

    func number<Number: WrittenNumber>(_ number: inout Number) throws(CaseError) {
        try CaseError.require(
            Number.range.contains(number.number), .operation(index, .arguments), found: number.text,
            expected: Number.expected)
    }

    func pages(_ pages: inout PageRange) throws(CaseError) {
        try CaseError.require(
            pages.isInFile, .operation(index, .arguments), found: "pages \(pages.text)", expected: PageRange.expected)
    }

    func choice(_ words: [String], _ index: inout Int) {}
    func option(_ word: String, _ isSet: inout Bool) {}
}

extension Fault {
    fileprivate func validate(at index: Int) throws(CaseError) {
        try CaseError.require(
            task < Limits.tasks, .fault(index, .task), found: "t\(task)", expected: CaseNames.taskExpected)
        switch site.form.detail {
        case .none, .until: break
        case .filePage:
            try CaseError.require(
                file < Limits.names && page < Limits.filePages, .fault(index, .detail),
                found: "file f\(file) page \(page)",
                expected: "a file from f0 to f\(Limits.names - 1) and a page from 0 to \(Limits.filePages - 1)")
        }
    }
}

extension SchedulingRule {
    /// The word of its decisions in the text form.
    fileprivate var word: String { self == .stack ? "preempt" : "switch" }
    /// One of its decisions, in a sentence.
    fileprivate var noun: String { self == .stack ? "preemption" : "switch" }
}

extension Preemption {
    fileprivate func validate(at index: Int) throws(CaseError) {
        try CaseError.require(
            task < Limits.tasks, .preemption(index, .task), found: "t\(task)", expected: CaseNames.taskExpected)
        try CaseError.require(
            run < Limits.tasks, .preemption(index, .run), found: "t\(run)", expected: CaseNames.taskExpected)
        try CaseError.require(
            Preemption.isStepName(step), .preemption(index, .step), found: quoted(step),
            expected: "a step as path:step, at most \(Preemption.stepLimit) bytes")
    }
}
