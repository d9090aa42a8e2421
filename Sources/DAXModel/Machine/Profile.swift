/// An era of the kernel around the removal design: what the design's surroundings do.
public struct KernelProfile: Hashable, Sendable {
    /// How `freeze_super` treats a second freezer.
    public enum FreezeSemantics: Hashable, Sendable, BitwiseCopyable {
        /// One state: a second freeze fails with EBUSY and anybody's thaw undoes it (through 6.5).
        case shared
        /// Kernel and userspace may each hold the freeze; it ends with the last of them (6.6 and later).
        case holders
    }

    /// What `del_gendisk` does to a mounted file system.
    public enum DiskRemoval: Hashable, Sendable, BitwiseCopyable {
        /// `fsync_bdev`, then `__invalidate_device`: writeback and eviction, the file system stays up (through 6.5).
        case fsyncAndInvalidate
        /// `fs_bdev_mark_dead`: writeback, eviction, shutdown with DEVICE_REMOVED (6.6 and later).
        case markDead
    }

    /// The name users select it by.
    public let name: String
    /// One sentence: which kernels.
    public let summary: String
    public let freeze: FreezeSemantics
    public let diskRemoval: DiskRemoval
    /// The whole-device range (0, U64_MAX) is clamped to the device. Before it was, the walk ran past the last
    /// allocation group into a NULL perag.
    public let clampsWholeDevice: Bool
    /// `open` with O_CREAT of a name in the dcache asks for no write access (6.12 and later).
    public let looksUpBeforeCreating: Bool
    /// `dax_insert_entry` asks only whether a fault is synchronous, not whether it writes: a read fault tags its entry
    /// dirty and puts the inode on the writeback list (from the copy-on-write support of 6.0 until 6.2).
    public let readFaultsDirty: Bool

    /// Linux 6.1 as released, before the range arithmetic was fixed.
    public static let v6_1_0 = KernelProfile(
        name: "6.1.0", summary: "mainline 6.1.0, range arithmetic not yet fixed", freeze: .shared,
        diskRemoval: .fsyncAndInvalidate, clampsWholeDevice: false, looksUpBeforeCreating: false, readFaultsDirty: true)
    /// Debian's 6.1 stable series.
    public static let v6_1_y = KernelProfile(
        name: "6.1.y", summary: "stable 6.1, range arithmetic fixed", freeze: .shared,
        diskRemoval: .fsyncAndInvalidate, clampsWholeDevice: true, looksUpBeforeCreating: false, readFaultsDirty: true)
    /// The tree of early 2023 that v10 and the proposal were written against, with the series' own range fix.
    public static let v6_3 = KernelProfile(
        name: "6.3", summary: "early 2023 with the series' range fix", freeze: .shared,
        diskRemoval: .fsyncAndInvalidate, clampsWholeDevice: true, looksUpBeforeCreating: false, readFaultsDirty: false)
    /// Debian backports' 6.12, the merged series.
    public static let v6_12_y = KernelProfile(
        name: "6.12.y", summary: "stable 6.12: freeze holders, fs_bdev_mark_dead", freeze: .holders,
        diskRemoval: .markDead, clampsWholeDevice: true, looksUpBeforeCreating: true, readFaultsDirty: false)

    /// Every profile, oldest first.
    public static let all = [v6_1_0, v6_1_y, v6_3, v6_12_y]
}
