// Mounting: find the device, take it as its holder, recover the log, be born.

extension Machine {
    /// mkfs: allocation group headers and an empty root directory.
    mutating func makeFilesystem(_ mkfs: MkfsOptions) {
        sb.rmapbt = mkfs.rmapbt
        for group in GroupID.first(Limits.groups) { blocks[group.firstBlock].owner = Block.metadata }
    }
}

/// `mount -o dax=always`.
struct DoMount: KernelPath {
    enum Step: UInt8, PathSteps {
        case bdev_open, sget, fs_dax_get_by_bdev, set_holder_ops, xlog_recover, sb_born
    }
    static var path: Path { .do_mount }
    /// The period of the SRCU section.
    var period = 0
}

extension Machine {
    mutating func doMount(_ t: TaskID, _ f: Activation<DoMount>) -> Next {
        switch f.step {
        case .bdev_open:
            // devtmpfs takes the node away with the disk.
            guard driver.diskAlive else { return .done(Errno.ENOENT) }
            // Mounted already, on this very disk. A super block of an earlier binding is another one's business: sget.
            let isMounted = sb.state != .none && sb.attached && sb.epoch == driver.epoch
            return isMounted ? .done(Errno.EBUSY) : .next
        case .sget:
            guard driver.diskAlive else { return .done(Errno.ENXIO) }
            if canReattach {
                sb.active += 1
                sb.attached = true
                return .done(0)
            }
            // The old super block's sysfs name keeps a mount of the device's next binding out.
            guard sb.state == .none else { return .done(Errno.EEXIST) }
            let rmapbt = sb.rmapbt
            let dirty = sb.logDirty
            sb.replace(by: Superblock())
            sb.rmapbt = rmapbt
            sb.logDirty = dirty
            sb.state = .mounting
            sb.epoch = driver.epoch
            sb.active = 1
            let locked = sb.sUmount.tryWrite(mark(t))
            precondition(locked)
            return .next
        case .fs_dax_get_by_bdev:
            let device = daxDevices.pointer(sb.epoch)
            guard driver.hostRegistered, driver.epoch == sb.epoch, device.pointee.alive,
                device.pointee.holderData == 0
            else { return abandonMount(t) }
            if !holds(.publishesHolderAfterBorn, t) {
                device.pointee.holderData = 1
                device.pointee.holderOps = holds(.publishesHolderWithOperations, t)
            }
            device.pointee.references += 1
            sb.hasDax = true
            f.locals.period = daxReadLock(t)
            return .next
        case .set_holder_ops:
            // A separate store in the kernel: the holder can be seen without its operations. Both stores are inside one
            // SRCU section, so kill_dax clears the holder after them or is seen by the test of ALIVE.
            if daxDevices[sb.epoch].holderData != 0 { daxDevices[sb.epoch].holderOps = true }
            daxReadUnlock(t, f.locals.period)
            return .next
        case .xlog_recover:
            guard driver.diskAlive, driver.epoch == sb.epoch, !(sb.logDirty && isFaulty(.recoveryFails)) else {
                return abandonMount(t)
            }
            recoverLog()
            return .next
        case .sb_born:
            guard publishesHolder() else { return abandonMount(t) }
            sb.state = .active
            sb.born = true
            sb.attached = true
            sb.sUmount.endWrite(t)
            wake(Channel(.sUmount))
            return .done(0)
        }
    }

    /// `sget` finds the super block of the same block device that a freeze keeps alive without a mount.
    var canReattach: Bool {
        sb.state == .active && sb.born && !sb.attached && sb.epoch == driver.epoch && sb.sUmount.isFree
    }

    private mutating func abandonMount(_ t: TaskID) -> Next {
        if sb.hasDax { putDax() }
        sb.sUmount.endWrite(t)
        sb.state = .none
        sb.active = 0
        wake(Channel(.sUmount))
        emit(.superBlockEnded, t)
        return .done(Errno.EIO)
    }

    /// `fs_put_dax`: clears holder and operations, without waiting for SRCU readers.
    mutating func putDax() {
        let device = daxDevices.pointer(sb.epoch)
        if device.pointee.holderData != 0 && !isFaulty(.holderLeftInPlace) {
            device.pointee.holderData = 0
            device.pointee.holderOps = false
        }
        device.pointee.references -= 1
        sb.hasDax = false
    }

    /// The durable metadata becomes the state of the file system; unlinked inodes are freed.
    private mutating func recoverLog() {
        writesAll(.space)
        writesAll(.layout)
        var (blocks, extents) = (blockTable, extentTable)
        for block in BlockID.all where !blocks[block].owner.isNone { blocks[block].owner = .none }
        for inode in InodeID.all {
            let durable = durableInodes[inode]
            let generation = max(durable.generation, inodes[inode].generation)
            inodes[inode].replace(by: Inode())
            inodes[inode].generation = durable.exists ? durable.generation : generation
            guard durable.exists && durable.links > 0 else {
                durableInodes[inode].exists = false
                for page in Pages.wholeFile { extents[inode.page(page)] = Extent() }
                continue
            }
            inodes[inode].state = .uncached
            inodes[inode].links = durable.links
            inodes[inode].size = durable.size
            restoreExtents(inode)
        }
        for name in NameID.all { names[name] = DirectoryEntry(inode: durableNames[name]) }
        sb.logDirty = false
    }

    private mutating func restoreExtents(_ inode: InodeID) {
        reads(.log)
        var extents = extentTable
        for page in Pages.wholeFile {
            let extent = durableExtentTable[inode.page(page)]
            extents[inode.page(page)] = extent
            if !extent.block.isNone { own(extent.block, inode, page) }
        }
    }
}
