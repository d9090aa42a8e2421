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
    var epoch = 0
    /// `page->mapping` as an inode index, or -1.
    var mapping = -1
    /// `page->index`.
    var index = 0
}

/// The memory itself: it survives the removal of its page struct.
struct Block: BitwiseCopyable {
    /// `owner` of the allocation group's headers.
    static var metadata: Int { -2 }

    /// Reverse-map owner: an inode, `metadata`, or -1 for free space.
    var owner = -1
    /// Page of the owner that the block holds.
    var offset = 0
    /// The bytes, as an opaque value: 0 for zeroes, otherwise unique for each write.
    var content = 0
}

/// The nd_pmem driver's side of the device, its gendisk and its pagemap.
struct PmemDriver: BitwiseCopyable {
    var bound = false
    /// Counts bindings, from 1.
    var epoch = 0
    /// `device_lock`: the task that holds it, or -1.
    var lock = -1
    /// Where that task took it.
    var lockedAt = Mark()
    /// The disk accepts I/O: cleared by `del_gendisk`.
    var diskAlive = false
    /// `dax_add_host` done: new mounts can find the dax_device.
    var hostRegistered = false
    /// The struct pages exist.
    var pagesValid = false
}

/// A dax_device; each binding makes a new one.
struct DaxDevice: BitwiseCopyable {
    var exists = false
    var alive = false
    /// `holder_data`: 1 when the super block holds it, otherwise 0.
    var holderData = 0
    /// `holder_ops` set.
    var holderOps = false
    /// References that keep the object (`igrab`, `put_dax`).
    var references = 0
}

/// The one global SRCU domain of all dax devices: readers of the current and of the previous period.
struct SrcuDomain: BitwiseCopyable {
    var period = 0
    var readers0 = 0
    var readers1 = 0
    /// `synchronize_srcu` calls in progress; only one flips the period at a time.
    var synchronizer = -1
}
