// fs/namei.c, fs/open.c, fs/xfs/xfs_inode.c: names and descriptors.

extension Machine {
    /// The descriptor slot of the task's process that an operation names.
    func descriptor(_ t: TaskID, _ operation: Operation) -> DescriptorID {
        tasks[t].process.descriptor(operation.descriptor!.number)
    }

    /// The open file description in the descriptor slot that an operation names.
    func openFile(_ t: TaskID, _ operation: Operation) -> FileID { descriptors[descriptor(t, operation)] }

    /// The mount point leads to the file system.
    var isReachable: Bool { sb.state == .active && sb.born && sb.attached }
}

/// `open`, with O_CREAT for `create`.
struct DoSysOpen: KernelPath {
    enum Step: UInt8, PathSteps {
        case path_openat, mnt_want_write, inode_lock_dir, xfs_create_trans_alloc, xfs_create_commit, inode_unlock_dir
        case lookup_open, xfs_iget, xfs_iget_done, xfs_file_open, fd_install
    }
    static var path: Path { .do_sys_open }
    /// Why the file is not created.
    var error = 0
    /// The inode that was looked up.
    var inode = InodeID.none
}

extension Machine {
    mutating func doSysOpen(_ t: TaskID, _ f: Activation<DoSysOpen>) -> Next {
        let operation = currentOperation(t)
        let name = NameID(operation.file!.number)
        switch f.step {
        case .path_openat:
            guard openFile(t, operation).isNone else { return .done(Errno.EBUSY) }
            guard isReachable else { return .done(errorWithoutMount(operation.kind)) }
            // O_CREAT asks for write access before it looks the name up, unless a newer kernel finds it in the dcache.
            guard operation.kind == .create, !rules.looksUpBeforeCreating || !names[name].cached else {
                return .to(DoSysOpen.Step.lookup_open)
            }
            return .next
        case .mnt_want_write:
            guard sbStart(.write, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .inode_lock_dir:
            return startCreating(f, name)
        case .xfs_create_trans_alloc:
            guard !isShutDown else {
                f.locals.error = Errno.EIO
                return .to(DoSysOpen.Step.inode_unlock_dir)
            }
            guard sbStart(.fs, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_create_commit:
            f.locals.error = !isShutDown && !cannotReadBuffers() ? createInode(name) : Errno.EIO
            sbEnd(.fs, t)
            return .next
        case .inode_unlock_dir:
            sbEnd(.write, t)
            return f.locals.error == 0 ? .next : .done(f.locals.error)
        case .lookup_open:
            guard isReachable else { return .done(Errno.ENOENT) }
            let error = lookUpError(name)
            return error == 0 ? lookUp(f, name) : .done(error)
        case .xfs_iget:
            return call(t, XfsIget(inode: f.locals.inode))
        case .xfs_iget_done:
            guard result(t) == 0 else { return .done(result(t)) }
            return cacheDentry(f.locals.inode, name)
        case .xfs_file_open:
            guard isShutDown else { return .next }
            if isFaulty(.iputLeftOut) { return .done(Errno.EIO) }
            return callThenReturn(t, Iput(inode: f.locals.inode, returns: Errno.EIO))
        case .fd_install:
            return installDescriptor(t, f.locals.inode, operation)
        }
    }

    /// What a call on a path says when nothing is mounted: below the mount point lies a read-only file system.
    private func errorWithoutMount(_ kind: OperationKind) -> Int {
        kind == .open ? Errno.ENOENT : Errno.EROFS
    }

    /// The directory is locked: a name that exists is opened, one that the look-up cannot read fails.
    private mutating func startCreating(_ f: Activation<DoSysOpen>, _ name: NameID) -> Next {
        let error = lookUpError(name)
        guard error != Errno.ENOENT else { return .next }
        f.locals.error = error
        return .to(DoSysOpen.Step.inode_unlock_dir)
    }

    /// `lookup_dcache`, then `xfs_lookup`: 0 for a name that exists. A file system that was shut down reads no directory,
    /// but what the dcache holds, that a name does not exist included, is still known.
    private mutating func lookUpError(_ name: NameID) -> Int {
        if names[name].cached { return 0 }
        guard !names[name].negative else { return Errno.ENOENT }
        guard !isShutDown else { return Errno.EIO }
        guard names[name].inode.isNone else { return 0 }
        names[name].negative = true
        return Errno.ENOENT
    }

    private mutating func createInode(_ name: NameID) -> Int {
        guard names[name].inode.isNone else { return 0 }
        readsAll(.life)
        for inode in InodeID.all where inodeTable[inode].state == .free {
            let generation = inodes[inode].generation + 1
            inodes[inode].replace(by: Inode())
            inodes[inode].generation = generation
            inodes[inode].state = .live
            inodes[inode].links = 1
            inodes[inode].count = 1
            inodeBound = max(inodeBound, inode.index + 1)
            pin(inode)
            names[name] = DirectoryEntry(inode: inode, cached: true)
            return 0
        }
        return Errno.ENOSPC
    }

    /// A cached dentry gives the inode; otherwise the directory is read and the inode brought in.
    private mutating func lookUp(_ f: Activation<DoSysOpen>, _ name: NameID) -> Next {
        let inode = names[name].inode
        f.locals.inode = inode
        guard names[name].cached else { return .next }
        inodes[inode].count += 1
        return .to(DoSysOpen.Step.xfs_file_open)
    }

    /// The lookup's reference becomes the dentry's, and the open takes another, unless somebody was faster.
    private mutating func cacheDentry(_ inode: InodeID, _ name: NameID) -> Next {
        if names[name].inode == inode && !names[name].cached {
            names[name].cached = true
            inodes[inode].count += 1
        }
        return .next
    }

    private mutating func installDescriptor(_ t: TaskID, _ inode: InodeID, _ operation: Operation) -> Next {
        let slot = descriptor(t, operation)
        for file in FileID.all where files[file].references == 0 && descriptors[slot].isNone {
            files[file] = OpenFile(
                references: 1, inode: inode,
                writable: operation.opensForWriting)
            descriptors[slot] = file
            return .done(0)
        }
        return callThenReturn(t, Iput(inode: inode, returns: Errno.ENFILE))
    }
}

/// `close`.
struct Close: KernelPath {
    enum Step: UInt8, PathSteps {
        case filp_close
    }
    static var path: Path { .close }
}

extension Machine {
    mutating func close(_ t: TaskID) -> Next {
        let slot = descriptor(t, currentOperation(t))
        let file = descriptors[slot]
        guard !file.isNone else { return .done(Errno.EBADF) }
        descriptors[slot] = .none
        return callThenReturn(t, Fput(file: file))
    }
}

/// `unlink` and `rename`: one transaction on the directory; the dentry of what lost its last name is put.
struct DirectoryChange: KernelPath {
    enum Step: UInt8, PathSteps {
        case mnt_want_write, lookup_one_qstr_excl, xfs_trans_alloc, xfs_trans_commit, mnt_drop_write, dput
    }
    static var path: Path { .directory_change }
    var error = 0
    /// The inode that lost its name, and whose dentry reference has to be put.
    var unnamed = InodeID.none
}

extension Machine {
    mutating func directoryChange(_ t: TaskID, _ f: Activation<DirectoryChange>) -> Next {
        let operation = currentOperation(t)
        switch f.step {
        case .mnt_want_write:
            guard isReachable else { return .done(errorWithoutMount(operation.kind)) }
            guard sbStart(.write, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .lookup_one_qstr_excl:
            f.locals.error = lookUpNames(operation)
            let isDone = f.locals.error != 0 || operation.renamesToItself
            return isDone ? .to(DirectoryChange.Step.mnt_drop_write) : .next
        case .xfs_trans_alloc:
            guard !isShutDown else {
                f.locals.error = Errno.EIO
                return .to(DirectoryChange.Step.mnt_drop_write)
            }
            guard sbStart(.fs, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_trans_commit:
            let victim = inodeInTransition(operation)
            guard victim.isNone else { return .wait(Channel(.inodeState, victim)) }
            if cannotReadBuffers() {
                f.locals.error = Errno.EIO
                sbEnd(.fs, t)
                return call(t, XfsForceShutdown(reason: .metaIOError))
            }
            if isShutDown {
                f.locals.error = Errno.EIO
            } else {
                f.locals.error = changeDirectory(t, f, operation)
            }
            sbEnd(.fs, t)
            return .next
        case .mnt_drop_write:
            sbEnd(.write, t)
            return f.locals.unnamed.isNone ? .done(f.locals.error) : .next
        case .dput:
            return callThenReturn(t, Iput(inode: f.locals.unnamed, returns: f.locals.error))
        }
    }

    /// Both names of a rename are looked up; only the old one has to exist.
    private mutating func lookUpNames(_ operation: Operation) -> Int {
        let error = lookUpError(NameID(operation.file!.number))
        guard error == 0, case .rename(_, let new) = operation.call else { return error }
        let other = lookUpError(NameID(new.number))
        return other == Errno.ENOENT ? 0 : other
    }

    /// The inode that loses its name, while it is being set up or evicted: the look-up of a name waits for either.
    private func inodeInTransition(_ operation: Operation) -> InodeID {
        let name = NameID(operation.displacedFile!.number)
        let inode = names[name].inode
        guard !inode.isNone, !names[name].cached else { return .none }
        return inodes[inode].state == .new || inodes[inode].state == .freeing ? inode : .none
    }

    private mutating func changeDirectory(
        _ t: TaskID, _ f: Activation<DirectoryChange>, _ operation: Operation
    ) -> Int {
        switch operation.call {
        case .unlink(let file): unlink(t, f, NameID(file.number))
        case .rename(let old, let new): rename(t, f, from: NameID(old.number), to: NameID(new.number))
        default: preconditionFailure("not a change of the directory")
        }
    }

    private mutating func unlink(_ t: TaskID, _ f: Activation<DirectoryChange>, _ name: NameID) -> Int {
        guard !names[name].inode.isNone else { return Errno.ENOENT }
        dropName(t, f, name)
        return 0
    }

    /// Removes a name; the frame remembers the inode whose dentry reference has to be put.
    private mutating func dropName(_ t: TaskID, _ f: Activation<DirectoryChange>, _ name: NameID) {
        let inode = names[name].inode
        inodes[inode].links -= 1
        // d_delete: a dentry that nobody else uses stays and says that there is no such name.
        let staysNegative = names[name].cached && !isOpen(inode)
        pin(inode)
        emit(.nameLost(inode), t)
        // An inode that is not in memory is brought in to be unlinked, and its last reference goes with the name.
        if !names[name].cached { bringIn(inode) }
        f.locals.unnamed = inode
        names[name] = DirectoryEntry(negative: staysNegative)
    }

    private mutating func bringIn(_ inode: InodeID) {
        switch inodes[inode].state {
        case .uncached, .reclaimable: inodes[inode].state = .live
        case .live, .new, .freeing, .free, .needInactive, .inactivating: break
        }
        inodes[inode].count += 1
    }

    private mutating func rename(
        _ t: TaskID, _ f: Activation<DirectoryChange>, from old: NameID, to new: NameID
    ) -> Int {
        guard !names[old].inode.isNone else { return Errno.ENOENT }
        guard old != new else { return 0 }
        if !names[new].inode.isNone { dropName(t, f, new) }
        names[new] = names[old]
        names[new].negative = false
        names[old] = DirectoryEntry()
        pin(names[new].inode)
        return 0
    }
}

/// `chdir` into the mount or out of it.
struct Chdir: KernelPath {
    enum Step: UInt8, PathSteps {
        case set_fs_pwd
    }
    static var path: Path { .chdir }
}

extension Machine {
    mutating func chdir(_ t: TaskID) -> Next {
        guard case .chdir(let inside) = currentOperation(t).call else { preconditionFailure("not chdir") }
        // Without a mount the directory below it is entered.
        processes[tasks[t].process].cwdInside = inside && isReachable
        return .done(0)
    }
}
