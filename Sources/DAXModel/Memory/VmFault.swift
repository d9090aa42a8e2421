/// `struct vm_fault`: what a page fault is about.
struct VmFault: BitwiseCopyable {
    var area = AreaID.none
    /// The user's address: a page of a mapping. It stays what it was, whatever lies there by the time of the fault.
    var slot = MappingSlot(0)
    var address = MappingPage(0)
    /// The page of the file that was mapped there when it was accessed.
    var page = Page(0)
    /// The access is a write.
    var isWrite = false
    /// The mapping is shared.
    var isShared = false
    /// The fault is for a PMD.
    var isPMD = false

    /// A write whose effect the file shall have.
    var isSharedWrite: Bool { isWrite && isShared }

    /// The pages that are to be mapped.
    @inline(__always) var pages: Pages {
        isPMD ? Pages(page.pmdHead, count: Limits.pmdPages) : Pages(page, count: 1)
    }
}

/// How a fault path ends. The raw values are the results that the paths return.
enum FaultResult: Int {
    /// VM_FAULT_NOPAGE: try the access again.
    case done
    /// VM_FAULT_FALLBACK: a PMD cannot be used here.
    case fallback
    /// VM_FAULT_NEEDDSYNC: MAP_SYNC needs the metadata on stable storage first.
    case needSync
    case sigbus
}

extension Next {
    /// The fault path returns to its caller.
    @inline(__always) static func done(_ result: FaultResult) -> Next { .done(result.rawValue) }
}

extension Machine {
    /// Result of the fault path that returned last.
    @inline(__always) func faultResult(_ t: TaskID) -> FaultResult { FaultResult(rawValue: result(t))! }
}
