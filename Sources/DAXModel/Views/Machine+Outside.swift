// What can be seen of the machine without looking inside a path: states that a user or a log would tell.

extension Machine {
    /// `xfs_force_shutdown` flags of the super block that lives, for example 0x10; 0 while it is up or when none lives.
    public var shutdownFlags: Int { sb.state == .none ? 0 : Int(sb.shutdown.rawValue) }

    /// A super block lives: mounted, being mounted, or kept by a freeze or by an umount that has not ended.
    public var hasSuperblock: Bool { sb.state != .none }

    /// The mount point leads to a super block.
    public var isAttached: Bool { sb.state == .active && sb.attached }

    /// A freeze is complete and nobody has undone it.
    public var isFrozen: Bool { sb.frozen == .complete }

    /// The last removal has queued a SIGBUS to the task's thread group.
    public func isSignalledByRemoval(_ t: Int) -> Bool {
        let process = tasks[TaskID(t)].process
        return !process.isNone && processes[process].signalledByRemoval
    }

    /// Replaces `stack` by the task's kernel stack, innermost first: of each path the step it is about to execute.
    /// - Precondition: the task is inside an operation.
    public func copyKernelStack(of t: Int, into stack: inout [StepID]) {
        stack.removeAll(keepingCapacity: true)
        for depth in stride(from: Int(tasks[TaskID(t)].depth) - 1, through: 0, by: -1) {
            let frame = frames[FrameID(of: TaskID(t), depth: depth)]
            stack.append(StepID(frame.path, frame.pc))
        }
    }

    /// Pages written so far, by system calls and by stores. The n-th of them has the content n.
    public var writeCount: Int { contentCounter }

    /// Which write a load's result comes from, by the value of `writeCount` after it; 0 for zeroes.
    public static func write(ofContent content: Int) -> Int { content > 0 ? Content.counter(content) : 0 }

    /// The file of a name: for each page of its size the write that it holds, 0 for zeroes and holes. Nil without one.
    public func listFile(_ name: Int) -> [Int]? {
        let inode = names[NameID(name)].inode
        guard !inode.isNone else { return nil }
        return inodes[inode].pages.map { page in
            let extent = extents[inode.page(page)]
            return isHole(inode, page) ? 0 : Content.counter(blocks[extent.block].content)
        }
    }
}
