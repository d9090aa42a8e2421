/// How far the removal of the current binding has come. Oracles and provenance read it; no path depends on it.
struct Removal: BitwiseCopyable {
    /// The step at which the walk was given up, or never begun.
    var abandoned = StepID.none
    /// `unbind_store` has found a bound device and begun.
    var running = false
    /// The notify callback was entered for this binding.
    var notified = false
    /// The super block was mounted on this device when the removal reached `kill_dax`.
    var mounted = false
    /// The notify callback has thawed the file system.
    var thawed = false
    /// The binding's dax_device is no longer alive.
    var killed = false
    /// The page structs are gone.
    var pagesGone = false
}

/// What was true when a task began its operation; the errno oracle judges by it.
struct OperationStart: BitwiseCopyable {
    var shutdown = false
}

extension Machine {
    /// The phase of the removal, as seen from one page of a file.
    func removalPhase(_ page: EntryID) -> RemovalPhase {
        if removal.pagesGone { return .afterPagemap }
        if removal.killed { return .afterKill }
        guard removal.notified else { return .before }
        if sb.shutdown != .none { return .afterShutdown }
        if removal.thawed { return .afterThaw }
        return walked[page] ? .afterItsWalk : .duringNotify
    }

    /// The provenance of something that the task creates now for a page. The caller tells a read fault from a write
    /// fault.
    func birth(_ t: TaskID, _ page: EntryID) -> Provenance {
        Provenance(creator: caller(t), phase: removalPhase(page))
    }

    /// What is not reached because the walk ended early carries the step that ended it.
    func finalProvenance(_ provenance: Provenance) -> Provenance {
        guard provenance.reason == .none, provenance.phase == .before || provenance.phase == .duringNotify else {
            return provenance
        }
        var result = provenance
        result.reason = .notReached
        result.step = removal.abandoned
        return result
    }
}
