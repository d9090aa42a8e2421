// block/genhd.c: the disk goes away and tells the file system what its era allows.

/// `del_gendisk`. Through 6.5: fsync_bdev and __invalidate_device; from 6.6: blk_report_disk_dead with the holder's
/// fs_bdev_mark_dead. Runs after kill_dax and before the page structs go, so it may still clean the entries of
/// inodes that nobody uses.
struct DelGendisk: KernelPath {
    enum Step: UInt8, PathSteps {
        case super_lock, sync_filesystem, shrink_dcache_sb, evict_inodes, xfs_fs_shutdown, super_unlock
        case blk_mark_disk_dead
    }
    static var path: Path { .del_gendisk }
}

extension Machine {
    mutating func delGendisk(_ t: TaskID, _ f: Activation<DelGendisk>) -> Next {
        switch f.step {
        case .super_lock:
            // The block device finds the super block on this binding of the disk, also while it is being mounted or
            // unmounted: then s_umount is waited for, and with it an umount that still evicts inodes.
            guard sb.state != .none && sb.epoch == driver.epoch else {
                return .to(DelGendisk.Step.blk_mark_disk_dead)
            }
            guard sb.sUmount.tryRead(mark(t)) else { return .wait(Channel(.sUmount)) }
            guard sb.state == .active && sb.born else { return .to(DelGendisk.Step.super_unlock) }
            return .next
        case .sync_filesystem:
            return call(t, SyncFilesystem())
        case .shrink_dcache_sb:
            return call(t, ShrinkDcacheSb())
        case .evict_inodes:
            return call(t, EvictInodes(keepsEntries: false))
        case .xfs_fs_shutdown:
            guard holds(.diskDeathShutsDown, t) else { return .next }
            return call(t, XfsForceShutdown(reason: .deviceRemoved))
        case .super_unlock:
            sb.sUmount.endRead(t)
            wake(Channel(.sUmount))
            return .next
        case .blk_mark_disk_dead:
            driver.diskAlive = false
            return .done(0)
        }
    }
}
