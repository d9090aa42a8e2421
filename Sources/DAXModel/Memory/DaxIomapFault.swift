/// `dax_iomap_pte_fault` and `dax_iomap_pmd_fault`: from the entry lock to the page-table entry. The SRCU section of
/// `dax_direct_access` ends before the entry is inserted.
enum DaxIomapFault: UInt8, PathSteps {
    case i_size_check, grab_mapping_entry, xfs_iomap_begin, xfs_iomap_write_direct, xfs_iomap_write_direct_done
    case dax_load_hole, dax_direct_access, dax_insert_entry, copy_cow_page_dax, vmf_insert_mixed
    case dax_unlock_entry
}

extension Machine {
    mutating func daxIomapFault(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let isPmd = f.pointee.flags.contains(.pmd)
        let inode = f.pointee.inode
        let index = isPmd ? f.pointee.index & ~(Limits.pmdPages - 1) : f.pointee.index
        switch DaxIomapFault(rawValue: f.pointee.pc)! {
        case .i_size_check:
            return f.pointee.index < inodes[inode].size ? .next : .done(FaultResult.sigbus)
        case .grab_mapping_entry:
            return grabMappingEntry(t, f, inode, index)
        case .xfs_iomap_begin:
            return iomapBegin(f, inode, index)
        case .xfs_iomap_write_direct:
            return call(
                t, .xfs_iomap_write_direct, inode: inode, index: index,
                end: index + (isPmd ? Limits.pmdPages : 1), flags: f.pointee.flags)
        case .xfs_iomap_write_direct_done:
            guard result(t) == 0 else { return faultFails(f, FaultResult.sigbus) }
            guard !isPmd || pmdExtentFits(inode, index) else { return faultFails(f, FaultResult.fallback) }
            return .to(DaxIomapFault.dax_direct_access)
        case .dax_load_hole:
            guard !refusesInsertion(t) else { return faultFails(f, FaultResult.sigbus) }
            let slot = f.pointee.cursor
            if entries[slot].empty {
                entries[slot].empty = false
                entries[slot].zero = true
                entries[slot].provenance = birth(t, inode: inode, index: index)
            }
            if rules.readFaultsDirty { tagDirty(inode, slot) }
            insertPages(t, f, kind: .zero, index: index)
            return .to(DaxIomapFault.dax_unlock_entry)
        case .dax_direct_access:
            let error = directAccess(t, inode: inode, index: f.pointee.index)
            return error == 0 ? .next : faultFails(f, isPmd ? FaultResult.fallback : FaultResult.sigbus)
        case .dax_insert_entry:
            return insertEntry(t, f, inode, index)
        case .copy_cow_page_dax:
            return copyPrivatePage(t, f, inode)
        case .vmf_insert_mixed:
            insertPages(t, f, kind: .device, index: index)
            return .next
        case .dax_unlock_entry:
            // A failed fault leaves the entry it made: EMPTY entries stay in i_pages until truncation.
            unlockEntry(t, f.pointee.cursor)
            return .done(f.pointee.value)
        }
    }

    /// Any failure of a PMD fault falls back to the page fault, which reports it.
    private func faultFails(_ f: UnsafeMutablePointer<Frame>, _ result: Int) -> Next {
        let isPmd = f.pointee.flags.contains(.pmd)
        f.pointee.value = isPmd && result == FaultResult.sigbus ? FaultResult.fallback : result
        return .to(DaxIomapFault.dax_unlock_entry)
    }

    private mutating func grabMappingEntry(
        _ t: Int, _ f: UnsafeMutablePointer<Frame>, _ inode: Int, _ index: Int
    ) -> Next {
        guard !inodes[inode].pagesLockLost else { return spinOnPagesLock(inode) }
        let isPmd = f.pointee.flags.contains(.pmd)
        let slot = entrySlot(inode, index)
        if isPmd && !entries[slot].pmd {
            for page in index..<index + Limits.pmdPages where entries[inode * Limits.filePages + page].present {
                return .done(FaultResult.fallback)
            }
        }
        if entries[slot].present {
            guard !entries[slot].locked else { return .wait(entryChannel(inode)) }
            let entry = entries[slot]
            if entry.pmd && !isPmd && (entry.zero || entry.empty) {
                // Downgrade: the zero or empty PMD makes way for a page entry.
                if entry.zero { unmapRange(inode: inode, from: entryIndex(slot), count: Limits.pmdPages) }
                removeEntry(slot)
                return .again
            }
            lockEntry(t, slot)
        } else {
            var entry = DaxEntry()
            entry.present = true
            entry.empty = true
            entry.pmd = isPmd
            entry.provenance = birth(t, inode: inode, index: index)
            entries[slot] = entry
            lockEntry(t, slot)
        }
        f.pointee.cursor = slot
        return .next
    }

    private mutating func iomapBegin(_ f: UnsafeMutablePointer<Frame>, _ inode: Int, _ index: Int) -> Next {
        guard sb.shutdown == 0 else { return faultFails(f, FaultResult.sigbus) }
        let isPmd = f.pointee.flags.contains(.pmd)
        let isSharedWrite = f.pointee.flags.contains([.write, .shared])
        if isSharedWrite && needsAllocation(inode, index, isPmd ? Limits.pmdPages : 1) { return .next }
        // A private write copies the page, or zeroes; the entry stays as it is.
        if f.pointee.flags.contains(.write) && !isSharedWrite { return .to(DaxIomapFault.copy_cow_page_dax) }
        if isHole(inode, index) {
            guard !isPmd || allHoles(inode, index) else { return faultFails(f, FaultResult.fallback) }
            return .to(DaxIomapFault.dax_load_hole)
        }
        guard !isPmd || pmdExtentFits(inode, index) else { return faultFails(f, FaultResult.fallback) }
        return .to(DaxIomapFault.dax_direct_access)
    }

    /// `dax_insert_entry`: associates the pages and stores the entry, still locked.
    private mutating func insertEntry(
        _ t: Int, _ f: UnsafeMutablePointer<Frame>, _ inode: Int, _ index: Int
    ) -> Next {
        guard !refusesInsertion(t) else { return faultFails(f, FaultResult.sigbus) }
        let isSharedWrite = f.pointee.flags.contains([.write, .shared])
        let slot = f.pointee.cursor
        let sync = isSharedWrite && areas[f.pointee.area].sync && inodes[inode].pinned
        if entries[slot].zero || entries[slot].empty {
            if entries[slot].zero {
                unmapRange(inode: inode, from: entryIndex(slot), count: entryPages(slot))
            }
            entries[slot].zero = false
            entries[slot].empty = false
            entries[slot].pfn = extents[inode * Limits.filePages + entryIndex(slot)].block
            entries[slot].epoch = sb.epoch
            entries[slot].provenance = birth(t, inode: inode, index: index)
            guard associate(t, slot) else { return .oops }
        }
        if (isSharedWrite || rules.readFaultsDirty) && !sync { tagDirty(inode, slot) }
        guard sync else { return .to(DaxIomapFault.vmf_insert_mixed) }
        return faultFails(f, FaultResult.needSync)
    }

    /// PAGECACHE_TAG_DIRTY, and I_DIRTY_PAGES of the inode.
    private mutating func tagDirty(_ inode: Int, _ slot: Int) {
        inodes[inode].dirtyPages = true
        entries[slot].dirty = true
    }

    /// A private write copies the page; the device's page is read through the direct map in an SRCU section.
    private mutating func copyPrivatePage(_ t: Int, _ f: UnsafeMutablePointer<Frame>, _ inode: Int) -> Next {
        let extent = extents[inode * Limits.filePages + f.pointee.index]
        var content = 0
        if extent.block >= 0 && !extent.unwritten {
            guard directAccess(t, inode: inode, index: f.pointee.index) == 0 else {
                return faultFails(f, FaultResult.sigbus)
            }
            let provenance = Provenance(creator: here(t), phase: removalPhase(inode: inode, index: f.pointee.index))
            guard touchPage(t, pfn: extent.block, epoch: sb.epoch, provenance: provenance) else { return .oops }
            content = blocks[extent.block].content
        }
        let pte = ptes.pointer(pteSlot(f.pointee.area, f.pointee.index))
        pte.pointee = PageTableEntry()
        pte.pointee.kind = .anonymous
        pte.pointee.writable = true
        pte.pointee.content = content
        return .to(DaxIomapFault.dax_unlock_entry)
    }

    /// `vmf_insert_mixed`, `vmf_insert_pfn_pmd`.
    private mutating func insertPages(
        _ t: Int, _ f: UnsafeMutablePointer<Frame>, kind: PageTableEntry.Kind, index: Int
    ) {
        let isPmd = f.pointee.flags.contains(.pmd)
        let slot = f.pointee.cursor
        for page in 0..<(isPmd ? Limits.pmdPages : 1) {
            var pte = PageTableEntry()
            pte.kind = kind
            pte.writable = kind == .device && f.pointee.flags.contains([.write, .shared])
            pte.huge = isPmd
            if kind == .device {
                pte.pfn = entries[slot].pfn + index + page - entryIndex(slot)
                pte.epoch = entries[slot].epoch
                pte.provenance = birth(t, inode: f.pointee.inode, index: index + page)
            }
            ptes[pteSlot(f.pointee.area, index + page)] = pte
        }
    }
}

/// `dax_finish_sync_fault`: fsync the range, then map the page writable if its entry is still there.
enum DaxFinishSyncFault: UInt8, PathSteps {
    case vfs_fsync_range, vfs_fsync_range_done, dax_insert_pfn_mkwrite, vmf_insert_mixed_mkwrite
}

extension Machine {
    mutating func daxFinishSyncFault(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let inode = f.pointee.inode
        switch DaxFinishSyncFault(rawValue: f.pointee.pc)! {
        case .vfs_fsync_range:
            let slot = entrySlot(inode, f.pointee.index)
            let first = entryIndex(slot)
            return call(t, .xfs_file_fsync, inode: inode, index: first, end: first + entryPages(slot))
        case .vfs_fsync_range_done:
            return result(t) == 0 ? .next : .done(FaultResult.sigbus)
        case .dax_insert_pfn_mkwrite:
            let slot = entrySlot(inode, f.pointee.index)
            guard entries[slot].present else { return .done(FaultResult.done) }
            guard !entries[slot].locked else { return .wait(entryChannel(inode)) }
            guard entries[slot].hasPage else { return .done(FaultResult.done) }
            lockEntry(t, slot)
            // Only the entry's mark: unlike dax_insert_entry this does not put the inode on the writeback list.
            entries[slot].dirty = true
            f.pointee.cursor = slot
            return .next
        case .vmf_insert_mixed_mkwrite:
            let slot = f.pointee.cursor
            var pte = PageTableEntry()
            pte.kind = .device
            pte.writable = true
            pte.pfn = entries[slot].pfn + f.pointee.index - entryIndex(slot)
            pte.epoch = entries[slot].epoch
            pte.provenance = birth(t, inode: inode, index: f.pointee.index)
            ptes[pteSlot(f.pointee.area, f.pointee.index)] = pte
            unlockEntry(t, slot)
            return .done(FaultResult.done)
        }
    }
}
