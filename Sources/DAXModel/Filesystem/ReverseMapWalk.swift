/// The walk of the reverse map by a notify callback: every allocation group, every record, its file's mappings.
///
/// Under an empty transaction. The AGF buffer stays locked for the whole of its group's walk. Returns 0, a positive
/// number when a shutdown is wanted, or the error that ended the walk.
enum XfsRmapWalk: UInt8, PathSteps {
    case xfs_perag_get, xfs_alloc_read_agf, xfs_rmap_query_range, xfs_iget, mf_dax_kill_procs
    case invalidate_inode_pages2_range, xfs_irele, xfs_trans_brelse
}

extension Machine {
    mutating func xfsRmapWalk(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        guard mountIsAllocated(t) else { return .oops }
        switch XfsRmapWalk(rawValue: f.pointee.pc)! {
        case .xfs_perag_get:
            return nextGroup(t, f)
        case .xfs_alloc_read_agf:
            guard !strikes(.agfRead, t) else {
                guard holds(.goesOnAfterFailedAGFRead, t) else {
                    removal.abandoned = here(t)
                    return .done(Errno.EIO)
                }
                f.pointee.cursor += 1
                return .to(XfsRmapWalk.xfs_perag_get)
            }
            guard agf[f.pointee.cursor].tryWrite(mark(t)) else { return .wait(Channel(.agf, f.pointee.cursor)) }
            f.pointee.index = f.pointee.cursor * Limits.groupBlocks
            return .next
        case .xfs_rmap_query_range:
            return nextRecord(t, f)
        case .xfs_iget:
            return igetIncore(t, f)
        case .mf_dax_kill_procs:
            return call(t, .mf_dax_kill_procs, inode: f.pointee.inode, index: f.pointee.saved, end: f.pointee.value)
        case .invalidate_inode_pages2_range:
            guard holds(.invalidatesRecords, t) else { return .next }
            let isWhole = holds(.invalidatesWholeFiles, t)
            return call(
                t, .invalidate_inode_pages2_range, inode: f.pointee.inode, index: isWhole ? 0 : f.pointee.saved,
                end: isWhole ? Limits.filePages : f.pointee.value)
        case .xfs_irele:
            return call(t, .iput, inode: f.pointee.inode, then: XfsRmapWalk.xfs_rmap_query_range)
        case .xfs_trans_brelse:
            releaseGroup(t, f.pointee.cursor)
            f.pointee.cursor += 1
            return .to(XfsRmapWalk.xfs_perag_get)
        }
    }

    private mutating func nextGroup(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        guard f.pointee.cursor >= Limits.groups else { return .next }
        guard holds(.rangeClamped, t) else {
            // The unclamped range goes on past the last group: a NULL perag is dereferenced.
            report(t, Violation(oracle: .access, object: .perag, step: here(t), observable: .oops))
            return .oops
        }
        return .done(f.pointee.flags.contains(.wantShutdown) ? 1 : 0)
    }

    /// The next record of the group: consecutive blocks that hold consecutive pages of one owner.
    private mutating func nextRecord(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let end = (f.pointee.cursor + 1) * Limits.groupBlocks
        while f.pointee.index < end {
            let first = blocks[f.pointee.index]
            f.pointee.index += 1
            if first.owner == Block.metadata && !holds(.preRemove, t) { f.pointee.flags.insert(.wantShutdown) }
            guard first.owner >= 0 else { continue }
            f.pointee.inode = first.owner
            f.pointee.saved = first.offset
            f.pointee.value = first.offset + 1
            while f.pointee.index < end, blocks[f.pointee.index].owner == first.owner,
                blocks[f.pointee.index].offset == f.pointee.value
            {
                f.pointee.value += 1
                f.pointee.index += 1
            }
            return .next
        }
        return .to(XfsRmapWalk.xfs_trans_brelse)
    }

    /// `xfs_iget` with XFS_IGET_INCORE: an inode that is not cached is passed by; any other failure is, too, but asks
    /// for a shutdown.
    private mutating func igetIncore(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let inode = f.pointee.inode
        switch inodes[inode].state {
        case .live:
            inodes[inode].count += 1
            return .next
        case .uncached, .free:
            return .to(XfsRmapWalk.xfs_rmap_query_range)
        case .new, .freeing, .needInactive, .inactivating, .reclaimable:
            f.pointee.flags.insert(.wantShutdown)
            for index in f.pointee.saved..<f.pointee.value {
                passEntry(entrySlot(inode, index), .inodeSkipped, here(t))
            }
            return .to(XfsRmapWalk.xfs_rmap_query_range)
        }
    }

    /// A callback that runs after its mount was freed uses freed memory.
    mutating func mountIsAllocated(_ t: Int) -> Bool {
        guard sb.state == .none || sb.epoch != driver.epoch else { return true }
        report(t, Violation(oracle: .access, object: .superblock, step: here(t), observable: .oops))
        return false
    }
}
