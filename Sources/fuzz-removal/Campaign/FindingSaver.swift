import Corpus
import DAXModel
import Dispatch
import RemovalFuzz
import SystemPackage

/// A finding on its way to the disk.
struct PendingFinding: Sendable {
    /// The target's index in the plan.
    var target: Int
    var finding: Finding
    /// Executions of the whole campaign on this target until it was found.
    var executionsToFirst: UInt64
}

/// A finding in its final form.
struct SavedFinding: Sendable {
    var pending: PendingFinding
    /// Minimized.
    var `case`: Case
    /// Where it is, or nil where it could not be saved.
    var file: String?
}

/// Minimizes findings, verifies them by replay, and saves them. Works on a thread of its own, one finding at a time.
final class FindingSaver: @unchecked Sendable {
    /// How long minimization goes on, all findings together, when somebody waits for the end.
    private static let patience = Duration.seconds(3)
    /// Executions for each of them.
    private static let hastyBudget = 500

    private let plan: RunPlan
    private let store: Store
    private let haste: RaisedFlag
    private let queue = DispatchQueue(label: "findings")
    // Touched on the queue only.
    private let replayer = Replayer()
    /// The files of the folder, those that this campaign added included.
    private lazy var names: [String] = (try? store.names()) ?? []

    /// - Parameter haste: Raised when somebody waits for the end: what is left is then minimized a little or not at all.
    init(_ plan: RunPlan, haste: RaisedFlag) {
        self.plan = plan
        self.haste = haste
        store = plan.crashStore
    }

    /// The finding in its final form, and why it is not on the disk where it is not.
    func save(_ pending: PendingFinding) async -> (SavedFinding, Failure?) {
        await withCheckedContinuation { continuation in
            queue.async { [self] in continuation.resume(returning: saveNow(pending)) }
        }
    }

    private func saveNow(_ pending: PendingFinding) -> (SavedFinding, Failure?) {
        let target = plan.targets[pending.target]
        let signature = pending.finding.signature
        let known = smallestKnown(signature, on: target)
        let start = known.map { $0.case.weight <= pending.finding.case.weight ? $0.case : pending.finding.case }
        let minimized = minimize(start ?? pending.finding.case, signature, target)
        var saved = SavedFinding(pending: pending, case: minimized, file: nil)
        if let known, known.case.canonical == minimized.canonical {
            saved.file = known.path.string
            return (saved, nil)
        }
        let crasher = Crasher.recording(
            minimized, on: target, meant: signature, execution: replayer.run(minimized, on: target),
            found: Discovery(seed: plan.seed, executions: pending.executionsToFirst))
        let prefix = SignatureSlug.prefix(design: target.design.name, signature: signature)
        do throws(Failure) {
            let stored = try storing { () throws(CorpusError) in try store.put(crasher.encoded, prefix: prefix) }
            if stored.isNew { names.append(stored.name) }
            saved.file = stored.path.string
            return (saved, nil)
        } catch {
            return (saved, error)
        }
    }

    /// A smaller case that shows the signature twice with the same digest, else the case as it was found.
    private func minimize(_ case: Case, _ signature: String, _ target: Target) -> Case {
        let reduction = Reduction(of: `case`, signature: signature, on: target, budget: plan.minimizeBudget) { done in
            guard let raised = haste.raised else { return false }
            return done > FindingSaver.hastyBudget || ContinuousClock.now - raised > FindingSaver.patience
        }
        guard let smaller = reduction.case else { return `case` }
        let first = replayer.run(smaller, on: target)
        let second = replayer.run(smaller, on: target)
        guard first.signatures.contains(signature), first.digest == second.digest else {
            Console.warning("minimizing lost \(signature) on \(target.name); the case is kept as it was found")
            return `case`
        }
        return smaller
    }

    /// The smallest crasher in the folder that still shows the signature.
    private func smallestKnown(_ signature: String, on target: Target) -> (path: FilePath, case: Case)? {
        let prefix = SignatureSlug.prefix(design: target.design.name, signature: signature)
        var best: (path: FilePath, case: Case)?
        for name in names where name.hasPrefix(prefix) {
            let path = store.directory.appending(name)
            guard let crasher = try? CaseFile.read(path.string), crasher.target == TargetName(target) else { continue }
            guard crasher.meantSignature(on: target) == signature else { continue }
            guard replayer.run(crasher.case, on: target).signatures.contains(signature) else { continue }
            if crasher.case.weight < best?.case.weight ?? .max { best = (path, crasher.case) }
        }
        return best
    }
}

extension Case {
    /// What a reader has to understand: operations, faults and preemptions.
    var weight: Int { operations.count + 2 * faults.count + 2 * preemptions.count }
}
