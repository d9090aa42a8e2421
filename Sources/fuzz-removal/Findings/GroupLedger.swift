import DAXModel
import RemovalFuzz

/// All groups that a campaign knows: those that the folder held before, and those that it found.
struct GroupLedger {
    /// What a finding changed.
    enum Change { case newGroup, betterWitness, nothing }

    private var records: [GroupKey: GroupRecord] = [:]
    /// In the order of their appearance: nothing may depend on the order of a dictionary.
    private var order: [GroupKey] = []
    /// Groups whose best case is not on the disk as it should be.
    private var unfinished: Set<GroupKey> = []
    /// What was told once: that minimizing lost a group, that a group's file was left alone.
    private var told: Set<Telling> = []

    private struct Telling: Hashable {
        var key: GroupKey
        var isLoss: Bool
    }

    /// - Parameter known: What the folder holds, each group once.
    init(known: [GroupRecord]) {
        for record in known {
            order.append(record.key)
            records[record.key] = record
            if !record.isMinimized { unfinished.insert(record.key) }
        }
    }

    /// All groups, in the order of their appearance.
    var all: [GroupRecord] { order.compactMap { records[$0] } }

    subscript(key: GroupKey) -> GroupRecord? { records[key] }

    /// Groups that have to be minimized or saved yet, in the order of their appearance.
    var pending: [GroupKey] { order.filter { unfinished.contains($0) } }
    var pendingCount: Int { unfinished.count }

    /// Takes a finding; signatures beyond the first of a group are counted there.
    mutating func add(_ finding: Finding, on target: Target, found: Discovery) -> Change {
        let key = GroupKey(target: target.name, group: finding.group)
        let sight = GroupRecord.Sight(
            signature: finding.signature, observable: finding.observable, isConsequence: finding.isConsequence,
            executions: found.executions, bug: finding.bug)
        let witness = Witness(
            signature: finding.signature, observable: finding.observable, isConsequence: finding.isConsequence,
            case: finding.case)
        guard var record = records[key] else {
            order.append(key)
            var record = GroupRecord(
                target: target, group: finding.group, found: found, sight: sight, witness: witness, file: nil,
                isNew: true)
            record.isMet = true
            records[key] = record
            unfinished.insert(key)
            return .newGroup
        }
        record.add(sight)
        record.isMet = true
        defer { records[key] = record }
        guard witness.rank < record.witness.rank else { return .nothing }
        record.witness = witness
        record.isMinimized = false
        record.lacks = nil
        record.isStubborn = false
        unfinished.insert(key)
        return .betterWitness
    }

    /// Takes back what was saved. A better case that has come meanwhile stays to be saved, and one that cannot be
    /// minimized is not tried again.
    /// - Returns: what the user should know and was not told of this group before.
    mutating func saved(_ key: GroupKey, _ result: SavedWitness) -> [String] {
        guard var record = records[key] else { return [] }
        record.file = result.file ?? record.file
        if result.wasKnown { record.isNew = false }
        if result.witness.rank <= record.witness.rank {
            record.witness = result.witness
            record.isMinimized = result.isMinimized
            record.lacks = result.lacks
            record.isStubborn = result.isLost
            if result.isMinimized || result.isLost { unfinished.remove(key) }
        }
        records[key] = record
        var warnings: [String] = []
        if result.isLost && told.insert(Telling(key: key, isLoss: true)).inserted {
            warnings.append("minimizing lost \(record.name); its case is kept as it was found")
        }
        if let sentence = result.leftAlone, told.insert(Telling(key: key, isLoss: false)).inserted {
            warnings.append(sentence)
        }
        return warnings
    }
}

/// What became of a case on its way to the disk.
struct SavedWitness: Sendable {
    /// What the group's file holds now.
    var witness: Witness
    /// nil where it could not be written.
    var file: String?
    var isMinimized: Bool
    /// Another campaign had left the group there before this one could.
    var wasKnown: Bool
    /// Executions that minimizing took.
    var executions: Int
    /// What the target lacks, by this witness.
    var lacks: Attribution.Outcome?
    /// What minimizing made of the case did not show the same twice.
    var isLost = false
    /// Why the group's own file was left alone and the case saved beside it.
    var leftAlone: String?
    var failure: Failure?
}
