// fs/inode.c, fs/xfs/xfs_icache.c, fs/file_table.c: references to inodes, and how an inode leaves memory.

/// `iput`: drops a reference. The last one evicts an unlinked inode; a linked one stays cached.
struct Iput: KernelPath {
    enum Step: UInt8, PathSteps {
        case atomic_dec_and_lock, evict
    }
    static var path: Path { .iput }
    /// What its caller's caller is told.
    let returns: Int
    let inode: InodeID

    init(inode: InodeID, returns: Int = 0) {
        self.returns = returns
        self.inode = inode
    }
}

extension Machine {
    mutating func iput(_ t: TaskID, _ f: Activation<Iput>) -> Next {
        let inode = f.locals.inode
        switch f.step {
        case .atomic_dec_and_lock:
            precondition(inodes[inode].count > 0, "iput of an inode without references")
            inodes[inode].count -= 1
            guard inodes[inode].count == 0, inodes[inode].links == 0 else { return .done(f.locals.returns) }
            inodes[inode].state = .freeing
            return .next
        case .evict:
            return callThenReturn(t, Evict(inode: inode, returns: f.locals.returns))
        }
    }
}

/// `evict`: truncates the address space, which touches the page of every DAX entry, and hands the inode back.
struct Evict: KernelPath {
    enum Step: UInt8, PathSteps {
        case truncate_inode_pages_final, xfs_fs_destroy_inode
    }
    static var path: Path { .evict }
    /// What its caller's caller is told.
    let returns: Int
    let inode: InodeID

    init(inode: InodeID, returns: Int = 0) {
        self.returns = returns
        self.inode = inode
    }
}

extension Machine {
    mutating func evict(_ t: TaskID, _ f: Activation<Evict>) -> Next {
        let inode = f.locals.inode
        switch f.step {
        case .truncate_inode_pages_final:
            return call(t, TruncateInodePages(inode: inode, pages: .wholeFile))
        case .xfs_fs_destroy_inode:
            inodes[inode].dirtyPages = false
            if inodes[inode].links == 0 {
                inodes[inode].state = .needInactive
                queueInodegc()
            } else {
                inodes[inode].state = .reclaimable
            }
            wake(Channel(.inodeState, inode))
            return .done(f.locals.returns)
        }
    }

    /// `xfs_inodegc_queue`: the worker runs when the scheduler lets it.
    mutating func queueInodegc() {
        let worker = TaskID.inodegcWorker
        reads(.task, worker)
        guard tasks[worker].state == .idle else { return }
        startReserved(worker, id: OperationID.inodegc, XfsInodegcWorker())
    }
}

/// `xfs_inodegc_worker`: frees the blocks and the inode of every unlinked inode that was evicted.
struct XfsInodegcWorker: KernelPath {
    enum Step: UInt8, PathSteps {
        case llist_del_all, xfs_trans_alloc, xfs_alloc_read_agf, xfs_trans_commit, xfs_inodegc_set_reclaimable
    }
    static var path: Path { .xfs_inodegc_worker }
    /// The inode at work.
    var inode = InodeID.none
}

extension Machine {
    mutating func xfsInodegcWorker(_ t: TaskID, _ f: Activation<XfsInodegcWorker>) -> Next {
        let inode = f.locals.inode
        switch f.step {
        case .llist_del_all:
            for candidate in InodeID.all where inodes[candidate].state == .needInactive {
                f.locals.inode = candidate
                inodes[candidate].state = .inactivating
                return .next
            }
            return .done(0)
        case .xfs_trans_alloc:
            guard sb.shutdown == .none else { return .to(XfsInodegcWorker.Step.xfs_inodegc_set_reclaimable) }
            guard sbStart(.fs, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_alloc_read_agf:
            guard agf[inode.group].tryWrite(mark(t)) else { return .wait(Channel(.agf, inode.group)) }
            return .next
        case .xfs_trans_commit:
            if sb.shutdown == .none { freeInode(inode) }
            releaseGroup(t, inode.group)
            sbEnd(.fs, t)
            return .next
        case .xfs_inodegc_set_reclaimable:
            if inodes[inode].state == .inactivating { inodes[inode].state = .reclaimable }
            wake(Channel(.inodeState, inode))
            return .to(XfsInodegcWorker.Step.llist_del_all)
        }
    }

    private mutating func freeInode(_ inode: InodeID) {
        freeBlocks(inode, .wholeFile)
        let generation = inodes[inode].generation
        inodes[inode].replace(by: Inode())
        inodes[inode].generation = generation
        pin(inode)
    }
}

/// `evict_inodes` and `invalidate_inodes`: every inode that nobody uses.
struct EvictInodes: KernelPath {
    enum Step: UInt8, PathSteps {
        case s_inode_list, evict
    }
    static var path: Path { .evict_inodes }
    /// The inodes not looked at yet.
    var left = InodeID.all
    /// The inode to evict.
    var inode = InodeID.none
    /// Inodes with DAX entries are passed by.
    let keepsEntries: Bool

    init(keepsEntries: Bool = false) { self.keepsEntries = keepsEntries }
}

extension Machine {
    mutating func evictInodes(_ t: TaskID, _ f: Activation<EvictInodes>) -> Next {
        switch f.step {
        case .s_inode_list:
            while let inode = f.locals.left.next() {
                guard inodes[inode].state == .live, inodes[inode].count == 0 else { continue }
                if f.locals.keepsEntries && !mappingIsEmpty(inode) { continue }
                inodes[inode].state = .freeing
                f.locals.inode = inode
                return .next
            }
            return .done(0)
        case .evict:
            return call(t, Evict(inode: f.locals.inode), then: EvictInodes.Step.s_inode_list)
        }
    }
}

/// `shrink_dcache_sb`: cached dentries that no open file uses give their inodes up.
struct ShrinkDcacheSb: KernelPath {
    enum Step: UInt8, PathSteps {
        case d_lru, dentry_unlink_inode
    }
    static var path: Path { .shrink_dcache_sb }
    /// The names not looked at yet.
    var left = NameID.all
    /// The inode whose dentry goes.
    var inode = InodeID.none
}

extension Machine {
    mutating func shrinkDcacheSb(_ t: TaskID, _ f: Activation<ShrinkDcacheSb>) -> Next {
        switch f.step {
        case .d_lru:
            while let name = f.locals.left.next() {
                names[name].negative = false
                guard names[name].cached, !isOpen(names[name].inode) else { continue }
                names[name].cached = false
                f.locals.inode = names[name].inode
                return .next
            }
            return .done(0)
        case .dentry_unlink_inode:
            return call(t, Iput(inode: f.locals.inode), then: ShrinkDcacheSb.Step.d_lru)
        }
    }

    /// An open file description uses the inode, and with it a dentry.
    func isOpen(_ inode: InodeID) -> Bool {
        for file in FileID.all where files[file].references > 0 && files[file].inode == inode { return true }
        return false
    }
}

/// `fput`: the last reference to an open file description puts its inode, then the mount.
struct Fput: KernelPath {
    enum Step: UInt8, PathSteps {
        case atomic_long_dec_and_test, dput, mntput
    }
    static var path: Path { .fput }
    /// What its caller's caller is told.
    let returns: Int
    let file: FileID
    /// The inode that the file was open on.
    var inode = InodeID.none

    init(file: FileID, returns: Int = 0) {
        self.returns = returns
        self.file = file
    }
}

extension Machine {
    mutating func fput(_ t: TaskID, _ f: Activation<Fput>) -> Next {
        switch f.step {
        case .atomic_long_dec_and_test:
            let file = f.locals.file
            precondition(files[file].references > 0, "fput of a closed file")
            files[file].references -= 1
            guard files[file].references == 0 else { return .done(f.locals.returns) }
            f.locals.inode = files[file].inode
            files[file].inode = .none
            sb.mountReferences += 1
            return .next
        case .dput:
            return call(t, Iput(inode: f.locals.inode))
        case .mntput:
            sb.mountReferences -= 1
            return .done(f.locals.returns)
        }
    }
}

/// `xfs_iget`: brings an inode into memory and takes a reference.
struct XfsIget: KernelPath {
    enum Step: UInt8, PathSteps {
        case xfs_iget_cache_hit, xfs_iget_cache_miss, unlock_new_inode
    }
    static var path: Path { .xfs_iget }
    let inode: InodeID
}

extension Machine {
    mutating func xfsIget(_ t: TaskID, _ f: Activation<XfsIget>) -> Next {
        let inode = f.locals.inode
        switch f.step {
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
