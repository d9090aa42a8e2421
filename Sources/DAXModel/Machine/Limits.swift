/// Capacities of one machine. They bound every pool, so a hostile case cannot make the model allocate.
///
/// A simplification: real devices hold millions of pages and a PMD maps 512 of them; here an allocation group holds
/// a few dozen blocks and a PMD maps four, which is enough for every boundary that the paths know.
public enum Limits {
    /// Tasks that a case may name.
    public static var userTasks: Int { 8 }
    /// The reserved task that runs the fair phase: thaw, umount, rebind, verification.
    public static var closer: Int { 8 }
    /// The reserved kernel worker that inactivates unlinked inodes (`xfs_inodegc_worker`).
    public static var inodegcWorker: Int { 9 }
    /// All tasks, reserved ones included.
    public static var tasks: Int { 10 }
    /// Call depth of a task's kernel stack.
    public static var stackDepth: Int { 16 }
    /// File names a case may use.
    public static var names: Int { 4 }
    /// Inodes of the file system; more than names, so that an unlinked inode can outlive its name's next file.
    public static var inodes: Int { 8 }
    /// Pages of one file.
    public static var filePages: Int { 8 }
    /// Pages that one PMD maps.
    public static var pmdPages: Int { 4 }
    /// Allocation groups.
    public static var groups: Int { 2 }
    /// Blocks of an allocation group; the first holds its headers.
    public static var groupBlocks: Int { 24 }
    /// Blocks, and page frames, of the device.
    public static var blocks: Int { groups * groupBlocks }
    /// Thread groups and address spaces: one for each user task at most, and the closer's.
    public static var processes: Int { 9 }
    /// Open file descriptions.
    public static var files: Int { 24 }
    /// Descriptor slots that a case may name in each process.
    public static var descriptors: Int { 4 }
    /// Mapping slots that a case may name in each process.
    public static var mappings: Int { 4 }
    /// Virtual memory areas.
    public static var areas: Int { 24 }
    /// Times the device can be bound, the first binding included.
    public static var epochs: Int { 4 }
    /// Operations of a case.
    public static var operations: Int { 64 }
    /// Rounds of a loop.
    public static var rounds: Int { 64 }
    /// Faults of a case.
    public static var faults: Int { 8 }
    /// Distinct violations kept for one execution.
    public static var violations: Int { 24 }
}
