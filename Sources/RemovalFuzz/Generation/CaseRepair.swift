import DAXModel

extension Case {
    /// Makes the case valid after a change to its operations: within the limits, loops balanced, and no fault or
    /// preemption that cannot take place; those of an operation that changed its task follow it.
    ///
    /// - Precondition: every operation, fault and preemption is valid by itself, and ids are unique.
    mutating func repair() {
        if operations.count > Limits.operations { operations.removeLast(operations.count - Limits.operations) }
        repairLoops()
        repairRounds()
        repairFaults()
        repairPreemptions()
    }

    /// Drops the faults and preemptions that cannot take place, after a check of everything else.
    mutating func mend() throws(CaseError) {
        try checkStructure()
        repairFaults()
        repairPreemptions()
    }

    /// The task that performs an operation; nil when the case does not have it.
    func task(of id: UInt16) -> UInt8? {
        for operation in operations where operation.id == id { return operation.task }
        return nil
    }

    /// Drops each `end` without a `repeat`, each `repeat` without an `end`, and each `repeat` inside another.
    private mutating func repairLoops() {
        guard operations.contains(where: { $0.kind.isLoop }) else { return }
        var open = [Int](repeating: -1, count: Limits.userTasks)
        var dropped: UInt64 = 0
        for (index, operation) in operations.enumerated() where operation.kind.isLoop {
            let task = Int(operation.task)
            if operation.kind == .repeat && open[task] < 0 {
                open[task] = index
            } else if operation.kind == .end && open[task] >= 0 {
                open[task] = -1
            } else {
                dropped |= 1 << UInt64(index)
            }
        }
        for index in open where index >= 0 { dropped |= 1 << UInt64(index) }
        if dropped != 0 { removeOperations(dropped) }
    }

    /// Halves the rounds of the longest loop until the case starts no more operations than the limit allows.
    private mutating func repairRounds() {
        while true {
            var longest: (index: Int, rounds: Int, isBackground: Bool)?
            var bound = operations.count
            for (index, operation) in operations.enumerated() {
                guard case .repeat(let rounds, let isBackground) = operation.call else { continue }
                bound += rounds.number * operations.count
                if rounds.number > longest?.rounds ?? 1 { longest = (index, rounds.number, isBackground) }
            }
            guard bound > Limits.starts, let longest, Program.starts(of: operations) > Limits.starts else { return }
            let rounds = Rounds(UInt8(longest.rounds / 2))
            operations[longest.index].call = .repeat(rounds, background: longest.isBackground)
        }
    }

    /// Removes the operations whose bits are set, and nothing else.
    mutating func removeOperations(_ indices: UInt64) {
        var kept = 0
        for index in operations.indices where indices & 1 << UInt64(index) == 0 {
            if kept != index { operations[kept] = operations[index] }
            kept += 1
        }
        operations.removeLast(operations.count - kept)
    }

    private mutating func repairFaults() {
        guard !faults.isEmpty else { return }
        var kept = 0
        for index in faults.indices {
            var fault = faults[index]
            if let task = task(of: fault.operation) { fault.task = task }
            guard obstacle(to: fault) == nil else { continue }
            faults[kept] = fault
            kept += 1
        }
        faults.removeLast(faults.count - kept)
        if faults.count > Limits.faults { faults.removeLast(faults.count - Limits.faults) }
    }

    private mutating func repairPreemptions() {
        guard !preemptions.isEmpty else { return }
        let tasks = tasksThatRun
        var kept = 0
        for index in preemptions.indices {
            if let owner = task(of: preemptions[index].operation), preemptions[index].task != owner {
                preemptions[index].task = owner
            }
            guard kept < Limits.preemptions, obstacle(to: preemptions[index], tasks: tasks) == nil else { continue }
            guard kept == 0 || preemptions[index].moment.rule == preemptions[0].moment.rule else { continue }
            guard !preemptions[..<kept].contains(where: { $0.hasSameKey(as: preemptions[index]) }) else { continue }
            if kept != index { preemptions.swapAt(kept, index) }
            kept += 1
        }
        preemptions.removeLast(preemptions.count - kept)
    }
}

extension Preemption {
    /// Whether a schedule could not tell the two apart.
    func hasSameKey(as other: Preemption) -> Bool {
        operation == other.operation && task == other.task && moment == other.moment
            && occurrence == other.occurrence && step == other.step
    }
}
