/// `dax_iomap_pte_fault` and `dax_iomap_pmd_fault`: from the entry lock to the page-table entry. The SRCU section of
/// `dax_direct_access` ends before the entry is inserted.
struct DaxIomapFault: KernelPath {
    enum Step: UInt8, PathSteps {
        case i_size_check, grab_mapping_entry, xfs_iomap_begin, xfs_iomap_write_direct, xfs_iomap_write_direct_done
        case dax_load_hole, dax_direct_access, dax_insert_entry, copy_cow_page_dax, vmf_insert_mixed
        case dax_unlock_entry
    }
    static var path: Path { .dax_iomap_fault }
    let inode: InodeID
    let fault: VmFault
    /// The entry that is locked.
    var entry = EntryID.none
    var result = FaultResult.done
}

extension Machine {
    mutating func daxIomapFault(_ t: TaskID, _ f: Activation<DaxIomapFault>) -> Next {
        let inode = f.locals.inode
        let fault = f.locals.fault
        switch f.step {
        case .i_size_check:
            return fault.page < inodes[inode].size ? .next : .done(.sigbus)
        case .grab_mapping_entry:
            return grabMappingEntry(t, f)
        case .xfs_iomap_begin:
            return iomapBegin(f)
        case .xfs_iomap_write_direct:
            return call(t, XfsIomapWriteDirect(inode: inode, range: fault.pages))
        case .xfs_iomap_write_direct_done:
            guard result(t) == 0 else { return faultFails(f, .sigbus) }
            guard !fault.isPMD || pmdExtentFits(inode, fault.pages.first) else { return faultFails(f, .fallback) }
            return .to(DaxIomapFault.Step.dax_direct_access)
        case .dax_load_hole:
            return loadHole(t, f)
        case .dax_direct_access:
            let error = directAccess(t, inode, fault.pages)
            return error == 0 ? .next : faultFails(f, fault.isPMD ? .fallback : .sigbus)
        case .dax_insert_entry:
            return insertEntry(t, f)
        case .copy_cow_page_dax:
            return copyPrivatePage(t, f)
        case .vmf_insert_mixed:
            insertPages(t, f, kind: .device)
            return .next
        case .dax_unlock_entry:
            // A failed fault leaves the entry it made: EMPTY entries stay in i_pages until truncation.
            unlockEntry(t, f.locals.entry)
            return .done(f.locals.result)
        }
    }

    /// Any failure of a PMD fault falls back to the page fault, which reports it.
    private func faultFails(_ f: Activation<DaxIomapFault>, _ result: FaultResult) -> Next {
        f.locals.result = f.locals.fault.isPMD && result == .sigbus ? .fallback : result
        return .to(DaxIomapFault.Step.dax_unlock_entry)
    }

    private mutating func grabMappingEntry(_ t: TaskID, _ f: Activation<DaxIomapFault>) -> Next {
        let inode = f.locals.inode
        guard !inodes[inode].pagesLockLost else { return spinOnPagesLock(inode) }
        let isPMD = f.locals.fault.isPMD
        let range = f.locals.fault.pages
        let slot = entrySlot(inode, range.first)
        if isPMD && !entries[slot].pmd {
            for page in range where entries[inode.page(page)].present { return .done(.fallback) }
        }
        if entries[slot].present {
            guard !entries[slot].locked else { return .wait(entryChannel(inode)) }
            let entry = entries[slot]
            if entry.pmd && !isPMD && (entry.zero || entry.empty) {
                // Downgrade: the zero or empty PMD makes way for a page entry.
                if entry.zero { unmapRange(inode, entryPages(slot)) }
                removeEntry(slot)
                return .again
            }
        } else {
            var entry = DaxEntry()
            entry.present = true
            entry.empty = true
            entry.pmd = isPMD
            insertEntry(t, entry, at: slot)
        }
        lockEntry(t, slot)
        f.locals.entry = slot
        return .next
    }

    private mutating func iomapBegin(_ f: Activation<DaxIomapFault>) -> Next {
        guard sb.shutdown == .none else { return faultFails(f, .sigbus) }
        let (inode, fault) = (f.locals.inode, f.locals.fault)
        if fault.isSharedWrite && needsAllocation(inode, fault.pages) { return .next }
        // A private write copies the page, or zeroes; the entry stays as it is.
        if fault.isWrite && !fault.isShared { return .to(DaxIomapFault.Step.copy_cow_page_dax) }
        if isHole(inode, fault.pages.first) {
            guard !fault.isPMD || allHoles(inode, fault.pages.first) else { return faultFails(f, .fallback) }
            return .to(DaxIomapFault.Step.dax_load_hole)
        }
        guard !fault.isPMD || pmdExtentFits(inode, fault.pages.first) else { return faultFails(f, .fallback) }
        return .to(DaxIomapFault.Step.dax_direct_access)
    }

    /// `dax_load_hole`, `dax_pmd_load_hole`: the zero page, and an entry that says so.
    private mutating func loadHole(_ t: TaskID, _ f: Activation<DaxIomapFault>) -> Next {
        guard !refusesInsertion(t) else { return faultFails(f, .sigbus) }
        let entry = f.locals.entry
        if entries[entry].empty { insertZero(t, entry) }
        if rules.readFaultsDirty { tagDirty(entry) }
        insertPages(t, f, kind: .zero)
        return .to(DaxIomapFault.Step.dax_unlock_entry)
    }

    /// `dax_insert_entry`: associates the pages and stores the entry, still locked.
    private mutating func insertEntry(_ t: TaskID, _ f: Activation<DaxIomapFault>) -> Next {
        guard !refusesInsertion(t) else { return faultFails(f, .sigbus) }
        let (inode, fault, entry) = (f.locals.inode, f.locals.fault, f.locals.entry)
        reads(.areas, areas[fault.area].process)
        let sync = fault.isSharedWrite && areas[fault.area].sync && inodes[inode].pinned
        if entries[entry].zero || entries[entry].empty {
            if entries[entry].zero { unmapRange(inode, entryPages(entry)) }
            insertFrames(t, entry)
            guard associate(t, entry) else { return .oops }
        }
        if (fault.isSharedWrite || rules.readFaultsDirty) && !sync { tagDirty(entry) }
        guard sync else { return .to(DaxIomapFault.Step.vmf_insert_mixed) }
        return faultFails(f, .needSync)
    }

    /// PAGECACHE_TAG_DIRTY, and I_DIRTY_PAGES of the inode.
    private mutating func tagDirty(_ entry: EntryID) {
        inodes[entry.inode].dirtyPages = true
        entries[entry].dirty = true
    }

    /// A private write copies the page; the device's page is read through the direct map in an SRCU section.
    private mutating func copyPrivatePage(_ t: TaskID, _ f: Activation<DaxIomapFault>) -> Next {
        let (inode, page) = (f.locals.inode, f.locals.fault.page)
        let extent = extents[inode.page(page)]
        let block = extent.block
        var content = 0
        if !block.isNone && !extent.unwritten {
            guard directAccess(t, inode, Pages(page, count: 1)) == 0 else { return faultFails(f, .sigbus) }
            guard touchBlock(t, block, of: inode.page(page)) else { return .oops }
            content = blocks[block].content
        }
        let pte = ptes.pointer(pteSlot(f.locals.fault.area, page))
        pte.pointee = PageTableEntry()
        pte.pointee.kind = .anonymous
        pte.pointee.writable = true
        pte.pointee.content = content
        return .to(DaxIomapFault.Step.dax_unlock_entry)
    }

    /// `vmf_insert_mixed`, `vmf_insert_pfn_pmd`.
    private mutating func insertPages(_ t: TaskID, _ f: Activation<DaxIomapFault>, kind: PageTableEntry.Kind) {
        let (fault, entry) = (f.locals.fault, f.locals.entry)
        for page in fault.pages {
            var pte = PageTableEntry()
            pte.kind = kind
            pte.writable = kind == .device && fault.isSharedWrite
            pte.huge = fault.isPMD
            if kind == .device {
                mapPage(t, pte, of: entry, page, in: fault.area)
            } else {
                ptes[pteSlot(fault.area, page)] = pte
            }
        }
    }
}
