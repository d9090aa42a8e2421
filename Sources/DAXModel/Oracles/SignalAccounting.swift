// Invariants I2 and I3: every process that had a device page mapped when the notify callback began, and did not drop
// it itself before its range was treated, has a signal queued by the removal; no other process has. Judged is the
// queueing: handlers, masks and late delivery are legal. A real kernel shows the signal, or its absence.

extension Machine {
    @inline(__always) mutating func signalAccountingHears(_ event: Event, _ t: TaskID) {
        switch event {
        case .callbackBegins: beginAccounts()
        case .areaMapped(let area): processes[areas[area].process].hasMapped = true
        case .areaInherited(let area): oweNothing(area)
        case .pagesReached(let inode, let pages): if isRemovalTask(t) { oweMappers(inode, pages) }
        case .rangeInvalidated(let inode, let pages):
            if isRemovalTask(t) {
                oweMappers(inode, pages)
                passMappers(t, inode, pages)
            }
        case .processSpared(let process, let reason, let pte): spare(t, process, reason, pte)
        case .processSignalled(let process):
            processes[process].signalledByRemoval = true
            auditInnocent(t, process)
        case .pageStructsGo: auditSignals(t)
        default: break
        }
    }

    /// The notify callback begins: who maps a page now is owed a signal.
    private mutating func beginAccounts() {
        for process in ProcessID.all {
            processes[process].owed = false
            processes[process].signalledByRemoval = false
            processes[process].passed = Provenance()
            processes[process].hasMapped = false
        }
        writesAll(.areas)
        let epoch = driver.epoch
        var ptes = pteTable
        for area in AreaID.first(areaBound) where areas[area].used {
            processes[areas[area].process].hasMapped = true
            for page in areas[area].pages {
                let pte = ptes.pointer(pteSlot(area, page))
                pte.pointee.owed = pte.pointee.kind == .device && pte.pointee.epoch == epoch
            }
        }
    }

    /// A child is owed nothing for what it inherits.
    private mutating func oweNothing(_ area: AreaID) {
        for page in areas[area].pages { ptes[pteSlot(area, page)].owed = false }
    }

    /// The removal has come to these pages: whoever still maps one of them and was owed a signal stays owed.
    private mutating func oweMappers(_ inode: InodeID, _ range: Pages) {
        for (area, pages) in areasMapping(inode, range) {
            // A group that has been killed already needs no second signal.
            guard !processes[areas[area].process].exiting else { continue }
            for page in pages where ptes[pteSlot(area, page)].owed { processes[areas[area].process].owed = true }
        }
    }

    /// The removal takes pages from processes without signalling them in the same step.
    private mutating func passMappers(_ t: TaskID, _ inode: InodeID, _ range: Pages) {
        for (area, pages) in areasMapping(inode, range) {
            var process = processes[areas[area].process]
            guard process.passed.reason == .none else { continue }
            for page in pages where ptes[pteSlot(area, page)].owed {
                process.passed.reason = .unmappedNotSignalled
                process.passed.step = here()
            }
        }
    }

    /// The reason for which a process is left off a kill list. Of several pages the last that it is owed a signal for tells.
    private mutating func spare(_ t: TaskID, _ process: ProcessID, _ reason: PassReason, _ pte: PteID?) {
        if let pte, processes[process].passed.reason != .none, !ptes[pte].owed { return }
        processes[process].passed.reason = reason
        processes[process].passed.step = here()
    }

    private mutating func auditSignals(_ t: TaskID) {
        guard removal.notified else { return }
        readsAll(.areas)
        for area in AreaID.first(areaBound) where areas[area].used && !processes[areas[area].process].exiting {
            for page in areas[area].pages where pteTable[pteSlot(area, page)].owed {
                processes[areas[area].process].owed = true
            }
        }
        for process in ProcessID.all
        where processes[process].owed && !processes[process].signalledByRemoval {
            var provenance = processes[process].passed
            if provenance.reason == .none {
                provenance.reason = .notReached
                provenance.step = removal.abandoned
            }
            report(
                t,
                Violation(
                    oracle: .signalOwed, object: .process, step: here(), provenance: provenance,
                    observable: .signal))
        }
    }

    /// The removal signals a process that has no mapping of this file system and had none since it began. One that was
    /// collected and has unmapped the file before its signal is no innocent.
    private mutating func auditInnocent(_ t: TaskID, _ process: ProcessID) {
        guard !processes[process].hasMapped else { return }
        report(t, Violation(oracle: .signalInnocent, object: .process, step: here(), observable: .signal))
    }
}
