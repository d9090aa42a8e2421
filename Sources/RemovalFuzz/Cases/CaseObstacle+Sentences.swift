import DAXModel

// What a reader is told about a fault or preemption that cannot take place: what stands in its way, and what is nearest.
extension Case {
    /// Throws for the first fault or preemption that cannot take place.
    func checkObstacles() throws(CaseError) {
        for (index, fault) in faults.enumerated() {
            guard let obstacle = obstacle(to: fault) else { continue }
            let (field, sentence) = explain(obstacle, fault)
            throw CaseError(place: .fault(index, field), sentence: sentence)
        }
        let tasks = tasksThatRun
        for (index, preemption) in preemptions.enumerated() {
            guard let obstacle = obstacle(to: preemption, tasks: tasks) else { continue }
            let (field, sentence) = explain(obstacle, preemption)
            throw CaseError(place: .preemption(index, field), sentence: sentence)
        }
    }

    private func explain(_ obstacle: CaseObstacle, _ fault: Fault) -> (CaseError.Field, String) {
        switch obstacle {
        case .foreignOperation(let owner): return (.task, foreign(fault.operation, owner, fault.task))
        case .closing: return (.operation, "no fault strikes in the closing")
        case .neverReleased:
            return (
                .detail, "\(CaseNames.operation(fault.until)) never ends, so it cannot release a \(fault.site.word)"
            )
        case .noOperation where operation(fault.operation) != nil: return (.detail, missing(fault.until))
        case .neverReached:
            let performed = performed(fault.operation)
            return (.operation, "\(performed) never comes to \(fault.site.word)" + others { $0.reaches(fault.site) })
        default: return (.operation, missing(fault.operation))
        }
    }

    private func explain(_ obstacle: CaseObstacle, _ preemption: Preemption) -> (CaseError.Field, String) {
        let run = CaseNames.task(preemption.run)
        switch obstacle {
        case .foreignOperation(let owner): return (.task, foreign(preemption.operation, owner, preemption.task))
        case .unknownStep:
            let nearest = Suggestion.nearestStep(to: preemption.step).map { "; nearest: " + $0 } ?? ""
            return (.step, "no path has a step \(quotedStep(preemption.step))" + nearest)
        case .neverReached:
            let performers = StepIndex.performers(ofStepNamed: preemption.step)
            let others = others { performers?.contains($0) == true }
            return (.step, "\(performed(preemption.operation)) never comes to \(preemption.step)" + others)
        case .otherPerformer:
            let word = CaseNames.operation(preemption.operation)
            let who = preemption.operation == OperationID.inodegc ? "by inodegc-worker alone" : "by tasks of the case"
            return (.task, "\(word) is performed \(who), not by \(CaseNames.task(preemption.task))")
        case .closing:
            let field: CaseError.Field = preemption.operation == OperationID.closing ? .operation : .task
            let isRun = preemption.run == UInt8(Limits.closer)
            return (
                isRun ? .run : field, "the closing comes when no operation can go on, and nobody is preempted in it"
            )
        case .runsItself: return (.run, "\(run) is the task that is preempted; name another one" + tasksBut(preemption))
        case .runsNobody:
            return (.run, "\(run) has no operation and nobody creates it, so it cannot run" + tasksBut(preemption))
        case .noOperation, .neverReleased: return (.operation, missing(preemption.operation))
        }
    }

    private func foreign(_ id: UInt16, _ owner: UInt8, _ task: UInt8) -> String {
        "op \(id) is performed by \(CaseNames.task(owner)), not by \(CaseNames.task(task)); "
            + "nearest: \(CaseNames.task(owner))"
    }

    private func missing(_ id: UInt16) -> String {
        let nearest = operations.map(\.id).min { distance($0, id) < distance($1, id) }
        return "the case has no op \(id)" + (nearest.map { "; nearest: op \($0)" } ?? "")
    }

    private func distance(_ a: UInt16, _ b: UInt16) -> Int { abs(Int(a) - Int(b)) }

    /// "op 3 (write)", or the word of a reserved id.
    private func performed(_ id: UInt16) -> String {
        operation(id).map { "op \(id) (\($0.kind.word))" } ?? CaseNames.operation(id)
    }

    /// The operations of the case that a condition holds for.
    private func others(_ holds: (OperationKind) -> Bool) -> String {
        let all = operations.filter { holds($0.kind) }.map { performed($0.id) }
        guard let first = all.first else { return ", nor does any other operation of the case" }
        return all.count == 1
            ? "; \(first) does" : "; " + all.prefix(4).joined(separator: ", ") + (all.count > 4 ? ", … do" : " do")
    }

    private func tasksBut(_ preemption: Preemption) -> String {
        let all = (0..<UInt8(Limits.tasks)).filter { tasksThatRun & 1 << UInt16($0) != 0 && $0 != preemption.task }
        return ": " + all.map(CaseNames.task).joined(separator: ", ")
    }

    private func quotedStep(_ step: String) -> String { String(step.prefix(Preemption.stepLimit)) }
}

extension Suggestion {
    /// The step that was probably meant: the nearest one, or one with the same path or the same function.
    static func nearestStep(to name: String) -> String? {
        let names = StepNames.all
        if let near = nearest(to: name, among: names) { return near }
        let halves = name.split(separator: ":", maxSplits: 1).map(String.init)
        guard halves.count == 2 else { return nil }
        let sameFunction = names.filter { $0.hasSuffix(":" + halves[1]) }
        let samePath = names.filter { $0.hasPrefix(halves[0] + ":") }
        return (sameFunction + samePath).min { distance($0, name) < distance($1, name) }
    }
}
