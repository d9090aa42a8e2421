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

    private func keepNow(_ finding: Finding, _ target: Target, _ executions: UInt64) -> Failure? {
        let crasher = Crasher.recording(
            finding.case, on: target, meant: finding.signature, execution: replayer.run(finding.case, on: target),
            found: Discovery(seed: plan.seed, executions: executions))
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
        if budget > 0 && !record.isMinimized { minimize(record, budget, &result) }
        let target = record.target
        let small = result.witness
        var crasher = Crasher.recording(
            small.case, on: target, meant: small.signature, execution: replayer.run(small.case, on: target),
            found: record.found)
        crasher.notes = GroupSaver.notes(record, besides: crasher.signatures)
        let name = record.name + store.suffix
        do throws(Failure) {
            _ = try storing { () throws(CorpusError) in
                try store.update(name) { present in replacement(of: present, by: crasher, record, &result) }
            }
            result.file = store.directory.appending(name).string
        } catch {
            result.failure = error
        }
        return result
    }

    /// What the group's file should hold: nil where it holds a case that is as good. A file of another campaign that
    /// came first makes the group a known one.
    private func replacement(
        of present: [UInt8]?, by crasher: Crasher, _ record: GroupRecord, _ result: inout SavedWitness
    ) -> [UInt8]? {
        guard let present, let theirs = try? CaseFile.decode(present, unpackedFrom: record.name),
            theirs.target == TargetName(record.target),
            let held = GroupRecord(theirs, on: record.target, file: nil, replayer), held.key == record.key
        else { return crasher.encoded }
        if record.file == nil { result.wasKnown = true }
        // What this campaign wrote itself is completed with the signatures that it met since.
        if theirs.case == crasher.case && record.isNew && record.file != nil {
            return theirs == crasher ? nil : crasher.encoded
        }
        guard result.witness.rank < held.witness.rank else {
            result.witness = held.witness
            return nil
        }
        return crasher.encoded
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
            Console.warning("minimizing lost \(record.name); its case is kept as it was found")
            return
        }
        result.isMinimized = reduction.isFinished
        result.witness.case = smaller
        result.witness.isConsequence = first.violations[index].isConsequence
    }

    /// Signatures that were met in the group, and that this case does not show.
    private static func notes(_ record: GroupRecord, besides shown: [String]) -> [String] {
        let others = record.sights.map(\.signature).filter { !shown.contains($0) }.sorted()
        return others.prefix(Crasher.noteLimit).map { String("also met: " + $0).prefix(Crasher.lineLimit) }.map(
            String.init)
    }
}
