import DAXModel

/// What violations of one design have in common that probably have one cause: the key by which findings are grouped.
///
/// It is a value of this build, made from the parts of a violation and never from the text of a signature.
public enum FindingGroup: Hashable, Sendable, Codable {
    /// A removal step saw the object and left it, or gave up before it.
    case passedBy(Provenance.Passing)
    /// Nothing passed the object by, or no step is known that did: it was made in this phase.
    case made(RemovalPhase)
    /// The removal left the file system like this.
    case leftBehind(Violation.Detail)
    /// Somebody does not get on: how the chain of waits ends, what is waited for there, and where that was taken.
    case hang(HangRoot.End, [WaitObject], takenAt: StepID?)
    /// Everything else stands for itself.
    case other(Oracle, ObjectClass, Violation.Detail)

    /// The group of one violation by itself.
    public init(_ violation: Violation) {
        let provenance = violation.provenance
        if let root = violation.root {
            self = .hang(root.end, root.edges.map(\.object), takenAt: root.takenAt)
        } else if violation.oracleKind == .freezeState && violation.detail != .notShutDown {
            // Whatever ended the walk, the way out has no thaw.
            self = .leftBehind(violation.detail)
        } else if let passing = provenance.passed, passing.step != .none || provenance.creator == .none {
            self = .passedBy(passing)
        } else if provenance.creator != .none {
            self = .made(provenance.phase)
        } else if violation.oracleKind == .freezeState {
            self = .leftBehind(violation.detail)
        } else {
            self = .other(violation.oracleKind, violation.object, violation.detail)
        }
    }

    /// The groups of the violations of one execution, in their order.
    ///
    /// What follows an oops belongs to the group of that oops: a task that died with its locks hangs others and loses
    /// their data. Who waits for the thaw of a freeze that the removal left belongs to what was said of that freeze.
    public static func groups(of violations: [Violation]) -> [FindingGroup] {
        let oops = violations.first { $0.observable == .oops && !$0.isConsequence }.map { FindingGroup($0) }
        return violations.map { violation in
            if violation.isConsequence, let oops { return oops }
            let detail: Violation.Detail? =
                switch violation.root?.end {
                case .frozenByKernel: .leftFrozen
                case .frozenByUser: .frozenByUser
                default: nil
                }
            let wasSaid = detail != nil && violations.contains { $0.detail == detail }
            return wasSaid ? .leftBehind(detail ?? .none) : FindingGroup(violation)
        }
    }
}

extension Execution {
    /// The group of each violation.
    public var groups: [FindingGroup] { FindingGroup.groups(of: violations) }

    /// The position of a violation with this signature in this group.
    public func index(of signature: String, in group: FindingGroup) -> Int? {
        let all = groups
        return violations.indices.first { all[$0] == group && violations[$0].signature == signature }
    }
}
