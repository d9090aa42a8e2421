// Where things are stored and which pages they stand for: what reads the state only.

extension Machine {
    /// Where the entry for a page is stored: the head of a PMD entry that covers it, or the page's own slot.
    @inline(__always) func entrySlot(_ inode: InodeID, _ page: Page) -> EntryID {
        reads(.pages, inode)
        let head = inode.page(page.pmdHead)
        return entryTable[head].present && entryTable[head].pmd ? head : inode.page(page)
    }

    /// The pages that an entry stands for.
    @inline(__always) func entryPages(_ entry: EntryID) -> Pages {
        Pages(entry.page, count: entries[entry].pmd ? Limits.pmdPages : 1)
    }

    /// The page frame of one of the pages that an entry stands for.
    @inline(__always) func entryFrame(_ entry: EntryID, _ page: Page) -> BlockID {
        entries[entry].pfn + (page - entry.page)
    }

    /// The page-table entry of one of the pages that an area maps.
    @inline(__always) func pteSlot(_ area: AreaID, _ page: Page) -> PteID {
        PteID(area.index &* Limits.filePages &+ page.index &- areas[area].pages.first.index)
    }

    func isHole(_ inode: InodeID, _ page: Page) -> Bool {
        extents[inode.page(page)].isHole
    }
}
