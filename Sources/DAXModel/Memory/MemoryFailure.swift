/// `mf_dax_kill_procs` for a range of one file: for every page with an entry, collect the processes that map it,
/// unmap, and signal.
enum MfDaxKillProcs: UInt8, PathSteps {
    case dax_lock_mapping_entry, SetPageHWPoison, collect_procs_fsdax, unmap_mapping_range, kill_procs
    case dax_unlock_mapping_entry
}

extension Machine {
    mutating func mfDaxKillProcs(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let inode = f.pointee.inode
        switch MfDaxKillProcs(rawValue: f.pointee.pc)! {
        case .dax_lock_mapping_entry:
            return lockMappingEntry(t, f, inode)
        case .SetPageHWPoison:
            // The mark itself is not kept: a rebind initializes the page structs anew and nothing else reads it.
            if !holds(.leavesPagesUnpoisoned, t) {
                let slot = f.pointee.saved
                let pfn = entries[slot].pfn + f.pointee.cursor - entryIndex(slot)
                guard
                    touchPage(t, pfn: pfn, epoch: entries[slot].epoch, provenance: entries[slot].provenance)
                else { return .oops }
            }
            return .next
        case .collect_procs_fsdax:
            f.pointee.value = collectProcesses(t, inode: inode, index: f.pointee.cursor)
            let nothing = f.pointee.value == 0 && !holds(.unmapsWithoutKillList, t)
            passEntry(f.pointee.saved, nothing ? .emptyKillList : .unmappedOnly, here(t))
            if nothing { passPageTables(t, inode: inode, index: f.pointee.cursor) }
            // With an empty kill list the size to unmap is zero: nothing is unmapped.
            return nothing ? .to(MfDaxKillProcs.dax_unlock_mapping_entry) : .next
        case .unmap_mapping_range:
            unmapRange(inode: inode, from: f.pointee.cursor, count: 1)
            return .next
        case .kill_procs:
            for process in 0..<Limits.processes where f.pointee.value & (1 << process) != 0 {
                killProcess(t, process)
            }
            return .next
        case .dax_unlock_mapping_entry:
            unlockEntry(t, f.pointee.saved)
            f.pointee.cursor += 1
            return .to(MfDaxKillProcs.dax_lock_mapping_entry)
        }
    }

    private mutating func lockMappingEntry(_ t: Int, _ f: UnsafeMutablePointer<Frame>, _ inode: Int) -> Next {
        if f.pointee.cursor < f.pointee.index { f.pointee.cursor = f.pointee.index }
        while f.pointee.cursor < f.pointee.end {
            let slot = entrySlot(inode, f.pointee.cursor)
            guard entries[slot].present else {
                noteTreated(t, inode: inode, index: f.pointee.cursor)
                f.pointee.cursor += 1
                continue
            }
            guard !entries[slot].locked else { return .wait(entryChannel(inode)) }
            guard entries[slot].hasPage else {
                noteTreated(t, inode: inode, index: f.pointee.cursor)
                f.pointee.cursor += 1
                continue
            }
            lockEntry(t, slot)
            f.pointee.saved = slot
            return .next
        }
        return .done(0)
    }

    /// The removal leaves a page mapped because its kill list is empty.
    private mutating func passPageTables(_ t: Int, inode: Int, index: Int) {
        for area in 0..<areaBound where areas[area].used && areas[area].inode == inode {
            guard index >= areas[area].pgoff && index < areas[area].pgoff + areas[area].count else { continue }
            ptes[pteSlot(area, index)].provenance.reason = .emptyKillList
            ptes[pteSlot(area, index)].provenance.step = here(t)
        }
    }

    /// `collect_procs_fsdax` and `__add_to_kill`: the set of processes to signal, as a bit mask.
    private mutating func collectProcesses(_ t: Int, inode: Int, index: Int) -> Int {
        noteTreated(t, inode: inode, index: index)
        var mask = 0
        for area in 0..<areaBound where areas[area].used && areas[area].inode == inode {
            guard index >= areas[area].pgoff && index < areas[area].pgoff + areas[area].count else { continue }
            let process = areas[area].process
            guard mask & (1 << process) == 0 else { continue }
            let reason = reasonToSpare(t, process, pteSlot(area, index))
            if reason == .none {
                mask |= 1 << process
            } else if processes[process].passed.reason == .none || ptes[pteSlot(area, index)].owed {
                processes[process].passed.reason = reason
                processes[process].passed.step = here(t)
            }
        }
        return mask
    }

    /// Why a process that maps the page is left off the kill list; `.none` when it is on it.
    private mutating func reasonToSpare(_ t: Int, _ process: Int, _ pte: Int) -> PassReason {
        if let reason = reasonToSpare(t, process) { return reason }
        // __add_to_kill sizes the mapping by walking the page table: no entry, no kill.
        guard ptes[pte].kind != .none || holds(.killsUnpopulatedMappers, t) else { return .noPageTableEntry }
        return killListFails(t) ? .allocationFailed : .none
    }

    /// `find_early_kill_thread`: a thread that opted in, or -1.
    func earlyKillThread(_ process: Int) -> Int {
        for thread in 0..<Limits.userTasks
        where tasks[thread].process == process && tasks[thread].mceEarly && !isGone(thread) {
            return thread
        }
        return -1
    }

    /// `kill_procs`: SIGBUS with BUS_MCEERR_AR to the current task, BUS_MCEERR_AO to any other.
    mutating func killProcess(_ t: Int, _ process: Int) {
        processes[process].signalledByRemoval = true
        auditInnocent(t, process)
        guard processes[process].alive else { return }
        let receiver = receiver(t, process)
        guard receiver >= 0 else { return }
        queueSigbus(receiver, from: t, force: receiver == t)
    }

    /// The thread that was put on the kill list: before the removal's scope the current task itself or the one that
    /// opted in, with it the leader.
    private func receiver(_ t: Int, _ process: Int) -> Int {
        if !rules.guarantees.contains(.killsAllMappers) {
            if process == tasks[t].process { return t }
            let thread = earlyKillThread(process)
            if thread >= 0 { return thread }
        }
        return processes[process].leaderExited ? anyThread(process) : processes[process].leader
    }

    func anyThread(_ process: Int) -> Int {
        for thread in 0..<Limits.userTasks where tasks[thread].process == process && !isGone(thread) {
            return thread
        }
        return -1
    }

    /// The removal has come to a page: whoever still maps it and was owed a signal stays owed.
    mutating func noteTreated(_ t: Int, inode: Int, index: Int) {
        guard isRemovalTask(t) else { return }
        walked[inode * Limits.filePages + index] = true
        for area in 0..<areaBound where areas[area].used && areas[area].inode == inode {
            guard index >= areas[area].pgoff && index < areas[area].pgoff + areas[area].count else { continue }
            // A group that has been killed already needs no second signal.
            guard !processes[areas[area].process].exiting else { continue }
            if ptes[pteSlot(area, index)].owed { processes[areas[area].process].owed = true }
        }
    }
}
