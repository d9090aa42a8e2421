/// Life of a `struct page` of the device's pagemap.
enum PageState: UInt8 {
    /// No pagemap covers the frame: a touch faults.
    case unmapped
    case valid
}

/// A page struct, one for each block of the device. E1 to E3 counting: 1 is idle, page tables take no reference.
struct PageStruct: BitwiseCopyable {
    var state = PageState.unmapped
    /// The binding of the device that created it.
    var epoch = Binding.none
    /// `page->mapping`.
    var mapping = InodeID.none
    /// `page->index`.
    var index = Page(0)
}

/// The memory itself: it survives the removal of its page struct.
struct Block: BitwiseCopyable {
    /// `owner` of the allocation group's headers: not free, and no inode either.
    static var metadata: InodeID { InodeID(rawValue: -2) }

    /// The bytes, as an opaque value: 0 for zeroes, otherwise unique for each write.
    var content = 0
    /// Reverse-map owner: an inode, `metadata`, or `.none` for free space.
    var owner = InodeID.none
    /// Page of the owner that the block holds.
    var offset = Page(0)
    /// Bytes that the alignment of the content leaves over.
    private var spare = InlineArray<6, UInt8>(repeating: 0)
}

/// The nd_pmem driver's side of the device, its gendisk and its pagemap.
struct PmemDriver: BitwiseCopyable {
    /// Where the task that holds `device_lock` has taken it.
    var lockedAt = Mark()
    /// The task that holds `device_lock`.
    var lock = TaskID.none
    /// The current binding, or the last one: bindings are counted from 1.
    var epoch = Binding(0)
    var bound = false
    /// The disk accepts I/O: cleared by `del_gendisk`.
    var diskAlive = false
    /// `dax_add_host` done: new mounts can find the dax_device.
    var hostRegistered = false
    /// The struct pages exist.
    var pagesValid = false
    /// `unbind` has found it bound, and its page structs are not gone yet.
    var isUnbinding = false
    /// A byte that the alignment of the mark leaves over.
    private var spare: UInt8 = 0
}

/// A dax_device; each binding makes a new one.
struct DaxDevice: BitwiseCopyable {
    /// References that keep the object (`igrab`, `put_dax`).
    var references: Int16 = 0
    /// `holder_data`: 1 when the super block holds it, otherwise 0.
    var holderData: Int8 = 0
    /// `holder_ops` set.
    var holderOps = false
    var exists = false
    var alive = false
}

/// The one global SRCU domain of all dax devices: readers of the current and of the previous period.
struct SrcuDomain: BitwiseCopyable {
    var readers0: Int32 = 0
    var readers1: Int32 = 0
    var period: Int16 = 0
    /// The task inside `synchronize_srcu`; only one flips the period at a time.
    var synchronizer = TaskID.none
    /// A byte that the alignment of the readers leaves over.
    private var spare: UInt8 = 0
}
