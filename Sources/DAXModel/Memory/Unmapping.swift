// mm/memory.c: page-table entries of a file's range, set in one address space and taken away from every one.

extension Machine {
    /// Sets a page-table entry to the page frame of one of the pages that an entry stands for.
    @inline(__always) mutating func mapPage(
        _ t: TaskID, _ value: PageTableEntry, of entry: EntryID, _ page: Page, in area: AreaID
    ) {
        var pte = value
        pte.pfn = entryFrame(entry, page)
        pte.epoch = entries[entry].epoch
        ptes[pteSlot(area, page)] = pte
        emit(.pageMapped(pteSlot(area, page), entry.inode.page(page)), t)
    }

    /// `unmap_mapping_range` with even_cows=0: device and zero pages of all address spaces, private copies stay.
    ///
    /// A simplification: the i_mmap lock is held within one step, so no other task sees a half-unmapped range.
    mutating func unmapRange(_ inode: InodeID, _ range: Pages) {
        for (area, pages) in areasMapping(inode, range) {
            reads(.areas, areas[area].process)
            for page in pages { zap(area, page) }
        }
    }

    /// Clears one page-table entry, or the whole PMD it belongs to; private copies stay.
    private mutating func zap(_ area: AreaID, _ page: Page) {
        var ptes = pteTable
        let pte = ptes.pointer(pteSlot(area, page))
        guard pte.pointee.kind == .device || pte.pointee.kind == .zero else { return }
        writes(.areas, areas[area].process)
        guard pte.pointee.huge else {
            pte.pointee = PageTableEntry()
            return
        }
        for page in Pages(page.pmdHead, count: Limits.pmdPages) { ptes[pteSlot(area, page)] = PageTableEntry() }
    }

    /// `dax_entry_mkclean`: write-protects every shared mapping of the range.
    mutating func writeProtect(_ inode: InodeID, _ range: Pages) {
        var ptes = pteTable
        for (area, pages) in areasMapping(inode, range) {
            writes(.areas, areas[area].process)
            for page in pages {
                let pte = ptes.pointer(pteSlot(area, page))
                if pte.pointee.kind == .device { pte.pointee.writable = false }
            }
        }
    }

    /// Drops all page-table entries of an area, private copies included (munmap, exit).
    mutating func clearPages(_ area: AreaID) {
        writes(.areas, areas[area].process)
        var ptes = pteTable
        for page in areas[area].pages { ptes[pteSlot(area, page)] = PageTableEntry() }
    }
}
