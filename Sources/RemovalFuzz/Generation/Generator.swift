import DAXModel

/// Makes cases from nothing: valid workloads that mount, map files, touch them and lose the device under it all.
///
/// A case leaves its preemptions empty; schedules are the search's business. Ids ascend in steps of
/// `Generator.idStep`, so that later insertions find room between their neighbours.
public enum Generator {
    /// The distance between the ids of neighbouring operations.
    public static var idStep: UInt16 { 10 }

    /// What workloads look like around the removal.
    public enum Shape: Sendable {
        /// Other operations follow the removal at any time.
        case spread
        /// Mostly operations of other tasks stand close to the removal, as if it had not come: what their steps meet of
        /// it is up to the schedule. Faults strike more often.
        case crowded
    }

    /// A valid case: a function of the mask, the shape and the state of `random`, which it advances.
    public static func make(
        mask: SwarmMask = SwarmMask(), shape: Shape = .crowded, random: inout Random
    ) -> Case {
        var draft = WorkloadDraft(mask: mask, shape: shape, random: &random)
        draft.write(&random)
        var result = Case(mkfs: MkfsOptions(rmapbt: !random.chance(1, in: 8)), operations: draft.operations)
        guard shape == .spread ? random.chance(1, in: 4) : random.chance(3, in: 8) else { return result }
        repeat {
            guard let fault = Fault.propose(for: result.operations, mask: mask, random: &random) else { break }
            if !result.faults.contains(fault) { result.faults.append(fault) }
        } while random.chance(1, in: 3) && result.faults.count < 3
        return result
    }
}

/// A workload while it is written, operation by operation.
private struct WorkloadDraft {
    /// Operations before the removal that belong to its crowd.
    private static var crowdBefore: Int { 3 }

    private let mask: SwarmMask
    /// How many operations it should have; a loop may exceed it by a little.
    private let length: Int
    /// Where the device is unbound; beyond the length: never.
    private let removal: Int
    /// Operations stand beside the removal, from a few before it on, while this many behind it are left.
    private var crowdLeft: Int
    private var isCrowded: Bool { crowdLeft > 0 }
    private var state: WorkloadState
    private var removed = false
    /// The task that unbinds.
    private var remover: UInt8 = 0
    private(set) var operations: [Operation] = []

    init(mask: SwarmMask, shape: Generator.Shape, random: inout Random) {
        self.mask = mask
        crowdLeft = shape == .crowded && random.chance(3, in: 4) ? 2 + random.below(6) : 0
        length = random.chance(1, in: 16) ? 4 + random.below(3) : 8 + min(random.below(17), random.below(17))
        let tasks = 2 + min(random.below(4), random.below(6))
        var unborn: UInt8 = 0
        for task in 1..<tasks where random.chance(1, in: 5) { unborn |= 1 << UInt8(task) }
        if !mask.allows(.fork) && !mask.allows(.thread) { unborn = 0 }
        state = WorkloadState(tasks: UInt8(1 << tasks - 1), unborn: unborn)
        if random.chance(1, in: 20) {
            removal = .max
        } else if random.chance(1, in: 16) {
            removal = 1 + random.below(length - 1)
        } else {
            removal = max(length / 2, min(7, length - 1)) + random.below(max(1, (length - 7) / 2))
        }
        operations.reserveCapacity(length + 8)
    }

    mutating func write(_ random: inout Random) {
        append(Operation(id: 0, task: anyTask(&random), call: .mount))
        while operations.count < length {
            if operations.count >= removal && !removed {
                removed = true
                append(Operation(id: 0, task: anyTask(&random), call: .unbind))
            } else if random.chance(15, in: 16), let operation = need(&random) {
                append(operation)
            } else if appendAny(&random) {
                continue
            } else if let operation = need(&random) {
                append(operation)
            } else if isCrowded && removed {
                endCrowd()
            } else if removed, let operation = anyTaskProposes(OperationMix.afterRemoval, &random) {
                append(operation)
            } else {
                // Too much is switched off to go on; what must not be missing is the removal.
                if removed || removal == .max { return }
                removed = true
                append(Operation(id: 0, task: anyTask(&random), call: .unbind))
            }
        }
    }

    private mutating func append(_ operation: Operation) {
        var operation = operation
        operation.id = UInt16(operations.count + 1) * Generator.idStep
        operations.append(operation)
        guard isCrowded, operation.kind == .unbind || removed else { return state.apply(operation) }
        // The removal has not happened yet for those that stand behind it in the crowd.
        guard operation.kind == .unbind else {
            state.apply(operation)
            crowdLeft -= 1
            if !isCrowded { endCrowd() }
            return
        }
        remover = operation.task
    }

    /// For those that follow from here on, the device is gone.
    private mutating func endCrowd() {
        crowdLeft = 0
        // Whoever may still act: the one that unbinds may be gone by now.
        let task = UInt8(truncatingIfNeeded: state.alive.trailingZeroBitCount)
        state.apply(Operation(id: 0, task: task, call: .unbind))
    }

    /// A living task; when all have ended, t0 speaks into the void.
    private func anyTask(_ random: inout Random) -> UInt8 { random.bit(of: state.alive) ?? 0 }

    /// The next thing on the way to a mapped and faulted file, unless the device is gone.
    private func need(_ random: inout Random) -> Operation? {
        guard !removed else { return nil }
        let task = anyTask(&random)
        if !state.names.contains(where: { $0 > 0 }) && !state.descriptors.contains(where: { $0.inode > 0 }) {
            return propose([.create], task, &random)
        }
        if !state.sizes.contains(where: { $0 > 0 }) {
            return anyTaskProposes([.write, .truncate, .fallocate], &random)
        }
        if state.unborn != 0 && random.chance(1, in: 4) { return propose([.fork, .thread], task, &random) }
        if !state.areas.contains(where: { $0.inode > 0 }) { return anyTaskProposes([.mmap], &random) }
        if !state.areas.contains(where: { $0.touched }) { return anyTaskProposes([.store, .load], &random) }
        guard random.chance(1, in: 2) else { return nil }
        return involve(task, &random)
    }

    /// Brings a task that has nothing to do with the files nearer to them.
    private func involve(_ task: UInt8, _ random: inout Random) -> Operation? {
        let descriptors = state.descriptors[state.descriptorBase(task)...].prefix(Limits.descriptors)
        let areas = state.areas[state.areaBase(task)...].prefix(Limits.mappings)
        if areas.contains(where: { $0.touched }) { return nil }
        if areas.contains(where: { $0.inode > 0 }) { return propose([.store, .load], task, &random) }
        if descriptors.contains(where: { $0.inode > 0 }) { return propose([.mmap], task, &random) }
        return propose([.open], task, &random)
    }

    private func anyTaskProposes(_ kinds: [OperationKind], _ random: inout Random) -> Operation? {
        var tasks = state.alive
        while let task = random.bit(of: tasks) {
            tasks &= ~(1 << task)
            if let operation = propose(kinds, task, &random) { return operation }
        }
        return nil
    }

    /// An operation of one of these kinds, whichever comes first from a random one on.
    private func propose(_ kinds: [OperationKind], _ task: UInt8, _ random: inout Random) -> Operation? {
        let start = random.below(kinds.count)
        for offset in kinds.indices {
            let kind = kinds[(start + offset) % kinds.count]
            if let operation = state.propose(kind, task: task, mask: mask, random: &random) { return operation }
        }
        return nil
    }

    /// What is drawn from at this place of the workload.
    private func mix(_ random: inout Random) -> [OperationKind] {
        let isBeside = isCrowded && (removed || operations.count >= removal - WorkloadDraft.crowdBefore)
        if isBeside && !random.chance(1, in: 8) { return OperationMix.besideRemoval }
        return removed ? OperationMix.afterRemoval : OperationMix.inUse
    }

    private mutating func appendAny(_ random: inout Random) -> Bool {
        for _ in 0..<16 {
            let kind = random.pick(mix(&random))
            var task = anyTask(&random)
            // Its own later operations wait for the removal's end.
            if isCrowded && removed && task == remover { task = anyTask(&random) }
            if kind == .repeat && mask.allows(.repeat) && operations.count + 3 <= length {
                if appendLoop(task, &random) { return true }
            } else if let operation = state.propose(kind, task: task, mask: mask, random: &random) {
                append(operation)
                return true
            }
        }
        return false
    }

    /// A loop of one task with one to three operations in it.
    private mutating func appendLoop(_ task: UInt8, _ random: inout Random) -> Bool {
        guard let first = propose(OperationMix.inLoop, task, &random) else { return false }
        append(Operation.loop(task: task, mask: mask, random: &random))
        append(first)
        for _ in 0..<random.below(3) {
            guard let next = propose(OperationMix.inLoop, task, &random) else { break }
            append(next)
        }
        append(Operation(id: 0, task: task, call: .end))
        return true
    }
}

extension Operation {
    /// The beginning of a loop, with id 0.
    static func loop(task: UInt8, mask: SwarmMask, random: inout Random) -> Operation {
        let times = random.chance(1, in: 8) ? 1 + random.below(Limits.rounds) : 2 + random.below(5)
        let isBackground = mask.allows(modifiers: .background) && random.chance(1, in: 2)
        return Operation(id: 0, task: task, call: .repeat(Rounds(UInt8(times)), background: isBackground))
    }
}
