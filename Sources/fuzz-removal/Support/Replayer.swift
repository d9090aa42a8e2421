import DAXModel
import RemovalFuzz

/// Executes cases on targets one by one, keeping one machine.
final class Replayer {
    private var executor: Executor

    init() { executor = Executor(target: Target(.all[0])) }

    /// Executes a case; without a plan, with nothing but its own decisions.
    func run(_ case: Case, on target: Target, plan: SchedulePlan = .recorded) -> Execution {
        executor.retarget(target)
        return executor.run(`case`, plan: plan)
    }
}

extension Crasher {
    /// The signature that the file is about on a target: the first that must show there, else the first recorded.
    func meantSignature(on target: Target) -> String? {
        let own = expectations.first { $0.signature != nil && $0.isAbout(target) }?.signature
        return own ?? signatures.first
    }

    /// The note of a case that the minimizer has not been through, or not to the end.
    static let roughNote = "not minimized"

    /// Nothing more could be left out of the case; so it is taken where the file does not say otherwise.
    var isMinimized: Bool {
        get { !notes.contains(Crasher.roughNote) }
        set {
            notes.removeAll { $0 == Crasher.roughNote }
            if !newValue { notes = [Crasher.roughNote] + notes.prefix(Crasher.noteLimit - 1) }
        }
    }

    /// What the target lacks, as it was found out with the guarantees of this build; nil where nobody has asked, or with
    /// others.
    var lacks: Attribution.Outcome? {
        get {
            guard let note = notes.first(where: { $0.hasPrefix(Crasher.lacksNote) }), note.hasSuffix(Crasher.among)
            else { return nil }
            return Attribution.Outcome(
                text: String(note.dropFirst(Crasher.lacksNote.count).dropLast(Crasher.among.count)))
        }
        set {
            notes.removeAll { $0.hasPrefix(Crasher.lacksNote) }
            guard let newValue else { return }
            let note = Crasher.lacksNote + newValue.text + Crasher.among
            guard note.utf8.count <= Crasher.lineLimit else { return }
            let isRough = !isMinimized
            notes = [note] + notes.prefix(Crasher.noteLimit - 1)
            isMinimized = !isRough
        }
    }

    static let lacksNote = "lacks: "
    private static let among = " (of the guarantees \(String(Attribution.version, radix: 16)))"

    /// The record of this case on a target of this build.
    static func recording(
        _ case: Case, on target: Target, meant signature: String, execution: Execution, found: Discovery?
    ) -> Crasher {
        Crasher(
            case: `case`, target: TargetName(target), signatures: Array(execution.signatures.prefix(signatureLimit)),
            digest: RecordedDigest(value: execution.digest, version: Digest.version), found: found,
            expectations: [
                Expectation(TargetName(target), signature: signature)
            ])
    }
}

extension Expectation {
    /// Whether the line speaks of this target.
    func isAbout(_ target: Target) -> Bool { self.target.means(target) }
}
