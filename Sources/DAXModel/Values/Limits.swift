// Every capacity of the model, in one list. A fixed table's length is part of its type, so the lengths stand here as
// types, and the numbers that the code counts with are taken from them.

/// A value for each task, the reserved ones included.
typealias PerTask<Value> = InlineArray<10, Value>
/// A value for each frame of each task's kernel stack.
typealias PerFrame<Value> = InlineArray<160, Value>
/// A value for each file name.
typealias PerName<Value> = InlineArray<4, Value>
/// A value for each inode.
typealias PerInode<Value> = InlineArray<8, Value>
/// A value for each page of each inode.
typealias PerFilePage<Value> = InlineArray<64, Value>
/// A value for each allocation group.
typealias PerGroup<Value> = InlineArray<2, Value>
/// A value for each block, and page frame, of the device.
typealias PerBlock<Value> = InlineArray<48, Value>
/// A value for each thread group and address space: one for each user task at most, and the closer's.
typealias PerProcess<Value> = InlineArray<9, Value>
/// A value for each open file description.
typealias PerFile<Value> = InlineArray<24, Value>
/// A value for each descriptor of each process.
typealias PerDescriptor<Value> = InlineArray<36, Value>
/// A value for each virtual memory area.
typealias PerArea<Value> = InlineArray<24, Value>
/// A value for each page of each virtual memory area.
typealias PerAreaPage<Value> = InlineArray<192, Value>
/// A value for each binding of the device, from 1; that of 0 is not used.
typealias PerEpoch<Value> = InlineArray<5, Value>
/// A value for each operation of a case.
typealias PerOperation<Value> = InlineArray<64, Value>
/// A value for each fault of a case.
typealias PerFault<Value> = InlineArray<8, Value>
/// A value for each distinct violation that is kept of one execution.
typealias PerViolation<Value> = InlineArray<24, Value>

/// Capacities of one machine and of what runs it. They bound every table, so a hostile case cannot make the model
/// allocate.
///
/// A simplification: real devices hold millions of pages and a PMD maps 512 of them; here an allocation group holds
/// a few dozen blocks and a PMD maps four, which is enough for every boundary that the paths know.
public enum Limits {
    // MARK: Tasks

    /// All tasks, reserved ones included.
    public static var tasks: Int { PerTask<Bool>.count }
    /// Tasks that a case may name.
    public static var userTasks: Int { tasks - 2 }
    /// The reserved task that runs the fair phase: thaw, umount, rebind, verification.
    public static var closer: Int { userTasks }
    /// The reserved kernel worker that inactivates unlinked inodes (`xfs_inodegc_worker`).
    public static var inodegcWorker: Int { userTasks + 1 }
    /// Call depth of a task's kernel stack.
    public static var stackDepth: Int { PerFrame<Bool>.count / tasks }
    /// Thread groups and address spaces: one for each user task at most, and the closer's.
    public static var processes: Int { PerProcess<Bool>.count }

    // MARK: File system

    /// File names a case may use.
    public static var names: Int { PerName<Bool>.count }
    /// Inodes of the file system; more than names, so that an unlinked inode can outlive its name's next file.
    public static var inodes: Int { PerInode<Bool>.count }
    /// Pages of one file.
    public static var filePages: Int { PerFilePage<Bool>.count / inodes }
    /// Pages that one PMD maps.
    public static var pmdPages: Int { 4 }
    /// Allocation groups.
    public static var groups: Int { PerGroup<Bool>.count }
    /// Blocks of an allocation group; the first holds its headers.
    public static var groupBlocks: Int { blocks / groups }
    /// Blocks, and page frames, of the device.
    public static var blocks: Int { PerBlock<Bool>.count }
    /// Open file descriptions.
    public static var files: Int { PerFile<Bool>.count }
    /// Descriptor slots that a case may name in each process.
    public static var descriptors: Int { PerDescriptor<Bool>.count / processes }
    /// Mapping slots that a case may name in each process.
    public static var mappings: Int { 4 }
    /// Virtual memory areas.
    public static var areas: Int { PerArea<Bool>.count }
    /// Times the device can be bound, the first binding included.
    public static var epochs: Int { PerEpoch<Bool>.count - 1 }

    // MARK: Cases and executions

    /// Operations of a case.
    public static var operations: Int { PerOperation<Bool>.count }
    /// Rounds of a loop.
    public static var rounds: Int { 64 }
    /// Faults of a case.
    public static var faults: Int { PerFault<Bool>.count }
    /// Faults of one access of user space; then it ends with EAGAIN.
    public static var userFaults: Int { 64 }
    /// Decisions of a case, and of an execution of a machine.
    public static var preemptions: Int { 32 }
    /// Operations that one execution starts, the rounds of loops counted one by one.
    public static var starts: Int { 512 }
    /// Steps after which the hostile part of an execution is cut off, so that no case runs for ever.
    public static var steps: Int { 4096 }
    /// Tasks that a scheduler can serve, a bit for each: those of a machine, or of a puzzle in the tests.
    public static var scheduledTasks: Int { 64 }
    /// Distinct violations kept for one execution.
    public static var violations: Int { PerViolation<Bool>.count }
}
