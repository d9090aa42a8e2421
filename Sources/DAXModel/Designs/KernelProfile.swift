/// An era of the kernel around the removal design: what the design's surroundings do.
public struct KernelProfile: Hashable, Sendable {
    /// The name users select it by.
    public let name: String
    /// One sentence: which kernels.
    public let summary: String
    /// What its surroundings guarantee of a removal, whatever the design.
    public let guarantees: GuaranteeSet
    /// `open` with O_CREAT of a name in the dcache asks for no write access (6.12 and later).
    public let looksUpBeforeCreating: Bool
    /// `dax_insert_entry` asks only whether a fault is synchronous, not whether it writes: a read fault tags its entry
    /// dirty and puts the inode on the writeback list (from the copy-on-write support of 6.0 until 6.2).
    public let readFaultsDirty: Bool

    /// Linux 6.1 as released, before the range arithmetic was fixed.
    public static let v6_1_0 = KernelProfile(
        name: "6.1.0", summary: "mainline 6.1.0, range arithmetic not yet fixed", guarantees: [],
        looksUpBeforeCreating: false, readFaultsDirty: true)
    /// Debian's 6.1 stable series.
    public static let v6_1_y = KernelProfile(
        name: "6.1.y", summary: "stable 6.1, range arithmetic fixed", guarantees: [.rangeClamped],
        looksUpBeforeCreating: false, readFaultsDirty: true)
    /// The tree of early 2023 that v10 and the proposal were written against, with the series' own range fix.
    public static let v6_3 = KernelProfile(
        name: "6.3", summary: "early 2023 with the series' range fix", guarantees: [.rangeClamped],
        looksUpBeforeCreating: false, readFaultsDirty: false)
    /// Debian backports' 6.12, the merged series.
    public static let v6_12_y = KernelProfile(
        name: "6.12.y", summary: "stable 6.12: freeze holders, fs_bdev_mark_dead",
        guarantees: [.rangeClamped, .freezeHolders, .diskDeathShutsDown], looksUpBeforeCreating: true,
        readFaultsDirty: false)

    /// Every profile, oldest first.
    public static let all = [v6_1_0, v6_1_y, v6_3, v6_12_y]
}
