// fs/xfs/xfs_log.c, xfs_fsops.c: what makes metadata durable, and what ends it.

/// `xfs_log_force`: everything committed so far becomes durable, or the log dies. One force writes all committed
/// changes: the checkpoint of the committed item list is atomic.
enum XfsLogForce: UInt8, PathSteps {
    case xlog_cil_force_seq, submit_bio, xlog_ioend_work
}

extension Machine {
    mutating func xfsLogForce(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch XfsLogForce(rawValue: f.pointee.pc)! {
        case .xlog_cil_force_seq:
            guard !sb.logDead else { return .done(Errno.EIO) }
            return hasPinnedInodes ? .next : .done(0)
        case .submit_bio:
            guard !sb.logDead else { return .done(Errno.EIO) }
            // Metadata goes through the block layer, not through DAX: it fails once the disk is dead.
            guard !isDiskGone else {
                return call(t, .xfs_force_shutdown, value: ShutdownReason.logIOError)
            }
            writeLog()
            return .done(0)
        case .xlog_ioend_work:
            return .done(Errno.EIO)
        }
    }

    /// `xfs_is_shutdown`, as an operation asks it.
    @inline(__always) var isShutDown: Bool { sb.shutdown != 0 && !isFaulty(.shutdownNotAsked) }

    private var hasPinnedInodes: Bool {
        for inode in 0..<Limits.inodes where isPinned(inode) { return true }
        return false
    }

    /// The committed metadata becomes what the next mount will see.
    private mutating func writeLog() {
        sb.logDirty = true
        sb.ailBusy = true
        for inode in 0..<Limits.inodes {
            let core = inodes[inode]
            inodes[inode].pinned = false
            inodes[inode].timestampsPinned = false
            durableInodes[inode] = DurableInode(
                exists: core.state != .free, links: core.links, size: core.size, generation: core.generation)
        }
        for slot in 0..<Limits.inodes * Limits.filePages { durableExtents[slot] = extents[slot] }
        for name in 0..<Limits.names { durableNames[name] = names[name].inode }
        if isFaulty(.logWithoutSizes) || isFaulty(.logWithoutInodes) { spoilLog() }
    }

    /// What the log has taken is not what was committed.
    private mutating func spoilLog() {
        for inode in 0..<Limits.inodes {
            durableInodes[inode].size = 0
            if isFaulty(.logWithoutInodes) { durableInodes[inode].exists = false }
        }
        if isFaulty(.logWithoutInodes) { durableNames.fill(-1) }
    }

    /// A transaction needs a buffer that has to be read from a disk which is gone: it fails, and if it is dirty by then,
    /// the file system is shut down. While the disk is there, the buffer is read.
    mutating func cannotReadBuffers() -> Bool {
        guard sb.shutdown == 0, sb.buffersDropped else { return false }
        sb.buffersDropped = isDiskGone
        return isDiskGone
    }

    /// The committed metadata that no log force has made durable yet belongs to this inode.
    mutating func pin(_ inode: Int) { inodes[inode].pinned = true }

    /// `xfs_vn_update_time`: a transaction of its own, unless the file system is shut down.
    @inline(__always) mutating func logTimestamps(_ inode: Int) {
        if sb.shutdown == 0 { inodes[inode].timestampsPinned = true }
    }

    /// `xfs_ipincount`, what is committed but not in the log's buffers yet included.
    @inline(__always) func isPinned(_ inode: Int) -> Bool { inodes[inode].pinned || inodes[inode].timestampsPinned }
}

/// `xfs_force_shutdown`: the first caller wins; unless the log itself failed, it is forced once more, then it is dead.
enum XfsForceShutdown: UInt8, PathSteps {
    case test_and_set_shutdown, xfs_log_force, xlog_set_shutdown
}

extension Machine {
    mutating func xfsForceShutdown(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch XfsForceShutdown(rawValue: f.pointee.pc)! {
        case .test_and_set_shutdown:
            guard sb.shutdown == 0 else { return .done(0) }
            sb.shutdown = f.pointee.value
            digest.fold(f.pointee.value)
            return f.pointee.value == ShutdownReason.logIOError ? .to(XfsForceShutdown.xlog_set_shutdown) : .next
        case .xfs_log_force:
            return call(t, .xfs_log_force)
        case .xlog_set_shutdown:
            sb.logDead = true
            wake(Channel(.ail))
            return .done(0)
        }
    }
}
