// mm/memory.c: taking page-table entries of a file's range away from every address space.

extension Machine {
    @inline(__always) func pteSlot(_ area: Int, _ index: Int) -> Int {
        area * Limits.filePages + index - areas[area].pgoff
    }

    /// `unmap_mapping_range` with even_cows=0: device and zero pages of all address spaces, private copies stay.
    ///
    /// A simplification: the i_mmap lock is held within one step, so no other task sees a half-unmapped range.
    mutating func unmapRange(inode: Int, from first: Int, count: Int) {
        for (area, pages) in areasMapping(InodeID(inode), Pages(Page(first), count: count)) {
            for page in pages { zap(area.index, page.index) }
        }
    }

    /// Clears one page-table entry, or the whole PMD it belongs to; private copies stay.
    private mutating func zap(_ area: Int, _ index: Int) {
        let pte = ptes.pointer(pteSlot(area, index))
        guard pte.pointee.kind == .device || pte.pointee.kind == .zero else { return }
        guard pte.pointee.huge else {
            pte.pointee = PageTableEntry()
            return
        }
        let head = index & ~(Limits.pmdPages - 1)
        for page in head..<head + Limits.pmdPages { ptes[pteSlot(area, page)] = PageTableEntry() }
    }

    /// `dax_entry_mkclean`: write-protects every shared mapping of the range.
    mutating func writeProtect(inode: Int, from first: Int, count: Int) {
        for (area, pages) in areasMapping(InodeID(inode), Pages(Page(first), count: count)) {
            for page in pages {
                let pte = ptes.pointer(pteSlot(area.index, page.index))
                if pte.pointee.kind == .device { pte.pointee.writable = false }
            }
        }
    }

    /// Drops all page-table entries of a virtual memory area's part, private copies included (munmap, exit).
    mutating func clearPages(_ area: Int, from first: Int, count: Int) {
        var index = first
        while index < first + count {
            ptes[pteSlot(area, index)] = PageTableEntry()
            index += 1
        }
    }
}
