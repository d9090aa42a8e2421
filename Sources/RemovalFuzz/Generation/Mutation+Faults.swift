import DAXModel

extension Mutation {
    /// Adds, removes or alters a fault.
    mutating func changeFaults(_ random: inout Random) -> Bool {
        if result.faults.isEmpty || random.chance(1, in: 3) { return addFault(&random) }
        let index = random.below(result.faults.count)
        if random.chance(1, in: 2) {
            result.faults.remove(at: index)
            return true
        }
        return alterFault(index, &random)
    }

    private mutating func addFault(_ random: inout Random) -> Bool {
        guard result.faults.count < Limits.faults,
            let fault = Fault.propose(for: result.operations, mask: mask, random: &random),
            !result.faults.contains(fault)
        else { return false }
        result.faults.append(fault)
        return true
    }

    private mutating func alterFault(_ index: Int, _ random: inout Random) -> Bool {
        let old = result.faults[index]
        var fault = old
        switch random.below(3) {
        case 0:
            fault.occurrence = UInt8(random.below(4))
        case 1:
            switch fault.site.form.detail {
            case .none: return false
            case .filePage:
                fault.file = UInt8(random.below(Limits.names))
                fault.page = UInt8(random.below(Limits.filePages))
            case .until:
                guard let position = result.operations.firstIndex(where: { $0.id == fault.operation }),
                    let later = Fault.laterOperation(than: position, in: result.operations, random: &random)
                else { return false }
                fault.until = later
            }
        default:
            // Another operation that reaches the site.
            let operations = result.operations
            guard !operations.isEmpty,
                let other = random.slot(operations.count, where: { operations[$0].kind.isProposed(for: fault.site) })
            else { return false }
            (fault.operation, fault.task) = (operations[other].id, operations[other].task)
        }
        result.faults[index] = fault
        return fault != old
    }
}
