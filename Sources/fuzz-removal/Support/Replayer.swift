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
