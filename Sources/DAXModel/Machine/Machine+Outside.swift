// What can be seen of the machine without looking inside a path: states that a user or a log would tell.

extension Machine {
    /// `xfs_force_shutdown` flags of the super block that lives, for example 0x10; 0 while it is up or when none lives.
    public var shutdownFlags: Int { sb.state == .none ? 0 : sb.shutdown }

    /// A super block lives: mounted, being mounted, or kept by a freeze or by an umount that has not ended.
    public var hasSuperblock: Bool { sb.state != .none }

    /// A freeze is complete and nobody has undone it.
    public var isFrozen: Bool { sb.frozen == FreezeLevel.complete }

    /// The last removal has queued a SIGBUS to the task's thread group.
    public func isSignalledByRemoval(_ t: Int) -> Bool {
        tasks[t].process >= 0 && processes[tasks[t].process].signalledByRemoval
    }
}
