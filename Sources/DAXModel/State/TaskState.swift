/// Whether and why a task can run.
enum TaskState: UInt8 {
    /// Not created yet, or never.
    case absent
    /// In user space, between operations.
    case idle
    case runnable
    /// Asleep on its channel.
    case blocked
    /// Exited.
    case dead
    /// Died in the kernel; what it held stays held.
    case oopsed
}

/// A thread.
struct Task: BitwiseCopyable {
    /// Result of the last path that returned.
    var result = 0
    /// Step count at which it fell asleep; a retry that fails does not change it. Meaningless while it does not sleep.
    var asleepSince: Int32 = -1
    /// Order of wake-ups, ascending.
    var wakeOrder: Int32 = 0
    /// Id of its current operation, or a reserved one.
    var operationID: UInt16 = 0
    /// Signals are not noticed before this operation ended; 0 for none.
    var delayedUntil: UInt16 = 0
    var channel = Channel(.none)
    /// Written by `Machine.setState` alone.
    var state = TaskState.absent
    /// Frames on its kernel stack.
    var depth: Int8 = 0
    /// Its thread group.
    var process = ProcessID.none
    /// Its current operation; none when the kernel started what it runs.
    var operation = OperationIndex.none
    /// The sleep ends with a fatal signal.
    var killable = false
    /// It died in the kernel and exits.
    var isOopsed = false
    /// SIGKILL is pending.
    var killed = false
    /// A removal's SIGBUS is pending.
    var sigbusPending = false
    /// SIGBUS is blocked.
    var sigbusMasked = false
    /// PF_MCE_EARLY.
    var mceEarly = false
}

/// A thread group with its mm, descriptors and signal actions.
///
/// A simplification: an mm belongs to one thread group; CLONE_VM without CLONE_THREAD does not occur.
struct Process: BitwiseCopyable {
    var mmapLock = RWLock()
    /// How the removal last passed this process by.
    var passed = Provenance()
    var alive = false
    var leader = TaskID.none
    var leaderExited = false
    /// Threads that have not exited.
    var threads: Int8 = 0
    /// `exit_group` or a fatal signal has begun.
    var exiting = false
    var sigbus = SigbusAction.standard
    /// The working directory is in the mount.
    var cwdInside = false
    /// A fatal or SIGBUS signal of the removal was queued since the notify callback began.
    var signalledByRemoval = false
    /// It had a virtual memory area of the file system when the notify callback began, or got one since.
    var hasMapped = false
    /// A page owed a signal was treated by the removal while still mapped.
    var owed = false
}

/// An open file description.
struct OpenFile: BitwiseCopyable {
    var references: Int16 = 0
    var inode = InodeID.none
    var writable = false
}
