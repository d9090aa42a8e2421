// Invariants I1 and I9: when the pagemap goes, no page-table entry and no DAX entry refers to the device. A real
// kernel shows nothing at that moment; it oopses when the next evict, truncate or writeback touches the page.

extension Machine {
    @inline(__always) mutating func staleReferencesHear(_ event: Event, _ t: TaskID) {
        switch event {
        case .pageStructsGo: auditStaleReferences(t)
        default: break
        }
    }

    private mutating func auditStaleReferences(_ t: TaskID) {
        readsAll(.pages)
        let epoch = driver.epoch
        for slot in EntryID.all {
            let entry = entryTable[slot]
            guard entry.hasPage, entry.epoch == epoch else { continue }
            // How this removal passed it by is settled now; what touches it later, after a rebind too, says the same.
            entries[slot].provenance = finalProvenance(entry.provenance)
            report(
                t,
                Violation(
                    oracle: .staleReference, object: .daxEntry, step: here(),
                    provenance: entries[slot].provenance, observable: .nothing))
        }
        readsAll(.areas)
        for area in AreaID.first(areaBound) where areas[area].used { auditArea(t, area, epoch) }
    }

    private mutating func auditArea(_ t: TaskID, _ area: AreaID, _ epoch: Binding) {
        for page in areas[area].pages {
            let pte = pteTable[pteSlot(area, page)]
            guard pte.kind == .device, pte.epoch == epoch else { continue }
            ptes[pteSlot(area, page)].provenance = finalProvenance(pte.provenance)
            report(
                t,
                Violation(
                    oracle: .staleReference, object: .pageTableEntry, step: here(),
                    provenance: finalProvenance(pte.provenance), observable: .nothing))
        }
    }
}
