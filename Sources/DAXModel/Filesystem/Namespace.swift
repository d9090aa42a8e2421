// fs/namei.c, fs/open.c, fs/xfs/xfs_inode.c: names and descriptors.

extension Machine {
    /// The open file description in the descriptor slot that an operation names, or -1.
    func openFile(_ t: Int, _ operation: Operation) -> Int {
        descriptors[tasks[t].process * Limits.descriptors + operation.call.descriptor!.number]
    }

    /// The mount point leads to the file system.
    var isReachable: Bool { sb.state == .active && sb.born && sb.attached }
}

/// `open`, with O_CREAT for `create`.
enum DoSysOpen: UInt8, PathSteps {
    case path_openat, mnt_want_write, inode_lock_dir, xfs_create_trans_alloc, xfs_create_commit, inode_unlock_dir
    case lookup_open, xfs_iget, xfs_iget_done, xfs_file_open, fd_install
}

extension Machine {
    mutating func doSysOpen(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let operation = currentOperation(t)
        let name = operation.call.file!.number
        switch DoSysOpen(rawValue: f.pointee.pc)! {
        case .path_openat:
            guard openFile(t, operation) < 0 else { return .done(Errno.EBUSY) }
            guard isReachable else { return .done(errorWithoutMount(operation.kind)) }
            // O_CREAT asks for write access before it looks the name up, unless a newer kernel finds it in the dcache.
            guard operation.kind == .create, !rules.looksUpBeforeCreating || !names[name].cached else {
                return .to(DoSysOpen.lookup_open)
            }
            return .next
        case .mnt_want_write:
            guard sbStart(FreezeLevel.write, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .inode_lock_dir:
            return startCreating(f, name)
        case .xfs_create_trans_alloc:
            guard !isShutDown else {
                f.pointee.value = Errno.EIO
                return .to(DoSysOpen.inode_unlock_dir)
            }
            guard sbStart(FreezeLevel.fs, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_create_commit:
            f.pointee.value = !isShutDown && !cannotReadBuffers() ? createInode(name) : Errno.EIO
            sbEnd(FreezeLevel.fs, t)
            return .next
        case .inode_unlock_dir:
            sbEnd(FreezeLevel.write, t)
            return f.pointee.value == 0 ? .next : .done(f.pointee.value)
        case .lookup_open:
            guard isReachable else { return .done(Errno.ENOENT) }
            let error = lookUpError(name)
            return error == 0 ? lookUp(f, name) : .done(error)
        case .xfs_iget:
            return call(t, .xfs_iget, inode: f.pointee.inode)
        case .xfs_iget_done:
            guard result(t) == 0 else { return .done(result(t)) }
            return cacheDentry(f, name)
        case .xfs_file_open:
            guard isShutDown else { return .next }
            if isFaulty(.iputLeftOut) { return .done(Errno.EIO) }
            return callThenReturn(t, .iput, inode: f.pointee.inode, value: Errno.EIO)
        case .fd_install:
            return installDescriptor(t, f, operation)
        }
    }

    /// What a call on a path says when nothing is mounted: below the mount point lies a read-only file system.
    private func errorWithoutMount(_ kind: OperationKind) -> Int {
        kind == .open ? Errno.ENOENT : Errno.EROFS
    }

    /// The directory is locked: a name that exists is opened, one that the look-up cannot read fails.
    private mutating func startCreating(_ f: UnsafeMutablePointer<Frame>, _ name: Int) -> Next {
        let error = lookUpError(name)
        guard error != Errno.ENOENT else { return .next }
        f.pointee.value = error
        return .to(DoSysOpen.inode_unlock_dir)
    }

    /// `lookup_dcache`, then `xfs_lookup`: 0 for a name that exists. A file system that was shut down reads no directory,
    /// but what the dcache holds, that a name does not exist included, is still known.
    private mutating func lookUpError(_ name: Int) -> Int {
        if names[name].cached { return 0 }
        guard !names[name].negative else { return Errno.ENOENT }
        guard !isShutDown else { return Errno.EIO }
        guard names[name].inode < 0 else { return 0 }
        names[name].negative = true
        return Errno.ENOENT
    }

    private mutating func createInode(_ name: Int) -> Int {
        guard names[name].inode < 0 else { return 0 }
        for inode in 0..<Limits.inodes where inodes[inode].state == .free {
            let generation = inodes[inode].generation + 1
            let changes = inodes[inode].layoutChanges
            inodes[inode] = Inode()
            inodes[inode].generation = generation
            inodes[inode].layoutChanges = changes
            inodes[inode].state = .live
            inodes[inode].links = 1
            inodes[inode].count = 1
            pin(inode)
            names[name] = DirectoryEntry(inode: inode, cached: true)
            for page in 0..<Limits.filePages { promises[inode * Limits.filePages + page] = Promise() }
            return 0
        }
        return Errno.ENOSPC
    }

    /// A cached dentry gives the inode; otherwise the directory is read and the inode brought in.
    private mutating func lookUp(_ f: UnsafeMutablePointer<Frame>, _ name: Int) -> Next {
        let inode = names[name].inode
        f.pointee.inode = inode
        guard names[name].cached else { return .next }
        inodes[inode].count += 1
        return .to(DoSysOpen.xfs_file_open)
    }

    /// The lookup's reference becomes the dentry's, and the open takes another, unless somebody was faster.
    private mutating func cacheDentry(_ f: UnsafeMutablePointer<Frame>, _ name: Int) -> Next {
        let inode = f.pointee.inode
        if names[name].inode == inode && !names[name].cached {
            names[name].cached = true
            inodes[inode].count += 1
        }
        return .next
    }

    private mutating func installDescriptor(
        _ t: Int, _ f: UnsafeMutablePointer<Frame>, _ operation: Operation
    ) -> Next {
        let slot = tasks[t].process * Limits.descriptors + operation.call.descriptor!.number
        for file in 0..<Limits.files where files[file].references == 0 && descriptors[slot] < 0 {
            files[file] = OpenFile(
                references: 1, inode: f.pointee.inode,
                writable: operation.call.opensForWriting)
            descriptors[slot] = file
            return .done(0)
        }
        return callThenReturn(t, .iput, inode: f.pointee.inode, value: Errno.ENFILE)
    }
}

/// `close`.
enum Close: UInt8, PathSteps {
    case filp_close
}

extension Machine {
    mutating func close(_ t: Int) -> Next {
        let operation = currentOperation(t)
        let file = openFile(t, operation)
        guard file >= 0 else { return .done(Errno.EBADF) }
        descriptors[tasks[t].process * Limits.descriptors + operation.call.descriptor!.number] = -1
        return callThenReturn(t, .fput, file: file)
    }
}

/// `unlink` and `rename`: one transaction on the directory; the dentry of what lost its last name is put.
enum DirectoryChange: UInt8, PathSteps {
    case mnt_want_write, lookup_one_qstr_excl, xfs_trans_alloc, xfs_trans_commit, mnt_drop_write, dput
}

extension Machine {
    mutating func directoryChange(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let operation = currentOperation(t)
        switch DirectoryChange(rawValue: f.pointee.pc)! {
        case .mnt_want_write:
            guard isReachable else { return .done(errorWithoutMount(operation.kind)) }
            guard sbStart(FreezeLevel.write, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .lookup_one_qstr_excl:
            f.pointee.inode = -1
            f.pointee.value = lookUpNames(operation)
            let isDone = f.pointee.value != 0 || operation.call.renamesToItself
            return isDone ? .to(DirectoryChange.mnt_drop_write) : .next
        case .xfs_trans_alloc:
            guard !isShutDown else {
                f.pointee.value = Errno.EIO
                return .to(DirectoryChange.mnt_drop_write)
            }
            guard sbStart(FreezeLevel.fs, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .xfs_trans_commit:
            let victim = inodeInTransition(operation)
            guard victim < 0 else { return .wait(Channel(.inodeState, victim)) }
            f.pointee.inode = -1
            if cannotReadBuffers() {
                f.pointee.value = Errno.EIO
                sbEnd(FreezeLevel.fs, t)
                return call(t, .xfs_force_shutdown, value: ShutdownReason.metaIOError)
            }
            if isShutDown {
                f.pointee.value = Errno.EIO
            } else {
                f.pointee.value = changeDirectory(f, operation)
            }
            sbEnd(FreezeLevel.fs, t)
            return .next
        case .mnt_drop_write:
            sbEnd(FreezeLevel.write, t)
            return f.pointee.inode >= 0 ? .next : .done(f.pointee.value)
        case .dput:
            return callThenReturn(t, .iput, inode: f.pointee.inode, value: f.pointee.value)
        }
    }

    /// Both names of a rename are looked up; only the old one has to exist.
    private mutating func lookUpNames(_ operation: Operation) -> Int {
        let error = lookUpError(operation.call.file!.number)
        guard error == 0, case .rename(_, let new) = operation.call else { return error }
        let other = lookUpError(new.number)
        return other == Errno.ENOENT ? 0 : other
    }

    /// The inode that loses its name, while it is being set up or evicted: the look-up of a name waits for either.
    private func inodeInTransition(_ operation: Operation) -> Int {
        let name = operation.call.displacedFile!.number
        let inode = names[name].inode
        guard inode >= 0, !names[name].cached else { return -1 }
        return inodes[inode].state == .new || inodes[inode].state == .freeing ? inode : -1
    }

    private mutating func changeDirectory(_ f: UnsafeMutablePointer<Frame>, _ operation: Operation) -> Int {
        switch operation.call {
        case .unlink(let file): unlink(f, file.number)
        case .rename(let old, let new): rename(f, from: old.number, to: new.number)
        default: preconditionFailure("not a change of the directory")
        }
    }

    private mutating func unlink(_ f: UnsafeMutablePointer<Frame>, _ name: Int) -> Int {
        guard names[name].inode >= 0 else { return Errno.ENOENT }
        dropName(f, name)
        return 0
    }

    /// Removes a name; the frame remembers the inode whose dentry reference has to be put.
    private mutating func dropName(_ f: UnsafeMutablePointer<Frame>, _ name: Int) {
        let inode = names[name].inode
        inodes[inode].links -= 1
        // d_delete: a dentry that nobody else uses stays and says that there is no such name.
        let staysNegative = names[name].cached && !isOpen(inode)
        pin(inode)
        for page in 0..<Limits.filePages { promises[inode * Limits.filePages + page] = Promise() }
        // An inode that is not in memory is brought in to be unlinked, and its last reference goes with the name.
        if !names[name].cached { bringIn(inode) }
        f.pointee.inode = inode
        names[name] = DirectoryEntry(negative: staysNegative)
    }

    private mutating func bringIn(_ inode: Int) {
        switch inodes[inode].state {
        case .uncached, .reclaimable: inodes[inode].state = .live
        case .live, .new, .freeing, .free, .needInactive, .inactivating: break
        }
        inodes[inode].count += 1
    }

    private mutating func rename(_ f: UnsafeMutablePointer<Frame>, from old: Int, to new: Int) -> Int {
        guard names[old].inode >= 0 else { return Errno.ENOENT }
        guard old != new else { return 0 }
        if names[new].inode >= 0 { dropName(f, new) }
        names[new] = names[old]
        names[new].negative = false
        names[old] = DirectoryEntry()
        pin(names[new].inode)
        return 0
    }
}

/// `chdir` into the mount or out of it.
enum Chdir: UInt8, PathSteps {
    case set_fs_pwd
}

extension Machine {
    mutating func chdir(_ t: Int) -> Next {
        guard case .chdir(let inside) = currentOperation(t).call else { preconditionFailure("not chdir") }
        // Without a mount the directory below it is entered.
        processes[tasks[t].process].cwdInside = inside && isReachable
        return .done(0)
    }
}
