// fs/xfs/libxfs: extents, free space and the reverse map. The owner and offset of every block are the reverse map.

extension Machine {
    /// Files are spread over the allocation groups by inode number.
    func allocationGroup(of inode: Int) -> Int { inode % Limits.groups }

    func isHole(_ inode: Int, _ index: Int) -> Bool {
        let extent = extents[inode * Limits.filePages + index]
        return extent.block < 0 || extent.unwritten
    }

    func allHoles(_ inode: Int, _ head: Int) -> Bool {
        for page in head..<head + Limits.pmdPages where !isHole(inode, page) { return false }
        return true
    }

    func needsAllocation(_ inode: Int, _ index: Int, _ count: Int) -> Bool {
        for page in index..<index + count where isHole(inode, page) { return true }
        return false
    }

    /// A PMD needs written, contiguous and aligned blocks.
    func pmdExtentFits(_ inode: Int, _ head: Int) -> Bool {
        let base = inode * Limits.filePages + head
        let block = extents[base].block
        guard block >= 0, block % Limits.pmdPages == 0 else { return false }
        for page in 0..<Limits.pmdPages {
            let extent = extents[base + page]
            guard extent.block == block + page, !extent.unwritten else { return false }
        }
        return true
    }

    /// Allocates what is missing of a range of one file. False when the group has no space; nothing is changed then.
    mutating func allocateBlocks(_ inode: Int, from first: Int, to end: Int, unwritten: Bool) -> Bool {
        let group = allocationGroup(of: inode)
        guard freeBlockCount(group) >= end - first else { return false }
        let aligned = alignedRun(inode, group, from: first, to: end)
        for page in first..<end {
            let slot = inode * Limits.filePages + page
            if extents[slot].block >= 0 {
                if extents[slot].unwritten && !unwritten {
                    extents[slot].unwritten = false
                    blocks[extents[slot].block].content = 0
                }
                continue
            }
            let block = aligned >= 0 ? aligned + page - first : nextBlock(group)
            blocks[block].owner = InodeID(inode)
            blocks[block].offset = Page(page)
            blocks[block].content = 0
            extents[slot] = Extent(block: block, unwritten: unwritten)
        }
        pin(inode)
        return true
    }

    /// First block of a free, PMD-aligned run for a whole PMD range that has no blocks yet, or -1.
    private func alignedRun(_ inode: Int, _ group: Int, from first: Int, to end: Int) -> Int {
        guard end - first == Limits.pmdPages, first % Limits.pmdPages == 0 else { return -1 }
        for page in first..<end where extents[inode * Limits.filePages + page].block >= 0 { return -1 }
        var start = group * Limits.groupBlocks
        while start < (group + 1) * Limits.groupBlocks {
            if isFreeRun(start) { return start }
            start += Limits.pmdPages
        }
        return -1
    }

    private func isFreeRun(_ start: Int) -> Bool {
        for block in start..<start + Limits.pmdPages where blocks[block].owner != .none { return false }
        return true
    }

    private func freeBlockCount(_ group: Int) -> Int {
        var count = 0
        for block in group * Limits.groupBlocks..<(group + 1) * Limits.groupBlocks where blocks[block].owner == .none {
            count += 1
        }
        return count
    }

    private func nextBlock(_ group: Int) -> Int {
        let used = isFaulty(.blockGivenTwice) ? (0..<Limits.blocks).first { !blocks[$0].owner.isNone } : nil
        return used ?? firstFree(group)
    }

    private func firstFree(_ group: Int) -> Int {
        for block in group * Limits.groupBlocks..<(group + 1) * Limits.groupBlocks where blocks[block].owner == .none {
            return block
        }
        preconditionFailure("free space was counted before")
    }

    mutating func freeBlocks(_ inode: Int, from first: Int, to end: Int) {
        for page in first..<end {
            let slot = inode * Limits.filePages + page
            guard extents[slot].block >= 0 else { continue }
            blocks[extents[slot].block].owner = .none
            extents[slot] = Extent()
        }
    }

    /// The disk that the file system is mounted on takes no request any more.
    var isDiskGone: Bool { !driver.diskAlive || sb.epoch != driver.epoch }

    /// The first allocation of a group reads its free list; a read that fails leaves the transaction clean.
    private mutating func readFreeList(
        _ t: Int, _ f: UnsafeMutablePointer<Frame>, _ inode: Int, _ group: Int
    ) -> Next {
        let bit = 1 << group
        guard sb.shutdown == 0, sb.freeListsRead & bit == 0, allocates(inode, f.pointee.index, f.pointee.end) else {
            return .next
        }
        guard !isDiskGone else {
            f.pointee.value = Errno.EIO
            return .to(XfsIomapWriteDirect.xfs_trans_commit)
        }
        sb.freeListsRead |= bit
        return .next
    }

    /// Some page of the range has no block.
    private func allocates(_ inode: Int, _ first: Int, _ end: Int) -> Bool {
        for page in first..<end where extents[inode * Limits.filePages + page].block < 0 { return true }
        return false
    }

    mutating func releaseGroup(_ t: Int, _ group: Int) {
        agf[group].endWrite(t)
        wake(Channel(.agf, group))
    }
}

/// `xfs_iomap_write_direct`: a transaction that allocates blocks for a range of a file. The flag `holds` says that
/// the blocks stay unwritten (fallocate).
enum XfsIomapWriteDirect: UInt8, PathSteps {
    case xfs_trans_alloc, xfs_ilock_EXCL, xfs_alloc_read_agf, xfs_alloc_read_agfl, xfs_zero_extent, xfs_trans_cancel
    case xfs_bmapi_write, xfs_trans_commit
}

extension Machine {
    mutating func xfsIomapWriteDirect(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let inode = f.pointee.inode
        let group = allocationGroup(of: inode)
        switch XfsIomapWriteDirect(rawValue: f.pointee.pc)! {
        case .xfs_trans_alloc:
            guard !isShutDown else { return .done(Errno.EIO) }
            guard sbStart(FreezeLevel.fs, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_ilock_EXCL:
            guard inodes[inode].iLock.tryWrite(mark(t)) else { return .wait(Channel(.iLock, inode)) }
            return .next
        case .xfs_alloc_read_agf:
            guard agf[group].tryWrite(mark(t)) else { return .wait(Channel(.agf, group)) }
            return .next
        case .xfs_alloc_read_agfl:
            return readFreeList(t, f, inode, group)
        case .xfs_zero_extent:
            // Blocks that a DAX write or fault allocates, or takes out of the unwritten state, are zeroed through the block
            // device (XFS_BMAPI_ZERO). After an allocation the transaction is dirty by now, otherwise clean.
            guard !f.pointee.flags.contains(.holds), sb.shutdown == 0, isDiskGone else {
                return .to(XfsIomapWriteDirect.xfs_bmapi_write)
            }
            guard allocates(inode, f.pointee.index, f.pointee.end) else { return .next }
            return call(t, .xfs_force_shutdown, value: ShutdownReason.corruptInCore)
        case .xfs_trans_cancel:
            f.pointee.value = Errno.EIO
            return .to(XfsIomapWriteDirect.xfs_trans_commit)
        case .xfs_bmapi_write:
            f.pointee.value = Errno.EIO
            if !isShutDown {
                let unwritten = f.pointee.flags.contains(.holds)
                f.pointee.value =
                    allocateBlocks(inode, from: f.pointee.index, to: f.pointee.end, unwritten: unwritten)
                    ? 0 : Errno.ENOSPC
            }
            return .next
        case .xfs_trans_commit:
            if f.pointee.value == 0 || !isFaulty(.agfUnlockLeftOut) { releaseGroup(t, group) }
            inodes[inode].iLock.endWrite(t)
            wake(Channel(.iLock, inode))
            sbEnd(FreezeLevel.fs, t)
            return .done(f.pointee.value)
        }
    }
}
