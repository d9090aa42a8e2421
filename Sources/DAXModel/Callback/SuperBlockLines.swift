// The lines that no kernel has: they use the super block itself rather than the reverse map.

extension Machine {
    mutating func performWithSuperBlock(
        _ t: TaskID, _ f: Activation<XfsDaxNotifyFailure>, _ line: CallbackStep
    ) -> Next {
        // Without a reference it may be gone by now.
        guard line.action == .holdSuperBlock || mountIsAllocated(t) else { return .oops }
        switch line.action {
        case .holdSuperBlock:
            return holdSuperBlock(f)
        case .closeGate:
            sb.revoked = true
            return .next
        case .sync:
            // One attempt to flush; its error changes nothing.
            return callForLine(t, f, SyncFilesystem())
        case .killMappers:
            killMappers(t, f)
            return .next
        case .nextInode:
            return nextInode(t, f)
        case .deleteEntries:
            return deleteEntries(t, f)
        case .unmapInode:
            // Again: a fault that held its entry's lock may have mapped the page after the first unmap.
            guard !isFaulty(.unmapLeftOut), unmaps(t, f.locals.inode, after: f.locals.victims) else { return .next }
            unmapRange(f.locals.inode, .wholeFile)
            return .next
        case .putInode:
            f.locals.line = rules.callback.nextInode - 1
            return callForLine(t, f, Iput(inode: f.locals.inode))
        case .waitForFreezer:
            // A freeze that began before the shutdown may still succeed; it is waited for and undone.
            guard sb.freezer.isNone else { return .wait(Channel(.freezeState)) }
            return .next
        case .releaseSuperBlock:
            return f.locals.holdsSuperBlock ? releaseSuperBlock(t, f) : .next
        default:
            preconditionFailure("a line of every design")
        }
    }

    private mutating func holdSuperBlock(_ f: Activation<XfsDaxNotifyFailure>) -> Next {
        guard sb.sUmount.writer < 0 else { return .wait(Channel(.sUmount)) }
        guard sb.state == .active && sb.epoch == driver.epoch else { return .done(0) }
        sb.active += 1
        f.locals.holdsSuperBlock = true
        return .next
    }

    private mutating func releaseSuperBlock(_ t: TaskID, _ f: Activation<XfsDaxNotifyFailure>) -> Next {
        if sb.active > 1 {
            sb.active -= 1
            f.locals.holdsSuperBlock = false
            return .next
        }
        guard sb.sUmount.tryWrite(mark(t)) else { return .wait(Channel(.sUmount)) }
        sb.active -= 1
        f.locals.holdsSuperBlock = false
        return callForLine(t, f, GenericShutdownSuper(returns: 0))
    }

    /// Waits for inodes that are being set up or freed; the others are held while their entries go.
    private mutating func nextInode(_ t: TaskID, _ f: Activation<XfsDaxNotifyFailure>) -> Next {
        while f.locals.nextInode.index < Limits.inodes {
            let inode = f.locals.nextInode
            let isTransient = inodes[inode].state == .new || inodes[inode].state == .freeing
            if isTransient && holds(.waitsForTransientInodes, t) { return .wait(Channel(.inodeState, inode)) }
            f.locals.nextInode = InodeID(inode.index + 1)
            guard inodes[inode].state == .live else {
                if isTransient { emit(.inodeSkipped(inode, .wholeFile), t) }
                continue
            }
            inodes[inode].count += 1
            f.locals.inode = inode
            emit(.pagesReached(inode, .wholeFile), t)
            return .next
        }
        f.locals.line = rules.callback.putInode
        return .next
    }

    private mutating func deleteEntries(_ t: TaskID, _ f: Activation<XfsDaxNotifyFailure>) -> Next {
        guard holds(.invalidatesRecords, t) else { return .next }
        let inode = f.locals.inode
        return holds(.deletesDirtyEntries, t)
            ? callForLine(t, f, TruncateInodePages(inode: inode, pages: .wholeFile))
            : callForLine(t, f, InvalidateInodePages2(inode: inode, pages: .wholeFile))
    }

    /// Signals every process that maps a file of the file system.
    private mutating func killMappers(_ t: TaskID, _ f: Activation<XfsDaxNotifyFailure>) {
        for process in ProcessID.all {
            let maps = mapsFilesystem(process)
            guard maps && !(isFaulty(.lastMapperSpared) && process == lastMapper) || hasOpenFilesAndIsFaulty(process)
            else {
                continue
            }
            let reason = maps ? reasonToSpareMapper(t, process) : .none
            if reason == .none {
                f.locals.victims.insert(process)
                killProcess(t, process)
            } else {
                emit(.processSpared(process, reason, at: nil), t)
            }
        }
    }

    /// As `collect_procs_fsdax` would have it, for a process with whatever it has mapped.
    private mutating func reasonToSpareMapper(_ t: TaskID, _ process: ProcessID) -> PassReason {
        if let reason = reasonToSpare(t, process) { return reason }
        // The page tables are searched only where it matters; a target without the guarantee leaves its ghost below.
        let isKilled = rules.guarantees.contains(.killsUnpopulatedMappers) || hasPageTableEntry(process)
        guard isKilled || holds(.killsUnpopulatedMappers, t) else { return .noPageTableEntry }
        return killListFails(t) ? .allocationFailed : .none
    }

    private func hasPageTableEntry(_ process: ProcessID) -> Bool {
        reads(.areas, process)
        for area in AreaID.first(areaBound) where areas[area].used && areas[area].process == process {
            for page in areas[area].pages where ptes[pteSlot(area, page)].kind != .none { return true }
        }
        return false
    }

    private var lastMapper: ProcessID {
        var last = ProcessID.none
        for process in ProcessID.all where mapsFilesystem(process) { last = process }
        return last
    }

    private func hasOpenFilesAndIsFaulty(_ process: ProcessID) -> Bool {
        guard isFaulty(.openersKilled) else { return false }
        for slot in process.descriptors where !descriptors[slot].isNone { return true }
        return false
    }

    private func mapsFilesystem(_ process: ProcessID) -> Bool {
        reads(.areas, process)
        for area in AreaID.first(areaBound) where areas[area].used && areas[area].process == process { return true }
        return false
    }
}
