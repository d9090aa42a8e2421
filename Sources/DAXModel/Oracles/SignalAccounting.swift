// Invariants I2 and I3: every process that had a device page mapped when the notify callback began, and did not drop
// it itself before its range was treated, has a signal queued by the removal; no other process has. Judged is the
// queueing: handlers, masks and late delivery are legal. A real kernel shows the signal, or its absence.

extension Machine {
    /// The notify callback begins: who maps a page now is owed a signal.
    mutating func noteNotifyBegins() {
        removal.notified = true
        walked.fill(false)
        for process in ProcessID.all {
            processes[process].owed = false
            processes[process].signalledByRemoval = false
            processes[process].passed = Provenance()
            processes[process].hasMapped = false
        }
        for area in AreaID.first(areaBound) where areas[area].used {
            processes[areas[area].process].hasMapped = true
            for page in areas[area].pages {
                let pte = ptes.pointer(pteSlot(area, page))
                pte.pointee.owed = pte.pointee.kind == .device && pte.pointee.epoch == driver.epoch
            }
        }
    }

    mutating func auditSignals(_ t: TaskID) {
        guard removal.notified else { return }
        for area in AreaID.first(areaBound) where areas[area].used && !processes[areas[area].process].exiting {
            for page in areas[area].pages where ptes[pteSlot(area, page)].owed {
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
                    oracle: .signalOwed, object: .process, step: here(t), provenance: provenance,
                    observable: .signal))
        }
    }

    /// The removal signals a process that has no mapping of this file system and had none since it began. One that was
    /// collected and has unmapped the file before its signal is no innocent.
    mutating func auditInnocent(_ t: TaskID, _ process: ProcessID) {
        guard !processes[process].hasMapped else { return }
        report(t, Violation(oracle: .signalInnocent, object: .process, step: here(t), observable: .signal))
    }
}
