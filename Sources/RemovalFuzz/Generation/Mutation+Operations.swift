import DAXModel

// Operations come, go, and change places and tasks.
extension Mutation {
    /// Inserts one operation, which mostly makes sense where it is put.
    mutating func insertOperation(_ random: inout Random) -> Bool {
        // The longer the case, the more often something goes instead: cases must not grow without reason.
        if result.operations.count > Mutation.comfortableLength + random.below(24) { return removeOperation(&random) }
        guard result.operations.count < Limits.operations else { return false }
        let position = random.below(result.operations.count + 1)
        let state = WorkloadState(after: position, of: result.operations)
        for _ in 0..<8 {
            guard let kind = anyKind(state, &random) else { continue }
            let task = anyTask(&random)
            var proposal = state.propose(kind, task: task, mask: mask, random: &random)
            if proposal == nil && random.chance(1, in: 16) && mask.allows(kind) {
                proposal = Operation.any(kind, task: task, random: &random)
            }
            guard var operation = proposal, mask.allows(modifiers: operation.call.modifiers) else { continue }
            operation.id = freshID(at: position)
            result.operations.insert(operation, at: position)
            return true
        }
        return false
    }

    /// A kind of operation that is not part of a loop.
    private func anyKind(_ state: WorkloadState, _ random: inout Random) -> OperationKind? {
        if random.chance(1, in: 16) { return random.pick([.mount, .umount, .bind, .unbind]) }
        let kind = random.pick(state.isBound ? OperationMix.inUse : OperationMix.afterRemoval)
        return kind.isLoop ? nil : kind
    }

    /// Removes one operation, or a short row of them; a loop's other end goes with it.
    mutating func removeOperation(_ random: inout Random) -> Bool {
        guard let index = anyOperation(&random) else { return false }
        let count = random.chance(1, in: 8) ? 1 + random.below(4) : 1
        result.operations.removeSubrange(index..<min(index + count, result.operations.count))
        return true
    }

    /// Repeats an operation somewhere after it.
    mutating func duplicateOperation(_ random: inout Random) -> Bool {
        guard result.operations.count < Limits.operations, let index = anyOperation(&random),
            !result.operations[index].kind.isLoop
        else { return false }
        let position = index + 1 + random.below(result.operations.count - index)
        var copy = result.operations[index]
        copy.id = freshID(at: position)
        if random.chance(1, in: 2) { copy.task = anyTask(&random) }
        result.operations.insert(copy, at: position)
        return true
    }

    /// Moves an operation in the order; often the removal, whose moment matters most.
    mutating func moveOperation(_ random: inout Random) -> Bool {
        guard result.operations.count > 1, var from = anyOperation(&random) else { return false }
        if random.chance(1, in: 3), let removal = result.operations.firstIndex(where: { $0.kind == .unbind }) {
            from = removal
        }
        var to = random.below(result.operations.count)
        if random.chance(2, in: 3) {
            let distance = 1 + random.below(3)
            to = random.chance(1, in: 2) ? from + distance : from - distance
            to = max(0, min(result.operations.count - 1, to))
        }
        guard to != from else { return false }
        let step = to > from ? 1 : -1
        for index in stride(from: from, to: to, by: step) { result.operations.swapAt(index, index + step) }
        return true
    }

    /// Gives an operation to another task, or exchanges two tasks everywhere.
    mutating func changeTask(_ random: inout Random) -> Bool {
        guard let index = anyOperation(&random) else { return false }
        let old = result.operations[index].task
        let new = anyTask(&random)
        guard new != old else { return false }
        guard random.chance(1, in: 6) else {
            guard !result.operations[index].kind.isLoop else { return false }
            result.operations[index].task = new
            return true
        }
        for other in result.operations.indices {
            let task = result.operations[other].task
            if task == old || task == new { result.operations[other].task = task == old ? new : old }
        }
        return true
    }

    /// Puts a row of one task's operations into a loop.
    mutating func insertLoop(_ random: inout Random) -> Bool {
        guard mask.allows(.repeat), result.operations.count + 2 <= Limits.operations,
            let first = anyOperation(&random)
        else { return false }
        let task = result.operations[first].task
        var last = first
        for index in result.operations.indices[first...].prefix(1 + random.below(6))
        where result.operations[index].task == task {
            guard !result.operations[index].kind.isLoop else { return false }
            last = index
        }
        let end = Operation(id: freshID(at: last + 1), task: task, call: .end)
        result.operations.insert(end, at: last + 1)
        var start = Operation.loop(task: task, mask: mask, random: &random)
        start.id = freshID(at: first)
        result.operations.insert(start, at: first)
        return true
    }

    // MARK: Arguments

    /// Changes one argument of an operation, whether or not it makes sense there.
    mutating func changeArgument(_ random: inout Random) -> Bool {
        guard let index = anyOperation(&random) else { return false }
        let old = result.operations[index]
        var new = old
        new.varyArgument(&random)
        guard new != old, mask.allows(modifiers: new.call.modifiers.subtracting(old.call.modifiers)) else {
            return false
        }
        result.operations[index] = new
        return true
    }

    /// Makes an operation anew for its place: other arguments, sometimes another kind.
    mutating func changeContext(_ random: inout Random) -> Bool {
        guard let index = anyOperation(&random) else { return false }
        let old = result.operations[index]
        guard !old.kind.isLoop else { return false }
        let state = WorkloadState(after: index, of: result.operations)
        var kind = old.kind
        if random.chance(1, in: 3), let another = anyKind(state, &random) { kind = another }
        guard var new = state.propose(kind, task: old.task, mask: mask, random: &random) else { return false }
        new.id = old.id
        guard new != old else { return false }
        result.operations[index] = new
        return true
    }
}
