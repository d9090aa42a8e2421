import DAXModel

// The reductions of structure, from the largest pieces to the smallest.
extension MinimizerRun {
    /// Goes through all reductions until none helps.
    mutating func reduceToFixpoint() {
        var before: CaseCost
        repeat {
            before = cost
            dropDecisions()
            dropTasks()
            reduceLoops()
            dropOperations()
            dropFaults()
            dropPreemptions()
            dropPairs()
            useDefaults()
            simplifyArguments()
            simplifyOrder()
        } while cost < before && stop == nil
        phase = .identities
        considerRenamed(best.renumbered)
    }

    /// Whether one more operation, fault or preemption can go. The gate remembers what was tried before.
    mutating func dropAnyOne() -> Bool {
        for index in best.operations.indices where consider(best.dropping(index..<index + 1)) { return true }
        for index in best.faults.indices where consider(best.droppingFaults(index..<index + 1)) { return true }
        for index in best.preemptions.indices where consider(best.droppingPreemptions(index..<index + 1)) {
            return true
        }
        return false
    }

    /// All faults and all preemptions at once; then what did not strike.
    private mutating func dropDecisions() {
        phase = .decisions
        var bare = best
        (bare.faults, bare.preemptions) = ([], [])
        if consider(bare) { return }
        _ = consider(best.droppingFaults(0..<best.faults.count))
        _ = consider(best.droppingPreemptions(0..<best.preemptions.count))
        guard let fired = execution?.firedFaults else { return }
        var struck = best
        struck.faults = best.faults.enumerated().filter { fired & 1 << $0.offset != 0 }.map(\.element)
        _ = consider(struck)
    }

    /// Whole tasks, then everything that has to do with one file, one descriptor or one mapping.
    private mutating func dropTasks() {
        phase = .tasks
        for task in best.tasksInOrder.reversed() {
            _ = consider(best.dropping { $0.task == task })
        }
        for task in best.tasksInOrder.reversed() {
            for other in best.tasksInOrder where other < task {
                if consider(best.mappingTasks { $0 == task ? other : $0 }) { break }
            }
        }
        for name in 0..<UInt8(Limits.names) {
            _ = consider(best.dropping { $0.file == FileName(name) })
        }
        for task in best.tasksInOrder {
            for slot in 0..<UInt8(Limits.descriptors) {
                _ = consider(best.dropping { $0.task == task && $0.descriptor == DescriptorSlot(slot) })
                _ = consider(best.dropping { $0.task == task && $0.mapping == MappingSlot(slot) })
            }
        }
    }

    /// Loops: all of them, each with what is in it, each without, and two rounds written out where that is shorter.
    private mutating func reduceLoops() {
        phase = .loops
        _ = consider(best.dropping { $0.kind.isLoop })
        var index = 0
        while index < best.operations.count {
            guard best.operations[index].kind == .repeat, let end = best.endOfLoop(at: index) else {
                index += 1
                continue
            }
            let task = best.operations[index].task
            let inside = best.operations[index...end].filter { $0.task == task }.map(\.id)
            if consider(best.dropping { inside.contains($0.id) }) { continue }
            if consider(best.dropping(index..<index + 1)) { continue }
            if inside.count == 3 && considerTwoRounds(index, end) { continue }
            index += 1
        }
    }

    /// A loop around one operation costs three lines; the operation written twice costs two.
    private mutating func considerTwoRounds(_ index: Int, _ end: Int) -> Bool {
        var candidate = best
        let task = best.operations[index].task
        guard let body = best.operations[(index + 1)..<end].firstIndex(where: { $0.task == task }) else { return false }
        candidate.operations[end] = best.operations[body]
        candidate.operations[end].id = best.operations[end].id
        candidate.operations.remove(at: index)
        candidate.repair()
        return consider(candidate)
    }

    /// Delta debugging: rows of operations from the end on, half of them at first, then ever shorter ones.
    private mutating func dropOperations() {
        phase = .operations
        var size = max(1, best.operations.count / 2)
        while stop == nil {
            var end = best.operations.count
            while end > 0 && stop == nil {
                let start = max(0, end - size)
                _ = consider(best.dropping(start..<end))
                end = min(start, best.operations.count)
            }
            if size == 1 { return }
            size /= 2
        }
    }

    /// Two operations that are of use only to each other.
    private mutating func dropPairs() {
        phase = .operations
        var first = 0
        while first < min(best.operations.count, 20) && stop == nil {
            var second = first + 1
            while second < min(best.operations.count, 20) && stop == nil {
                let ids = (best.operations[first].id, best.operations[second].id)
                if !consider(best.dropping { $0.id == ids.0 || $0.id == ids.1 }) { second += 1 }
            }
            first += 1
        }
    }

    private mutating func dropFaults() {
        phase = .faults
        for index in best.faults.indices.reversed() where index < best.faults.count {
            _ = consider(best.droppingFaults(index..<index + 1))
        }
    }

    private mutating func dropPreemptions() {
        phase = .preemptions
        var size = max(1, best.preemptions.count / 2)
        while stop == nil {
            var end = best.preemptions.count
            while end > 0 && stop == nil {
                let start = max(0, end - size)
                _ = consider(best.droppingPreemptions(start..<end))
                end = min(start, best.preemptions.count)
            }
            if size == 1 { return }
            size /= 2
        }
    }

    private mutating func useDefaults() {
        phase = .options
        var candidate = best
        candidate.mkfs = MkfsOptions()
        _ = consider(candidate)
    }
}
