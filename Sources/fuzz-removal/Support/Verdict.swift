import DAXModel
import RemovalFuzz

/// How a replay compares with what the file records.
enum Verdict: String, Codable, CaseIterable {
    /// The same digest: the identical execution.
    case reproduced
    /// Another execution with the signature that the file is about.
    case sameSignature = "same-signature"
    /// Violations, but not that one.
    case different
    /// Violations, and the file records none to compare them with.
    case unrecorded
    /// No violation.
    case clean

    init(_ crasher: Crasher, on target: Target, _ execution: Execution) {
        let recorded = RecordedDigest(value: execution.digest, version: Digest.version)
        if crasher.target?.means(target) == true && crasher.digest == recorded {
            self = .reproduced
        } else if execution.violations.isEmpty {
            self = .clean
        } else if let meant = crasher.meantSignature(on: target), execution.signatures.contains(meant) {
            self = .sameSignature
        } else {
            self = crasher.recordsViolations ? .different : .unrecorded
        }
    }
}

extension Crasher {
    /// Whether the file says of any violation that the case shows it.
    var recordsViolations: Bool { !signatures.isEmpty || expectations.contains { $0.signature != nil } }
}

/// What a replay should show.
enum ReplayExpectation: Hashable {
    /// What the file records.
    case recorded
    case clean
    /// One of these violations.
    case signature(SignatureFilter)

    /// The status of one replay.
    func status(_ verdict: Verdict, _ crasher: Crasher, on target: Target, _ execution: Execution) -> Int32 {
        let isClean = execution.violations.isEmpty
        switch self {
        case .clean:
            return isClean ? ExitStatus.success : ExitStatus.violation
        case .signature(let filter):
            if execution.signatures.contains(where: { filter.matches($0) }) { return ExitStatus.success }
            return isClean ? ExitStatus.clean : ExitStatus.violation
        case .recorded:
            let mustPass = crasher.expectations.contains { $0.signature == nil && $0.isAbout(target) }
            if mustPass || !crasher.recordsViolations {
                return isClean ? ExitStatus.success : ExitStatus.violation
            }
            switch verdict {
            case .reproduced, .sameSignature: return ExitStatus.success
            case .different, .unrecorded: return ExitStatus.violation
            case .clean: return ExitStatus.clean
            }
        }
    }

    /// The status of several replays, from those of each: another violation outweighs none.
    static func worst(_ a: Int32, _ b: Int32) -> Int32 { severity(a) >= severity(b) ? a : b }

    /// Errors outweigh verdicts.
    private static func severity(_ status: Int32) -> Int32 {
        switch status {
        case ExitStatus.success: 0
        case ExitStatus.clean: 1
        case ExitStatus.violation: 2
        default: status
        }
    }
}
