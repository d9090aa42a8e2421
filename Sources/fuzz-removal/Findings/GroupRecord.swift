import DAXModel
import RemovalFuzz

/// A group of findings on one target: what identifies it everywhere in this build.
struct GroupKey: Hashable, Sendable {
    /// Its name.
    var target: String
    var group: FindingGroup
}

/// What is known of one group.
struct GroupRecord: Sendable {
    /// A signature that was met in the group.
    struct Sight: Sendable {
        var signature: String
        var observable: Observable
        var isConsequence: Bool
        /// Executions on the target until it was met first; nil where no campaign says so.
        var executions: UInt64?
        var bug: String?
    }

    let target: Target
    let group: FindingGroup
    /// In the order in which they were met; never empty.
    private(set) var sights: [Sight]
    /// When and where the group was met first.
    var found: Discovery?
    /// The best case so far.
    var witness: Witness
    /// Its file, once it is on the disk.
    var file: String?
    /// No earlier campaign has left it in the folder.
    var isNew: Bool
    /// This campaign has met it, whether it was known or not.
    var isMet = false
    /// The witness on the disk is as small as the minimizer could make it.
    var isMinimized = false
    /// What the target lacks, by the witness; nil: nobody has asked yet.
    var lacks: Attribution.Outcome?
    /// Minimizing the witness failed, and would again.
    var isStubborn = false

    init(
        target: Target, group: FindingGroup, found: Discovery?, sight: Sight, witness: Witness, file: String?,
        isNew: Bool
    ) {
        self.target = target
        self.group = group
        self.found = found
        sights = [sight]
        self.witness = witness
        self.file = file
        self.isNew = isNew
    }

    var key: GroupKey { GroupKey(target: target.name, group: group) }
    /// The name by which the group is known, and that of its file without the suffix.
    var name: String { group.fileStem(on: target) }
    /// The record is of the file that bears the group's name, not of one beside it.
    var isOwnFile: Bool { file?.split(separator: "/").last.map(String.init) == name + CaseFile.storedSuffix }
    /// Executions on the target until the first of the group, in the campaign that found it; nil where none says so.
    var firstAt: UInt64? { found?.executions }
    /// The worst that any violation of the group would show.
    var severity: Severity {
        sights.map { Severity($0.observable, isConsequence: $0.isConsequence) }.min()
            ?? Severity(witness.observable, isConsequence: witness.isConsequence)
    }
    /// Rows of the catalogue, each once: that of the witness first, and rows that say only where damage shows last.
    var bugs: [String] {
        let own = sights.first { $0.signature == witness.signature }?.bug
        func key(_ row: String) -> (Int, String) { (KnownBugs.isSymptom(row) ? 2 : row == own ? 0 : 1, row) }
        return Set(sights.compactMap(\.bug)).sorted { key($0) < key($1) }
    }

    /// The class of violation whose cause is meant: that of the witness, or of the oops that it follows.
    func wanted(_ replayer: Replayer) -> ViolationClass? {
        let execution = replayer.run(witness.case, on: target)
        return execution.violations.first { $0.signature == witness.signature }.map { execution.cause(of: $0) }
    }

    /// Adds a signature unless it is there.
    mutating func add(_ sight: Sight) {
        if !sights.contains(where: { $0.signature == sight.signature }) { sights.append(sight) }
    }
}
