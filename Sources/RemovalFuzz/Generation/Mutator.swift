import DAXModel

/// Changes cases: operations, their order and arguments, mkfs options, faults, preemptions, and mixtures of two cases.
public enum Mutator {
    /// A changed case, valid and within the limits if `base` is. Faults and preemptions that lose their operation go.
    ///
    /// - Parameters:
    ///   - other: A case to take operations from.
    ///   - mask: What must not be added; what the case has already may stay.
    ///   - stepNames: Steps of the model as "path:step", neighbours in the kernel's order side by side, that new
    ///     preemptions may name beside those that the case names itself.
    ///   - rule: The rule of new preemptions of a case that has none.
    public static func mutate(
        _ base: Case, with other: Case? = nil, mask: SwarmMask = SwarmMask(), stepNames: [String] = [],
        rule: SchedulingRule = .stack, random: inout Random
    ) -> Case {
        var mutation = Mutation(result: base, other: other, mask: mask, stepNames: stepNames, rule: rule)
        // Havoc: several changes on top of each other.
        let changes = random.chance(1, in: 4) ? 2 + random.below(6) : 1
        for _ in 0..<changes {
            for _ in 0..<8 where mutation.change(&random) { break }
        }
        mutation.result.repair()
        return mutation.result
    }
}

/// A case while it is being changed. Between changes it may have unbalanced loops and dangling references; counts
/// and the fields of its parts are always valid.
struct Mutation {
    var result: Case
    let other: Case?
    let mask: SwarmMask
    let stepNames: [String]
    let rule: SchedulingRule

    /// Up to here insertions are not held back.
    static var comfortableLength: Int { 16 }

    /// Applies one change of a random sort; false if it could not be done.
    mutating func change(_ random: inout Random) -> Bool {
        switch random.below(40) {
        case 0..<6: insertOperation(&random)
        case 6..<10: removeOperation(&random)
        case 10: duplicateOperation(&random)
        case 11..<16: moveOperation(&random)
        case 16..<21: changeArgument(&random)
        case 21, 22: changeContext(&random)
        case 23, 24: changeTask(&random)
        case 25: insertLoop(&random)
        case 26: changeMkfs(&random)
        case 27..<31: changeFaults(&random)
        case 31..<38: changePreemptions(&random)
        default: splice(&random)
        }
    }

    private mutating func changeMkfs(_ random: inout Random) -> Bool {
        // Without a reverse map there is little to walk: rarely worth having, always worth losing.
        guard !result.mkfs.rmapbt || random.chance(1, in: 4) else { return false }
        result.mkfs.rmapbt.toggle()
        return true
    }

    // MARK: Choices

    /// Index of an operation; nil when there is none.
    func anyOperation(_ random: inout Random) -> Int? {
        result.operations.isEmpty ? nil : random.below(result.operations.count)
    }

    /// Mostly a task that the case uses already.
    func anyTask(_ random: inout Random) -> UInt8 {
        guard let index = anyOperation(&random), !random.chance(1, in: 8) else {
            return UInt8(random.below(Limits.userTasks))
        }
        return result.operations[index].task
    }

    /// An id that no operation has, for a new one in front of `index`: between its neighbours if there is room.
    func freshID(at index: Int) -> UInt16 {
        let operations = result.operations
        let before = index > 0 ? operations[index - 1].id : 0
        if index < operations.count, operations[index].id > before {
            let middle = before + (operations[index].id - before) / 2
            if middle > before && result.task(of: middle) == nil { return middle }
        }
        var highest: UInt16 = 0
        for operation in operations { highest = max(highest, operation.id) }
        if highest < OperationID.firstReserved - Generator.idStep { return highest + Generator.idStep }
        var id: UInt16 = 1
        while result.task(of: id) != nil { id += 1 }
        return id
    }
}
