import DAXModel

extension Mutation {
    /// Takes a row of operations of the other case, with the faults and preemptions that belong to them, under new
    /// ids: in front of a random operation, or in place of everything from there on.
    mutating func splice(_ random: inout Random) -> Bool {
        guard let other, !other.operations.isEmpty else { return false }
        let position = random.below(result.operations.count + 1)
        let replaces = random.chance(1, in: 2)
        if replaces { result.operations.removeSubrange(position...) }
        let room = Limits.operations - result.operations.count
        guard room > 0 else { return false }
        let first = random.below(other.operations.count)
        let rest = min(room, other.operations.count - first)
        let count = replaces ? rest : 1 + random.below(rest)
        var ids = SplicedIDs()
        for (offset, var operation) in other.operations[first..<first + count].enumerated() {
            let id = freshID(at: position + offset)
            ids.pairs.append((operation.id, id))
            operation.id = id
            result.operations.insert(operation, at: position + offset)
        }
        adopt(other.faults, ids)
        adopt(other.preemptions, ids)
        return true
    }

    private mutating func adopt(_ faults: [Fault], _ ids: SplicedIDs) {
        for var fault in faults where result.faults.count < Limits.faults {
            guard let operation = ids.new(fault.operation) else { continue }
            fault.operation = operation
            if fault.site.form.detail == .until {
                guard let until = ids.new(fault.until) else { continue }
                fault.until = until
            }
            result.faults.append(fault)
        }
    }

    private mutating func adopt(_ preemptions: [Preemption], _ ids: SplicedIDs) {
        for var preemption in preemptions where result.preemptions.count < Limits.preemptions {
            guard let operation = ids.new(preemption.operation) else { continue }
            preemption.operation = operation
            result.preemptions.append(preemption)
        }
    }
}

/// The ids of spliced operations: what they were and what they are.
private struct SplicedIDs {
    var pairs: [(old: UInt16, new: UInt16)] = []

    /// Reserved ids stay what they are; nil for an operation that was not taken.
    func new(_ old: UInt16) -> UInt16? {
        if old >= OperationID.firstReserved { return old }
        return pairs.first { $0.old == old }?.new
    }
}
