// fs/xfs/libxfs: extents, free space and the reverse map. The owner and offset of every block are the reverse map.

extension Machine {
    func allHoles(_ inode: InodeID, _ head: Page) -> Bool {
        for page in Pages(head, count: Limits.pmdPages) where !isHole(inode, page) { return false }
        return true
    }

    func needsAllocation(_ inode: InodeID, _ range: Pages) -> Bool {
        for page in range where isHole(inode, page) { return true }
        return false
    }

    /// A PMD needs written, contiguous and aligned blocks.
    func pmdExtentFits(_ inode: InodeID, _ head: Page) -> Bool {
        let first = extents[inode.page(head)].block
        guard !first.isNone, first.index % Limits.pmdPages == 0 else { return false }
        for page in Pages(head, count: Limits.pmdPages) {
            let extent = extents[inode.page(page)]
            guard extent.block == first + (page - head), !extent.unwritten else { return false }
        }
        return true
    }

    /// Allocates what is missing of a range of one file. False when the group has no space; nothing is changed then.
    mutating func allocateBlocks(_ inode: InodeID, _ range: Pages, unwritten: Bool) -> Bool {
        guard freeBlockCount(inode.group) >= range.count else { return false }
        let aligned = alignedRun(inode, range)
        for page in range {
            let slot = inode.page(page)
            let old = extents[slot]
            guard old.block.isNone else {
                if old.unwritten && !unwritten {
                    extents[slot].unwritten = false
                    blocks[old.block].content = 0
                }
                continue
            }
            let block = aligned.isNone ? nextBlock(inode.group) : aligned + (page - range.first)
            own(block, inode, page)
            blocks[block].content = 0
            extents[slot] = Extent(block: block, unwritten: unwritten)
        }
        pin(inode)
        return true
    }

    /// The reverse map's record of a block.
    mutating func own(_ block: BlockID, _ inode: InodeID, _ page: Page) {
        blocks[block].owner = inode
        blocks[block].offset = page
    }

    /// First block of a free, PMD-aligned run for a whole PMD range that has no blocks yet.
    private func alignedRun(_ inode: InodeID, _ range: Pages) -> BlockID {
        guard range.count == Limits.pmdPages, range.first == range.first.pmdHead else { return .none }
        for page in range where !extents[inode.page(page)].block.isNone { return .none }
        var start = inode.group.firstBlock
        while start < inode.group.endBlock {
            if isFreeRun(start) { return start }
            start = start + Limits.pmdPages
        }
        return .none
    }

    private func isFreeRun(_ start: BlockID) -> Bool {
        for page in 0..<Limits.pmdPages where !isFree(start + page) { return false }
        return true
    }

    private func isFree(_ block: BlockID) -> Bool { blockTable[block].owner == .none }

    private func freeBlockCount(_ group: GroupID) -> Int {
        reads(.space, group)
        var count = 0
        for block in group.blocks where isFree(block) { count &+= 1 }
        return count
    }

    private func nextBlock(_ group: GroupID) -> BlockID {
        let used = isFaulty(.blockGivenTwice) ? BlockID.all.first { !blocks[$0].owner.isNone } : nil
        return used ?? firstFree(group)
    }

    private func firstFree(_ group: GroupID) -> BlockID {
        for block in group.blocks where isFree(block) { return block }
        preconditionFailure("free space was counted before")
    }

    mutating func freeBlocks(_ inode: InodeID, _ range: Pages) {
        for page in range {
            let slot = inode.page(page)
            guard !extents[slot].block.isNone else { continue }
            blocks[extents[slot].block].owner = .none
            extents[slot] = Extent()
        }
    }

    /// The disk that the file system is mounted on takes no request any more.
    var isDiskGone: Bool { !driver.diskAlive || sb.epoch != driver.epoch }

    /// Some page of the range has no block.
    private func allocates(_ inode: InodeID, _ range: Pages) -> Bool {
        for page in range where extents[inode.page(page)].block.isNone { return true }
        return false
    }

    mutating func releaseGroup(_ t: TaskID, _ group: GroupID) {
        agf[group].endWrite(t)
        wake(Channel(.agf, group))
    }
}

/// `xfs_iomap_write_direct`: a transaction that allocates blocks for a range of a file.
struct XfsIomapWriteDirect: KernelPath {
    enum Step: UInt8, PathSteps {
        case xfs_trans_alloc, xfs_ilock_EXCL, xfs_alloc_read_agf, xfs_alloc_read_agfl, xfs_zero_extent
        case xfs_trans_cancel, xfs_bmapi_write, xfs_trans_commit
    }
    static var path: Path { .xfs_iomap_write_direct }
    var error = 0
    let inode: InodeID
    let range: Pages
    /// The blocks stay unwritten (fallocate).
    let staysUnwritten: Bool

    init(inode: InodeID, range: Pages, staysUnwritten: Bool = false) {
        self.inode = inode
        self.range = range
        self.staysUnwritten = staysUnwritten
    }
}

extension Machine {
    mutating func xfsIomapWriteDirect(_ t: TaskID, _ f: Activation<XfsIomapWriteDirect>) -> Next {
        let inode = f.locals.inode
        switch f.step {
        case .xfs_trans_alloc:
            guard !isShutDown else { return .done(Errno.EIO) }
            guard sbStart(.fs, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_ilock_EXCL:
            guard inodes[inode].iLock.tryWrite(mark(t)) else { return .wait(Channel(.iLock, inode)) }
            return .next
        case .xfs_alloc_read_agf:
            guard agf[inode.group].tryWrite(mark(t)) else { return .wait(Channel(.agf, inode.group)) }
            return .next
        case .xfs_alloc_read_agfl:
            return readFreeList(f)
        case .xfs_zero_extent:
            // Blocks that a DAX write or fault allocates, or takes out of the unwritten state, are zeroed through the block
            // device (XFS_BMAPI_ZERO). After an allocation the transaction is dirty by now, otherwise clean.
            guard !f.locals.staysUnwritten, sb.shutdown == .none, isDiskGone else {
                return .to(XfsIomapWriteDirect.Step.xfs_bmapi_write)
            }
            guard allocates(inode, f.locals.range) else { return .next }
            return call(t, XfsForceShutdown(reason: .corruptInCore))
        case .xfs_trans_cancel:
            f.locals.error = Errno.EIO
            return .to(XfsIomapWriteDirect.Step.xfs_trans_commit)
        case .xfs_bmapi_write:
            f.locals.error = Errno.EIO
            if !isShutDown {
                let isDone = allocateBlocks(inode, f.locals.range, unwritten: f.locals.staysUnwritten)
                f.locals.error = isDone ? 0 : Errno.ENOSPC
            }
            return .next
        case .xfs_trans_commit:
            if f.locals.error == 0 || !isFaulty(.agfUnlockLeftOut) { releaseGroup(t, inode.group) }
            inodes[inode].iLock.endWrite(t)
            wake(Channel(.iLock, inode))
            sbEnd(.fs, t)
            return .done(f.locals.error)
        }
    }

    /// The first allocation of a group reads its free list; a read that fails leaves the transaction clean.
    private mutating func readFreeList(_ f: Activation<XfsIomapWriteDirect>) -> Next {
        let inode = f.locals.inode
        let bit: UInt16 = 1 << UInt16(inode.group.index)
        guard sb.shutdown == .none, sb.freeListsRead & bit == 0, allocates(inode, f.locals.range) else {
            return .next
        }
        guard !isDiskGone else {
            f.locals.error = Errno.EIO
            return .to(XfsIomapWriteDirect.Step.xfs_trans_commit)
        }
        sb.freeListsRead |= bit
        return .next
    }
}
