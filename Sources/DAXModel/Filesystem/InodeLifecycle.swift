// fs/inode.c, fs/xfs/xfs_icache.c, fs/file_table.c: references to inodes, and how an inode leaves memory.

/// `iput`: drops a reference. The last one evicts an unlinked inode; a linked one stays cached.
enum Iput: UInt8, PathSteps {
    case atomic_dec_and_lock, evict
}

extension Machine {
    mutating func iput(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let inode = f.pointee.inode
        switch Iput(rawValue: f.pointee.pc)! {
        case .atomic_dec_and_lock:
            precondition(inodes[inode].count > 0, "iput of an inode without references")
            inodes[inode].count -= 1
            guard inodes[inode].count == 0, inodes[inode].links == 0 else { return .done(f.pointee.value) }
            inodes[inode].state = .freeing
            return .next
        case .evict:
            return callThenReturn(t, .evict, inode: inode, value: f.pointee.value)
        }
    }
}

/// `evict`: truncates the address space, which touches the page of every DAX entry, and hands the inode back.
enum Evict: UInt8, PathSteps {
    case truncate_inode_pages_final, xfs_fs_destroy_inode
}

extension Machine {
    mutating func evict(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let inode = f.pointee.inode
        switch Evict(rawValue: f.pointee.pc)! {
        case .truncate_inode_pages_final:
            return call(
                t, .truncate_inode_pages_range, inode: inode, index: 0, end: Limits.filePages, flags: [.truncate])
        case .xfs_fs_destroy_inode:
            inodes[inode].dirtyPages = false
            if inodes[inode].links == 0 {
                inodes[inode].state = .needInactive
                queueInodegc()
            } else {
                inodes[inode].state = .reclaimable
            }
            wake(Channel(.inodeState, inode))
            return .done(f.pointee.value)
        }
    }

    /// `xfs_inodegc_queue`: the worker runs when the scheduler lets it.
    mutating func queueInodegc() {
        let worker = Limits.inodegcWorker
        guard tasks[worker].state == .idle else { return }
        startReserved(worker, id: OperationID.inodegc, path: .xfs_inodegc_worker)
    }
}

/// `xfs_inodegc_worker`: frees the blocks and the inode of every unlinked inode that was evicted.
enum XfsInodegcWorker: UInt8, PathSteps {
    case llist_del_all, xfs_trans_alloc, xfs_alloc_read_agf, xfs_trans_commit, xfs_inodegc_set_reclaimable
}

extension Machine {
    mutating func xfsInodegcWorker(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let inode = f.pointee.inode
        switch XfsInodegcWorker(rawValue: f.pointee.pc)! {
        case .llist_del_all:
            for candidate in 0..<Limits.inodes where inodes[candidate].state == .needInactive {
                f.pointee.inode = candidate
                inodes[candidate].state = .inactivating
                return .next
            }
            return .done(0)
        case .xfs_trans_alloc:
            guard sb.shutdown == 0 else { return .to(XfsInodegcWorker.xfs_inodegc_set_reclaimable) }
            guard sbStart(FreezeLevel.fs, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_alloc_read_agf:
            let group = allocationGroup(of: inode)
            guard agf[group].tryWrite(mark(t)) else { return .wait(Channel(.agf, group)) }
            return .next
        case .xfs_trans_commit:
            if sb.shutdown == 0 { freeInode(inode) }
            releaseGroup(t, allocationGroup(of: inode))
            sbEnd(FreezeLevel.fs, t)
            return .next
        case .xfs_inodegc_set_reclaimable:
            if inodes[inode].state == .inactivating { inodes[inode].state = .reclaimable }
            wake(Channel(.inodeState, inode))
            return .to(XfsInodegcWorker.llist_del_all)
        }
    }

    private mutating func freeInode(_ inode: Int) {
        freeBlocks(inode, from: 0, to: Limits.filePages)
        let generation = inodes[inode].generation
        let changes = inodes[inode].layoutChanges
        inodes[inode] = Inode()
        inodes[inode].generation = generation
        inodes[inode].layoutChanges = changes
        pin(inode)
    }
}

/// `evict_inodes` and `invalidate_inodes`: every inode that nobody uses.
enum EvictInodes: UInt8, PathSteps {
    case s_inode_list, evict
}

extension Machine {
    mutating func evictInodes(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch EvictInodes(rawValue: f.pointee.pc)! {
        case .s_inode_list:
            while f.pointee.cursor < Limits.inodes {
                let inode = f.pointee.cursor
                f.pointee.cursor += 1
                guard inodes[inode].state == .live, inodes[inode].count == 0 else { continue }
                if f.pointee.flags.contains(.truncate) && !mappingIsEmpty(inode) { continue }
                inodes[inode].state = .freeing
                f.pointee.inode = inode
                return .next
            }
            return .done(0)
        case .evict:
            return call(t, .evict, inode: f.pointee.inode, then: EvictInodes.s_inode_list)
        }
    }
}

/// `shrink_dcache_sb`: cached dentries that no open file uses give their inodes up.
enum ShrinkDcacheSb: UInt8, PathSteps {
    case d_lru, dentry_unlink_inode
}

extension Machine {
    mutating func shrinkDcacheSb(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch ShrinkDcacheSb(rawValue: f.pointee.pc)! {
        case .d_lru:
            while f.pointee.cursor < Limits.names {
                let name = f.pointee.cursor
                f.pointee.cursor += 1
                names[name].negative = false
                guard names[name].cached, !isOpen(names[name].inode) else { continue }
                names[name].cached = false
                f.pointee.inode = names[name].inode
                return .next
            }
            return .done(0)
        case .dentry_unlink_inode:
            return call(t, .iput, inode: f.pointee.inode, then: ShrinkDcacheSb.d_lru)
        }
    }

    /// An open file description uses the inode, and with it a dentry.
    func isOpen(_ inode: Int) -> Bool {
        for file in 0..<Limits.files where files[file].references > 0 && files[file].inode == inode { return true }
        return false
    }
}

/// `fput`: the last reference to an open file description puts its inode, then the mount.
enum Fput: UInt8, PathSteps {
    case atomic_long_dec_and_test, dput, mntput
}

extension Machine {
    mutating func fput(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch Fput(rawValue: f.pointee.pc)! {
        case .atomic_long_dec_and_test:
            let file = f.pointee.file
            precondition(files[file].references > 0, "fput of a closed file")
            files[file].references -= 1
            guard files[file].references == 0 else { return .done(f.pointee.value) }
            f.pointee.inode = files[file].inode
            files[file].inode = -1
            sb.mountReferences += 1
            return .next
        case .dput:
            return call(t, .iput, inode: f.pointee.inode)
        case .mntput:
            sb.mountReferences -= 1
            return .done(f.pointee.value)
        }
    }
}

/// `xfs_iget`: brings an inode into memory and takes a reference.
enum XfsIget: UInt8, PathSteps {
    case xfs_iget_cache_hit, xfs_iget_cache_miss, unlock_new_inode
}

extension Machine {
    mutating func xfsIget(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let inode = f.pointee.inode
        switch XfsIget(rawValue: f.pointee.pc)! {
        case .xfs_iget_cache_hit:
            switch inodes[inode].state {
            case .live:
                inodes[inode].count += 1
                return .done(0)
            case .new, .freeing, .inactivating, .needInactive:
                // EAGAIN inside the kernel: look again when its state has changed.
                guard inodes[inode].links > 0 else { return .done(Errno.ENOENT) }
                return .wait(Channel(.inodeState, inode))
            case .uncached, .reclaimable:
                inodes[inode].state = .new
                return .next
            case .free:
                return .done(Errno.ENOENT)
            }
        case .xfs_iget_cache_miss:
            return .next
        case .unlock_new_inode:
            inodes[inode].state = .live
            inodes[inode].count += 1
            wake(Channel(.inodeState, inode))
            return .done(0)
        }
    }
}
