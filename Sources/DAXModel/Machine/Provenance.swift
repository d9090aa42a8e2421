/// The part of a removal in which something was created.
enum RemovalPhase: UInt8 {
    case before, duringNotify, afterItsWalk, afterThaw, afterShutdown, afterKill, afterPagemap

    /// The words of a signature.
    var name: String {
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
enum PassReason: UInt8 {
    case none, notReached, unmappedOnly, emptyKillList, allocationFailed, leaderGone, noPageTableEntry, scopeCurrent
    case refusedDirty, inodeSkipped, unmappedNotSignalled

    /// The words of a signature.
    var name: String {
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
struct Provenance: BitwiseCopyable, Hashable {
    var creator = StepID.none
    var phase = RemovalPhase.before
    var reason = PassReason.none
    var step = StepID.none

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
