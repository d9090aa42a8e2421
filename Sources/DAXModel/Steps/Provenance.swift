/// The part of a removal in which something was created.
public enum RemovalPhase: UInt8, CaseIterable, Codable, Sendable, BitwiseCopyable {
    case before, duringNotify, afterItsWalk, afterThaw, afterShutdown, afterKill, afterPagemap

    /// The words of a signature.
    public var name: String {
        switch self {
        case .before: "before-removal"
        case .duringNotify: "during-notify"
        case .afterItsWalk: "after-its-walk"
        case .afterThaw: "after-thaw"
        case .afterShutdown: "after-shutdown"
        case .afterKill: "after-kill_dax"
        case .afterPagemap: "after-memunmap_pages"
        }
    }
}

/// How the removal passed by something that it should have ended.
public enum PassReason: UInt8, CaseIterable, Codable, Sendable, BitwiseCopyable {
    case none, notReached, unmappedOnly, emptyKillList, allocationFailed, leaderGone, noPageTableEntry, scopeCurrent
    case refusedDirty, inodeSkipped, unmappedNotSignalled

    /// The words of a signature.
    public var name: String {
        switch self {
        case .none: "never-seen"
        case .notReached: "not-walked"
        case .unmappedOnly: "unmapped-not-invalidated"
        case .emptyKillList: "empty-kill-list"
        case .allocationFailed: "allocation-failed"
        case .leaderGone: "leader-exited"
        case .noPageTableEntry: "no-page-table-entry"
        case .scopeCurrent: "scope-current"
        case .refusedDirty: "refused-dirty"
        case .inodeSkipped: "inode-skipped"
        case .unmappedNotSignalled: "unmapped-not-signalled"
        }
    }
}

/// Where an object came from and which removal step last passed it by.
public struct Provenance: BitwiseCopyable, Hashable, Sendable {
    /// The step that created the object; `StepID.none` where it is not about an object that was created.
    public internal(set) var creator = StepID.none
    /// The phase of the removal in which it was created.
    public internal(set) var phase = RemovalPhase.before
    var reason = PassReason.none
    var step = StepID.none

    /// A removal step that did not end the object, and why.
    public struct Passing: BitwiseCopyable, Hashable, Sendable, Codable {
        public var reason: PassReason
        /// `StepID.none`: the removal did not give up, and still never came to the object.
        public var step: StepID

        public init(reason: PassReason, step: StepID) {
            self.reason = reason
            self.step = step
        }
    }

    /// What passed the object by; nil where nothing did.
    public var passed: Passing? {
        reason == .none && step == .none ? nil : Passing(reason: reason, step: step)
    }

    func fold(into digest: inout Digest) {
        digest.fold(StepTable.shared.hash(optional: creator))
        digest.fold(Digest.hash(phase.name))
        digest.fold(Digest.hash(reason.name))
        digest.fold(StepTable.shared.hash(optional: step))
    }
}

extension StepTable {
    /// Hash of a step's name, zero for no step.
    func hash(optional id: StepID) -> UInt64 { id == .none ? 0 : hash(id) }

    /// Hash of the name of a step's path, zero for no step.
    func pathHash(optional id: StepID) -> UInt64 { id == .none ? 0 : Digest.hash(path(id)) }
}
