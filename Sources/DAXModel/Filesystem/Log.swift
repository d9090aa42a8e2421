// fs/xfs/xfs_log.c, xfs_fsops.c: what makes metadata durable, and what ends it.

/// `xfs_log_force`: everything committed so far becomes durable, or the log dies. One force writes all committed
/// changes: the checkpoint of the committed item list is atomic.
struct XfsLogForce: KernelPath {
    enum Step: UInt8, PathSteps {
        case xlog_cil_force_seq, submit_bio, xlog_ioend_work
    }
    static var path: Path { .xfs_log_force }
}

extension Machine {
    mutating func xfsLogForce(_ t: TaskID, _ f: Activation<XfsLogForce>) -> Next {
        switch f.step {
        case .xlog_cil_force_seq:
            guard !sb.logDead else { return .done(Errno.EIO) }
            return hasPinnedInodes ? .next : .done(0)
        case .submit_bio:
            guard !sb.logDead else { return .done(Errno.EIO) }
            // Metadata goes through the block layer, not through DAX: it fails once the disk is dead.
            guard !isDiskGone else { return call(t, XfsForceShutdown(reason: .logIOError)) }
            writeLog()
            return .done(0)
        case .xlog_ioend_work:
            return .done(Errno.EIO)
        }
    }

    /// `xfs_is_shutdown`, as an operation asks it.
    @inline(__always) var isShutDown: Bool { sb.shutdown != .none && !isFaulty(.shutdownNotAsked) }

    private var hasPinnedInodes: Bool {
        readsAll(.logItem)
        let inodes = inodeTable
        for inode in InodeID.all where inodes[inode].pinned || inodes[inode].timestampsPinned { return true }
        return false
    }

    /// The committed metadata becomes what the next mount will see.
    private mutating func writeLog() {
        sb.logDirty = true
        sb.ailBusy = true
        for inode in InodeID.all {
            var core = inodes[inode]
            core.pinned = false
            core.timestampsPinned = false
            durableInodes[inode] = DurableInode(
                generation: core.generation, links: core.links, size: core.size,
                exists: core.state != .free)
        }
        var durable = durableExtentTable
        for slot in EntryID.all { durable[slot] = extentTable[slot] }
        readsAll(.layout)
        for name in NameID.all { durableNames[name] = names[name].inode }
        if isFaulty(.logWithoutSizes) || isFaulty(.logWithoutInodes) { spoilLog() }
    }

    /// What the log has taken is not what was committed.
    private mutating func spoilLog() {
        for inode in InodeID.all {
            durableInodes[inode].size = Page(0)
            if isFaulty(.logWithoutInodes) { durableInodes[inode].exists = false }
        }
        if isFaulty(.logWithoutInodes) { durableNames.fill(.none) }
    }

    /// A transaction needs a buffer that has to be read from a disk which is gone: it fails, and if it is dirty by then,
    /// the file system is shut down. While the disk is there, the buffer is read.
    mutating func cannotReadBuffers() -> Bool {
        guard sb.shutdown == .none, sb.buffersDropped else { return false }
        sb.buffersDropped = isDiskGone
        return isDiskGone
    }

    /// The committed metadata that no log force has made durable yet belongs to this inode.
    mutating func pin(_ inode: InodeID) { inodes[inode].pinned = true }

    /// `xfs_vn_update_time`: a transaction of its own, unless the file system is shut down.
    @inline(__always) mutating func logTimestamps(_ inode: InodeID) {
        if sb.shutdown == .none { inodes[inode].timestampsPinned = true }
    }

    /// `xfs_ipincount`, what is committed but not in the log's buffers yet included.
    @inline(__always) func isPinned(_ inode: InodeID) -> Bool { inodes[inode].pinned || inodes[inode].timestampsPinned }
}

/// `xfs_force_shutdown`: the first caller wins; unless the log itself failed, it is forced once more, then it is dead.
struct XfsForceShutdown: KernelPath {
    enum Step: UInt8, PathSteps {
        case test_and_set_shutdown, xfs_log_force, xlog_set_shutdown
    }
    static var path: Path { .xfs_force_shutdown }
    let reason: ShutdownReason
}

extension Machine {
    mutating func xfsForceShutdown(_ t: TaskID, _ f: Activation<XfsForceShutdown>) -> Next {
        let reason = f.locals.reason
        switch f.step {
        case .test_and_set_shutdown:
            guard sb.shutdown == .none else { return .done(0) }
            sb.shutdown = reason
            digest.fold(Int(reason.rawValue))
            return reason == .logIOError ? .to(XfsForceShutdown.Step.xlog_set_shutdown) : .next
        case .xfs_log_force:
            return call(t, XfsLogForce())
        case .xlog_set_shutdown:
            sb.logDead = true
            wake(Channel(.ail))
            return .done(0)
        }
    }
}
