import DAXModel

// How a timeline ends: a line for each violation, the worst first, and for a hang a line for each task that waits.
extension Timeline {
    /// What breaks and where; who waits for what, who has it, and since when. Empty without a violation.
    public var ending: [String] {
        guard !execution.violations.isEmpty else { return [] }
        var lines = ["what breaks"]
        let worstFirst = Observable.allCases.flatMap { kind in execution.violations.filter { $0.observable == kind } }
        for violation in worstFirst { lines.append("    " + Timeline.line(violation)) }
        guard !waits.isEmpty else { return lines }
        lines.append("who waits")
        for wait in waits { lines.append("    " + line(wait)) }
        return lines
    }

    /// "oops     closer: dax_disassociate_entry, from evict, touches a struct-page that is gone".
    private static func line(_ violation: Violation) -> String {
        let word = violation.observable.name
        let consequence = violation.isConsequence ? " (after an oops)" : ""
        return word + String(repeating: " ", count: max(1, 9 - word.count))
            + "\(name(violation.task)): \(violation.place) \(violation.sentence)\(consequence)"
    }

    /// "t0 op 5 waits for AGF 0 since step 64; t1 has it since step 52 (xfs_alloc_read_agf), asleep in op 6".
    private func line(_ wait: Wait) -> String {
        // The closing asks again and again: it has no moment of falling asleep.
        let since = wait.task == Limits.closer ? "" : " since step \(wait.since)"
        let who = "\(Timeline.name(wait.task)) \(Timeline.operation(wait.operation))"
        return "\(who) waits for \(wait.description)\(since); \(holders(of: wait))"
    }

    private func holders(of wait: Wait) -> String {
        guard !wait.holders.isEmpty else { return "nobody has it" }
        // The end of a task or of a mount is not a thing that somebody has.
        let has = wait.task == Limits.closer && wait.taken == nil ? "" : " has it"
        return wait.holders.map { holder in
            var words = Timeline.name(holder.task) + has
            if let taken = wait.taken, taken.task == holder.task {
                if taken.at >= 0 { words += " since step \(taken.at)" }
                words += " (\(StepTable.shared.step(taken.step)))"
            }
            return words + ", " + state(of: holder)
        }.joined(separator: "; ")
    }

    private func state(of holder: Wait.Holder) -> String {
        let operation = Timeline.operation(holder.operation)
        switch holder.state {
        case .asleep: return "asleep in \(operation)"
        case .awake: return holder.operation == 0 ? "awake" : "awake, \(operation)"
        case .died: return "died in the kernel"
        case .exited: return "exited after \(operation)"
        case .returned: return "has returned and left it so"
        }
    }

    /// "op 5", or the word of what the kernel does by itself.
    private static func operation(_ id: UInt16) -> String {
        let name = CaseNames.operation(id)
        return id < OperationID.firstReserved ? "op " + name : name
    }
}
