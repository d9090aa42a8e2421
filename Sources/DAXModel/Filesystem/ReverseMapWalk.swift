/// The walk of the reverse map by a notify callback: every allocation group, every record, its file's mappings.
///
/// Under an empty transaction. The AGF buffer stays locked for the whole of its group's walk. Returns 0, a positive
/// number when a shutdown is wanted, or the error that ended the walk.
struct XfsRmapWalk: KernelPath {
    enum Step: UInt8, PathSteps {
        case xfs_perag_get, xfs_alloc_read_agf, xfs_rmap_query_range, xfs_iget, mf_dax_kill_procs
        case invalidate_inode_pages2_range, xfs_irele, xfs_trans_brelse
    }
    static var path: Path { .xfs_rmap_walk }
    var group = GroupID(0)
    /// The block of the group to look at next.
    var block = BlockID(0)
    /// The owner of the record, and its pages.
    var inode = InodeID.none
    var record = Pages.none
    /// Metadata was met, or a record could not be handled.
    var wantsShutdown = false
}

extension Machine {
    mutating func xfsRmapWalk(_ t: TaskID, _ f: Activation<XfsRmapWalk>) -> Next {
        guard mountIsAllocated(t) else { return .oops }
        switch f.step {
        case .xfs_perag_get:
            return getPerag(t, f)
        case .xfs_alloc_read_agf:
            guard !strikes(.agfRead, t) else {
                guard holds(.goesOnAfterFailedAGFRead, t) else {
                    emit(.walkGivenUp, t)
                    return .done(Errno.EIO)
                }
                return nextGroup(f)
            }
            let group = f.locals.group
            guard agf[group].tryWrite(mark(t)) else { return .wait(Channel(.agf, group)) }
            return .next
        case .xfs_rmap_query_range:
            return nextRecord(t, f)
        case .xfs_iget:
            return igetIncore(t, f)
        case .mf_dax_kill_procs:
            return call(t, MfDaxKillProcs(inode: f.locals.inode, pages: f.locals.record))
        case .invalidate_inode_pages2_range:
            guard holds(.invalidatesRecords, t) else { return .next }
            let pages = holds(.invalidatesWholeFiles, t) ? .wholeFile : f.locals.record
            return call(t, InvalidateInodePages2(inode: f.locals.inode, pages: pages))
        case .xfs_irele:
            return call(t, Iput(inode: f.locals.inode), then: stepToNextRecord(t))
        case .xfs_trans_brelse:
            releaseGroup(t, f.locals.group)
            return nextGroup(f)
        }
    }

    private func nextGroup(_ f: Activation<XfsRmapWalk>) -> Next {
        f.locals.group = GroupID(f.locals.group.index + 1)
        return .to(XfsRmapWalk.Step.xfs_perag_get)
    }

    private mutating func getPerag(_ t: TaskID, _ f: Activation<XfsRmapWalk>) -> Next {
        guard f.locals.group.index >= Limits.groups else {
            f.locals.block = f.locals.group.firstBlock
            return .next
        }
        guard holds(.rangeClamped, t) else {
            // The unclamped range goes on past the last group: a NULL perag is dereferenced.
            emit(.missingPeragTouched, t)
            return .oops
        }
        return .done(f.locals.wantsShutdown ? 1 : 0)
    }

    /// The next record of the group: consecutive blocks that hold consecutive pages of one owner.
    private mutating func nextRecord(_ t: TaskID, _ f: Activation<XfsRmapWalk>) -> Next {
        let end = f.locals.group.endBlock
        while f.locals.block < end {
            let first = blocks[f.locals.block]
            f.locals.block = f.locals.block + 1
            if first.owner == Block.metadata && !holds(.preRemove, t) { f.locals.wantsShutdown = true }
            guard !first.owner.isNone else { continue }
            f.locals.inode = first.owner
            f.locals.record = Pages(first.offset, count: 1)
            while f.locals.block < end, blocks[f.locals.block].owner == first.owner,
                blocks[f.locals.block].offset == f.locals.record.end
            {
                f.locals.record.end = f.locals.record.end + 1
                f.locals.block = f.locals.block + 1
            }
            if holds(.walkReleasesAGF, t) { releaseGroup(t, f.locals.group) }
            return .next
        }
        return .to(XfsRmapWalk.Step.xfs_trans_brelse)
    }

    /// `xfs_iget` with XFS_IGET_INCORE: an inode that is not cached is passed by; any other failure is, too, but asks
    /// for a shutdown.
    private mutating func igetIncore(_ t: TaskID, _ f: Activation<XfsRmapWalk>) -> Next {
        let inode = f.locals.inode
        switch inodes[inode].state {
        case .live:
            inodes[inode].count += 1
            return .next
        case .uncached, .free:
            return .to(stepToNextRecord(t))
        case .new, .freeing, .needInactive, .inactivating, .reclaimable:
            f.locals.wantsShutdown = true
            emit(.inodeSkipped(inode, f.locals.record), t)
            return .to(stepToNextRecord(t))
        }
    }

    /// The query goes on; where the AGF was released meanwhile, with taking it again.
    private func stepToNextRecord(_ t: TaskID) -> XfsRmapWalk.Step {
        rules.guarantees.contains(.walkReleasesAGF) ? .xfs_alloc_read_agf : .xfs_rmap_query_range
    }

    /// A callback that runs after its mount was freed uses freed memory.
    mutating func mountIsAllocated(_ t: TaskID) -> Bool {
        guard sb.state == .none || sb.epoch != driver.epoch else { return true }
        emit(.freedMountTouched, t)
        return false
    }
}
