/// A value entry of an inode's `i_pages`.
struct DaxEntry: BitwiseCopyable {
    var present = false
    var locked = false
    /// One entry for `Limits.pmdPages` pages, stored at the first.
    var pmd = false
    var zero = false
    var empty = false
    /// PAGECACHE_TAG_DIRTY.
    var dirty = false
    /// PAGECACHE_TAG_TOWRITE.
    var towrite = false
    /// The task that holds the entry lock, or -1.
    var holder = -1
    /// Where that task locked it.
    var lockedAt = Mark()
    var pfn = -1
    /// The binding of the device that the pfn belongs to.
    var epoch = 0
    var provenance = Provenance()

    /// The entry refers to page structs of the device.
    var hasPage: Bool { present && !zero && !empty }
}

/// A page-table entry of a virtual memory area.
struct PageTableEntry: BitwiseCopyable {
    enum Kind: UInt8 {
        case none
        /// A page frame of the device.
        case device
        /// The zero page.
        case zero
        /// A private copy.
        case anonymous
    }
    var kind = Kind.none
    var writable = false
    /// Part of a PMD mapping: goes away together with its neighbours.
    var huge = false
    /// Present when the notify callback began: its process is owed a signal unless it drops the page itself.
    var owed = false
    var pfn = -1
    var epoch = 0
    /// Content of a private copy.
    var content = 0
    var provenance = Provenance()
}

/// A virtual memory area of a file of the file system.
struct VirtualArea: BitwiseCopyable {
    var used = false
    /// The process whose mm it belongs to.
    var process = -1
    /// The mapping slot by which the case names it.
    var slot = 0
    var inode = -1
    /// The open file description it keeps.
    var file = -1
    var pgoff = 0
    var count = 0
    var shared = false
    var writable = false
    /// Opened for reading and writing, so that `mprotect` may add writing.
    var mayWrite = false
    var sync = false
}
