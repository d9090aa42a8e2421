/// A value entry of an inode's `i_pages`.
struct DaxEntry: BitwiseCopyable {
    /// Where the task that holds the lock has taken it.
    var lockedAt = Mark()
    var provenance = Provenance()
    var pfn = BlockID.none
    /// The binding of the device that the pfn belongs to.
    var epoch = Binding.none
    /// The task that holds the entry lock.
    var holder = TaskID.none
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
    /// Content of a private copy.
    var content = 0
    var provenance = Provenance()
    var kind = Kind.none
    var writable = false
    /// Part of a PMD mapping: goes away together with its neighbours.
    var huge = false
    /// Present when the notify callback began: its process is owed a signal unless it drops the page itself.
    var owed = false
    var pfn = BlockID.none
    var epoch = Binding.none
    /// Bytes that the alignment of the content leaves over.
    private var spare: UInt32 = 0
}

/// A virtual memory area of a file of the file system.
struct VirtualArea: BitwiseCopyable {
    var used = false
    /// The process whose mm it belongs to.
    var process = ProcessID.none
    /// The mapping slot by which the case names it.
    var slot = MappingSlot(0)
    var inode = InodeID.none
    /// The open file description it keeps.
    var file = FileID.none
    /// The pages of the file that it maps, from `vm_pgoff` on.
    var pages = Pages(Page(0), count: 0)
    var shared = false
    var writable = false
    /// Opened for reading and writing, so that `mprotect` may add writing.
    var mayWrite = false
    var sync = false
}
