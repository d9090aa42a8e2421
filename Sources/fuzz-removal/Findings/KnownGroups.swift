import Corpus
import DAXModel
import RemovalFuzz
import SystemPackage

/// What a folder of crashers holds, group by group: each file is replayed on the target that it records.
struct KnownGroups {
    /// Most files that are looked at.
    static let fileLimit = 16_384

    /// One record a group, its best file; in the order of the files' names.
    private(set) var records: [GroupRecord] = []
    /// Files that could not be used, and why.
    private(set) var failures: [Failure] = []
    /// Files of this build's designs that no longer show what they record.
    private(set) var silent: [String] = []
    /// Files beyond the best of each group.
    private(set) var others = 0
    /// Files beyond the limit, which nobody has looked at.
    private(set) var unread = 0
    private let replayer = Replayer()
    private var positions: [GroupKey: Int] = [:]

    /// Reads a folder; a missing one has nothing.
    /// - Parameter limit: Most files that are looked at.
    init(_ store: Store, limit: Int = fileLimit) throws(Failure) {
        let entries = try storing { () throws(CorpusError) in try store.list() }
        unread = max(0, entries.count - limit)
        for entry in entries.prefix(limit) {
            do throws(Failure) { try add(entry) } catch { failures.append(error) }
        }
    }

    /// What to say of the files that were not looked at; nil where there are none.
    var unreadSentence: String? {
        guard unread > 0 else { return nil }
        return "\(unread) \(unread == 1 ? "file" : "files") beyond the first \(KnownGroups.fileLimit) of the folder "
            + "\(unread == 1 ? "was" : "were") not looked at; move what --keep-all saved elsewhere"
    }

    private mutating func add(_ entry: Store.Entry) throws(Failure) {
        let payload = try storing { () throws(CorpusError) in try entry.payload.get() }
        let path = entry.path.string
        let crasher = try CaseFile.decode(payload, unpackedFrom: path)
        guard let name = crasher.target else {
            throw .badData("\(path) records no design; promote it with --design, or keep it elsewhere")
        }
        let target = try Targets.recorded(name, in: path)
        guard let record = GroupRecord(crasher, on: target, file: path, replayer) else { return silent.append(path) }
        guard let position = positions[record.key] else {
            positions[record.key] = records.count
            return records.append(record)
        }
        others += 1
        var best = records[position]
        let (rank, present) = (record.witness.rank, best.witness.rank)
        let isBetter = rank < present || (rank == present && record.isOwnFile)
        for sight in record.sights { best.add(sight) }
        // The group's own file knows when the group was met first, whichever case is the best.
        if record.isOwnFile { best.found = record.found ?? best.found }
        if isBetter {
            best.witness = record.witness
            best.file = record.file
            best.isMinimized = record.isMinimized
            best.lacks = record.lacks
        }
        records[position] = best
    }
}

extension GroupRecord {
    /// The group of what a file is about, and all that its case shows of that group; nil when it no longer shows it.
    init?(_ crasher: Crasher, on target: Target, file: String?, _ replayer: Replayer) {
        let execution = replayer.run(crasher.case, on: target)
        guard let meant = crasher.meantSignature(on: target),
            let index = execution.violations.firstIndex(where: { $0.signature == meant })
        else { return nil }
        let groups = execution.groups
        let sights = execution.violations.indices.filter { groups[$0] == groups[index] }.map { index in
            let violation = execution.violations[index]
            return Sight(
                signature: violation.signature, observable: violation.observable,
                isConsequence: violation.isConsequence, executions: crasher.found?.executions,
                bug: KnownBugs.row(of: violation, on: target.design.name))
        }
        let violation = execution.violations[index]
        let witness = Witness(
            signature: meant, observable: violation.observable, isConsequence: violation.isConsequence,
            case: crasher.case)
        self.init(
            target: target, group: groups[index], found: crasher.found, sight: sights[0], witness: witness, file: file,
            isNew: false)
        for sight in sights { add(sight) }
        isMinimized = crasher.isMinimized
        lacks = crasher.lacks
    }
}
