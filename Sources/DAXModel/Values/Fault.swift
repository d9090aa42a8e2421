/// Where an injected fault can strike.
public enum FaultSite: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    /// `xfs_alloc_read_agf` of the reverse-map walk fails with EIO.
    case agfRead
    /// `xfs_trans_alloc_empty` of the notify callback fails with ENOMEM.
    case transactionAllocation
    /// The GFP_ATOMIC allocation of `__add_to_kill` fails: the task is left off the kill list.
    case killAllocation
    /// `sync_filesystem` inside `freeze_super` fails with EIO.
    case freezeSync
    /// `dax_direct_access` meets a bad block; the case names the file and the page.
    case mediaError
    /// A signal queued by the operation is not noticed by its target until the named operation has ended.
    case delaySignal
    /// The operation does not start until the named operation has ended. A delay until another task's step is this
    /// fault together with a preemption that runs the task at that step: a preemption starts a delayed operation.
    case delayTask
}

/// One injected fault: addressed by task, operation, site and occurrence, never by a count of steps.
public struct Fault: BitwiseCopyable, Hashable, Sendable {
    public var site: FaultSite
    public var task: UInt8
    public var operation: UInt16
    /// `delaySignal`, `delayTask`: the operation whose end releases it. Otherwise zero.
    public var until: UInt16
    /// The how-many-eth time, from zero, that the operation reaches the site.
    public var occurrence: UInt8
    /// `mediaError`: file name index. Otherwise zero.
    public var file: UInt8
    /// `mediaError`: page of the file. Otherwise zero.
    public var page: UInt8

    public init(
        site: FaultSite, task: UInt8, operation: UInt16, occurrence: UInt8 = 0, file: UInt8 = 0, page: UInt8 = 0,
        until: UInt16 = 0
    ) {
        self.site = site
        self.task = task
        self.operation = operation
        self.occurrence = occurrence
        self.file = file
        self.page = page
        self.until = until
    }
}

/// A fault while it is loaded in a machine.
struct ArmedFault: BitwiseCopyable {
    /// How often its operation has reached its site; not counted any more once it has struck.
    var reached: UInt16 = 0
    var fault = Fault(site: .agfRead, task: 0, operation: 0)
    var fired = false
}
