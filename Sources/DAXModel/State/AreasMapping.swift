// The one way to go over the virtual memory areas that map an inode: what `i_mmap` is for.

extension Machine {
    /// Each area that maps a page of the range, with the pages of the range that it maps; none where nobody does.
    ///
    /// The loop's body may change the machine: areas that come into use meanwhile may be missed, none is seen twice.
    @inline(__always) func areasMapping(_ inode: InodeID, _ pages: Pages = .wholeFile) -> AreasMapping {
        reads(.mappings, inode)
        return AreasMapping(inode, pages, of: areas, below: areaBound)
    }
}

/// The areas that map an inode, in the order of their table, each with the part of a range that it maps.
struct AreasMapping: Sequence, IteratorProtocol {
    private let areas: Pool<AreaID, VirtualArea>
    private let inode: InodeID
    private let range: Pages
    private var ahead: Handles<AreaID>

    @inline(__always) fileprivate init(
        _ inode: InodeID, _ range: Pages, of areas: Pool<AreaID, VirtualArea>, below bound: Int
    ) {
        self.areas = areas
        self.inode = inode
        self.range = range
        ahead = AreaID.first(bound)
    }

    @inline(__always) mutating func next() -> (area: AreaID, pages: Pages)? {
        while let area = ahead.next() {
            guard areas[area].used, areas[area].inode == inode else { continue }
            let pages = range.intersection(areas[area].pages)
            if !pages.isEmpty { return (area, pages) }
        }
        return nil
    }
}
