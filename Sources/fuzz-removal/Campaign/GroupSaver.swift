import Corpus
import DAXModel
import Dispatch
import RemovalFuzz
import SystemPackage

/// Minimizes the best case of a group, verifies it by replay, and makes it the group's file. Works on a thread of its
/// own, one group at a time.
final class GroupSaver: @unchecked Sendable {
    private let plan: RunPlan
    private let store: Store
    private let deadline: Deadline
    private let queue = DispatchQueue(label: "findings")
    /// Touched on the queue only.
    private let replayer = Replayer()

    /// - Parameter deadline: From there on nothing is minimized any more.
    init(_ plan: RunPlan, deadline: Deadline) {
        self.plan = plan
        self.deadline = deadline
        store = plan.crashStore
    }

    /// Saves the witness of a record.
    /// - Parameter budget: Executions to minimize it with; 0: it is saved as it was found.
    func save(_ record: GroupRecord, budget: Int) async -> SavedWitness {
        await withCheckedContinuation { continuation in
            queue.async { [self] in continuation.resume(returning: saveNow(record, budget)) }
        }
    }

    /// Saves a finding besides its group's file, as it was found.
    func keep(_ finding: Finding, on target: Target, executions: UInt64) async -> Failure? {
        await withCheckedContinuation { continuation in
            queue.async { [self] in continuation.resume(returning: keepNow(finding, target, executions)) }
        }
    }

    /// Saves a case in which the model has stopped. Nothing can be told of its execution: it does not come to an end.
    /// - Returns: the file.
    func keep(_ stopped: Case) async -> Result<String, Failure> {
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                let store = plan.stoppedStore
                do throws(Failure) {
                    let name = try storing { () throws(CorpusError) in try store.put(stopped.encoded).name }
                    continuation.resume(returning: .success(store.directory.appending(name).string))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
    }

    private func keepNow(_ finding: Finding, _ target: Target, _ executions: UInt64) -> Failure? {
        var crasher = Crasher.recording(
            finding.case, on: target, meant: finding.signature, execution: replayer.run(finding.case, on: target),
            found: Discovery(seed: plan.seed, executions: executions))
        crasher.isMinimized = false
        let prefix = finding.group.fileStem(on: target) + "--"
        do throws(Failure) {
            _ = try storing { () throws(CorpusError) in try store.put(crasher.encoded, prefix: prefix) }
            return nil
        } catch {
            return error
        }
    }

    private func saveNow(_ record: GroupRecord, _ budget: Int) -> SavedWitness {
        var result = SavedWitness(
            witness: record.witness, isMinimized: record.isMinimized, wasKnown: false, executions: 0)
        result.lacks = record.lacks
        result.isLost = record.isStubborn
        if budget > 0 && !record.isMinimized && !record.isStubborn { minimize(record, budget, &result) }
        attribute(record, budget - result.executions, &result)
        let target = record.target
        let small = result.witness
        var crasher = Crasher.recording(
            small.case, on: target, meant: small.signature, execution: replayer.run(small.case, on: target),
            found: record.found)
        crasher.notes = GroupSaver.notes(record, besides: crasher.signatures)
        crasher.isMinimized = result.isMinimized
        crasher.lacks = result.lacks
        let name = record.name + store.suffix
        do throws(Failure) {
            var obstacle: String?
            _ = try storing { () throws(CorpusError) in
                try store.update(name) { present in
                    switch held(by: present, record) {
                    case .nothing: return crasher.encoded
                    case .witness(let theirs, let held):
                        return replacement(of: theirs, held, by: crasher, record, &result)
                    case .other(let what):
                        obstacle = what
                        return nil
                    }
                }
            }
            result.file = store.directory.appending(name).string
            if let obstacle { try saveBeside(name, obstacle, crasher, record, &result) }
        } catch {
            result.failure = error
        }
        return result
    }

    /// What stands where a group's file belongs.
    private enum Present {
        case nothing
        case witness(Crasher, GroupRecord)
        /// Something that is not this group's, and so not to be overwritten: what is wrong with it.
        case other(String)
    }

    private func held(by present: Result<[UInt8], CorpusError>?, _ record: GroupRecord) -> Present {
        guard let present else { return .nothing }
        guard let bytes = try? present.get(), let theirs = try? CaseFile.decode(bytes, unpackedFrom: record.name) else {
            return .other("cannot be read")
        }
        guard theirs.target?.means(record.target) == true else { return .other("records another design") }
        guard let held = GroupRecord(theirs, on: record.target, file: nil, replayer) else {
            return .other("no longer shows what it records")
        }
        return held.key == record.key ? .witness(theirs, held) : .other("is of another group")
    }

    /// Saves a group's case under a name that nothing else can have.
    private func saveBeside(
        _ name: String, _ obstacle: String, _ crasher: Crasher, _ record: GroupRecord, _ result: inout SavedWitness
    ) throws(Failure) {
        let stored = try storing { () throws(CorpusError) in
            try store.put(crasher.encoded, prefix: record.name + "--")
        }
        result.file = stored.path.string
        result.leftAlone =
            "\(store.directory.appending(name)) \(obstacle) and was left alone; the group's case is \(stored.path)"
    }

    /// What the group's file should hold: nil where it holds a case that is as good. A file of another campaign that
    /// came first makes the group a known one.
    private func replacement(
        of theirs: Crasher, _ held: GroupRecord, by crasher: Crasher, _ record: GroupRecord,
        _ result: inout SavedWitness
    ) -> [UInt8]? {
        if record.file == nil { result.wasKnown = true }
        // What this campaign wrote itself is completed with the signatures that it met since.
        if theirs.case == crasher.case && record.isNew && record.file != nil {
            return theirs == crasher ? nil : crasher.encoded
        }
        let (mine, present) = (result.witness.rank, held.witness.rank)
        guard mine < present || (mine == present && result.isMinimized && !held.isMinimized) else {
            result.witness = held.witness
            result.isMinimized = held.isMinimized
            result.lacks = held.lacks
            if theirs.case != crasher.case { result.isLost = false }
            return nil
        }
        return GroupSaver.merged(crasher, with: theirs).encoded
    }

    /// The record with what the file before it says of the group.
    private static func merged(_ crasher: Crasher, with theirs: Crasher) -> Crasher {
        var merged = crasher
        let shown = crasher.signatures.map { metNote($0) }
        for note in theirs.notes
        where note != Crasher.roughNote && !note.hasPrefix(Crasher.lacksNote) && !merged.notes.contains(note)
            && !shown.contains(note)
        {
            merged.notes.append(note)
        }
        merged.notes = Array(merged.notes.prefix(Crasher.noteLimit))
        return merged
    }

    /// What the target lacks, once the witness is as small as it becomes.
    private func attribute(_ record: GroupRecord, _ budget: Int, _ result: inout SavedWitness) {
        guard result.lacks == nil, result.isMinimized, budget > 0, !deadline.hasPassed else { return }
        var small = record
        small.witness = result.witness
        guard let wanted = small.wanted(replayer) else { return }
        let limits = Attribution.Limits(executions: min(budget, Attribution.Limits().executions))
        let attribution = Attribution(of: small.witness.case, wanted, on: record.target, limits: limits)
        result.executions += attribution.executions
        // What more executions could tell is left to somebody who has them.
        if case .uncertain = attribution.outcome, limits.executions < Attribution.Limits().executions { return }
        result.lacks = attribution.outcome
    }

    /// A smaller case that shows the signature in the same group, twice with the same digest, else the case as it was.
    private func minimize(_ record: GroupRecord, _ budget: Int, _ result: inout SavedWitness) {
        let witness = record.witness
        let reduction = Reduction(of: witness.case, on: record.target, budget: budget) { execution in
            execution.index(of: witness.signature, in: record.group) != nil
        } isCancelled: { _ in
            deadline.hasPassed
        }
        result.executions = reduction.executions
        guard let smaller = reduction.case else { return }
        let first = replayer.run(smaller, on: record.target)
        let second = replayer.run(smaller, on: record.target)
        guard let index = first.index(of: witness.signature, in: record.group), first.digest == second.digest else {
            result.isLost = true
            return
        }
        result.isMinimized = reduction.isFinished
        if smaller != result.witness.case { result.lacks = nil }
        result.witness.case = smaller
        result.witness.isConsequence = first.violations[index].isConsequence
    }

    /// Signatures that were met in the group, and that this case does not show.
    private static func notes(_ record: GroupRecord, besides shown: [String]) -> [String] {
        let others = record.sights.map(\.signature).filter { !shown.contains($0) }.sorted()
        return others.prefix(Crasher.noteLimit).map(metNote)
    }

    private static func metNote(_ signature: String) -> String {
        String("also met: " + signature).prefix(Crasher.lineLimit).description
    }
}
