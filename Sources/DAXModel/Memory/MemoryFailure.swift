/// `mf_dax_kill_procs` for a range of one file: for every page with an entry, collect the processes that map it,
/// unmap, and signal.
struct MfDaxKillProcs: KernelPath {
    enum Step: UInt8, PathSteps {
        case dax_lock_mapping_entry, SetPageHWPoison, collect_procs_fsdax, unmap_mapping_range, kill_procs
        case dax_unlock_mapping_entry
    }
    static var path: Path { .mf_dax_kill_procs }
    /// Who is on the kill list of the page that is being treated, the first of those left.
    var victims = ProcessSet()
    let inode: InodeID
    /// The entry that is locked.
    var entry = EntryID.none
    /// What is not done yet.
    var left: Pages

    init(inode: InodeID, pages: Pages) {
        self.inode = inode
        left = pages
    }
}

extension Machine {
    mutating func mfDaxKillProcs(_ t: TaskID, _ f: Activation<MfDaxKillProcs>) -> Next {
        let (inode, page, entry) = (f.locals.inode, f.locals.left.first, f.locals.entry)
        switch f.step {
        case .dax_lock_mapping_entry:
            return lockMappingEntry(t, f)
        case .SetPageHWPoison:
            // The mark itself is not kept: a rebind initializes the page structs anew and nothing else reads it.
            guard !holds(.leavesPagesUnpoisoned, t) else { return .next }
            return touchPage(t, of: entry, page) ? .next : .oops
        case .collect_procs_fsdax:
            f.locals.victims = collectProcesses(t, inode, page)
            let nothing = f.locals.victims.isEmpty && !holds(.unmapsWithoutKillList, t)
            emit(.killListMade(entry, page, isEmpty: nothing), t)
            // With an empty kill list the size to unmap is zero: nothing is unmapped.
            return nothing ? .to(MfDaxKillProcs.Step.dax_unlock_mapping_entry) : .next
        case .unmap_mapping_range:
            unmapRange(inode, Pages(page, count: 1))
            return .next
        case .kill_procs:
            for process in ProcessID.all where f.locals.victims.contains(process) { killProcess(t, process) }
            return .next
        case .dax_unlock_mapping_entry:
            unlockEntry(t, entry)
            f.locals.left.removeFirst()
            return .to(MfDaxKillProcs.Step.dax_lock_mapping_entry)
        }
    }

    private mutating func lockMappingEntry(_ t: TaskID, _ f: Activation<MfDaxKillProcs>) -> Next {
        let inode = f.locals.inode
        while !f.locals.left.isEmpty {
            let entry = entrySlot(inode, f.locals.left.first)
            guard !entries[entry].locked else { return .wait(entryChannel(inode)) }
            guard entries[entry].hasPage else {
                emit(.pagesReached(inode, Pages(f.locals.left.first, count: 1)), t)
                f.locals.left.removeFirst()
                continue
            }
            lockEntry(t, entry)
            f.locals.entry = entry
            return .next
        }
        return .done(0)
    }

    /// `collect_procs_fsdax` and `__add_to_kill`: the processes to signal.
    private mutating func collectProcesses(_ t: TaskID, _ inode: InodeID, _ page: Page) -> ProcessSet {
        emit(.pagesReached(inode, Pages(page, count: 1)), t)
        var victims = ProcessSet()
        for (area, _) in areasMapping(inode, Pages(page, count: 1)) {
            let process = areas[area].process
            guard !victims.contains(process) else { continue }
            let pte = pteSlot(area, page)
            let reason = reasonToSpare(t, process, pte)
            if reason == .none {
                victims.insert(process)
            } else {
                emit(.processSpared(process, reason, at: pte), t)
            }
        }
        return victims
    }

    /// Why a process that maps the page is left off the kill list; `.none` when it is on it.
    private mutating func reasonToSpare(_ t: TaskID, _ process: ProcessID, _ pte: PteID) -> PassReason {
        if let reason = reasonToSpare(t, process) { return reason }
        // __add_to_kill sizes the mapping by walking the page table: no entry, no kill.
        guard ptes[pte].kind != .none || holds(.killsUnpopulatedMappers, t) else { return .noPageTableEntry }
        return killListFails(t) ? .allocationFailed : .none
    }

    /// `kill_procs`: SIGBUS with BUS_MCEERR_AR to the current task, BUS_MCEERR_AO to any other.
    mutating func killProcess(_ t: TaskID, _ process: ProcessID) {
        emit(.processSignalled(process), t)
        guard processes[process].alive else { return }
        let receiver = receiver(t, process)
        guard !receiver.isNone else { return }
        queueSigbus(receiver, from: t, force: receiver == t)
    }

    /// The thread that was put on the kill list: before the removal's scope the current task itself or the one that
    /// opted in, with it the leader.
    private func receiver(_ t: TaskID, _ process: ProcessID) -> TaskID {
        if !rules.guarantees.contains(.killsAllMappers) {
            if process == tasks[t].process { return t }
            let thread = earlyKillThread(process)
            if !thread.isNone { return thread }
        }
        return processes[process].leaderExited ? anyThread(process) : processes[process].leader
    }

    private func anyThread(_ process: ProcessID) -> TaskID {
        reads(.signals, process)
        for thread in TaskID.users
        where tasks[thread].process == process && !isGone(thread) {
            return thread
        }
        return .none
    }
}
