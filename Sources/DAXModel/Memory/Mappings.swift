// mm/mmap.c, mm/mprotect.c, mm/madvise.c, mm/msync.c for mappings of DAX files.

/// `mmap`: checks, then a virtual memory area that keeps the file. A file system that was shut down still maps.
struct MmapRegion: KernelPath {
    enum Step: UInt8, PathSteps {
        case mmap_write_lock, xfs_file_mmap, vma_link, mmap_write_unlock, fput
    }
    static var path: Path { .mmap_region }
    var error = 0
    /// The file that the area keeps: the path has a reference to it until then.
    var file = FileID.none
}

extension Machine {
    mutating func mmapRegion(_ t: TaskID, _ f: Activation<MmapRegion>) -> Next {
        let process = tasks[t].process
        switch f.step {
        case .mmap_write_lock:
            guard processes[process].mmapLock.tryWrite(mark(t)) else {
                return .wait(Channel(.processMmapLock, process))
            }
            return .next
        case .xfs_file_mmap:
            f.locals.error = checkMmap(t, f)
            return f.locals.error == 0 ? .next : .to(MmapRegion.Step.mmap_write_unlock)
        case .vma_link:
            f.locals.error = linkArea(t, f.locals.file)
            return .next
        case .mmap_write_unlock:
            processes[process].mmapLock.endWrite(t)
            wake(Channel(.processMmapLock, process))
            return f.locals.error == Errno.ENOMEM ? .next : .done(f.locals.error)
        case .fput:
            return callThenReturn(t, Fput(file: f.locals.file, returns: f.locals.error))
        }
    }

    /// Checks the call and takes the reference to the file that the area will keep.
    private mutating func checkMmap(_ t: TaskID, _ f: Activation<MmapRegion>) -> Int {
        let operation = currentOperation(t)
        let file = openFile(t, operation)
        guard !file.isNone else { return Errno.EBADF }
        guard case .mmap(let slot, _, _, let flags) = operation.call else { preconditionFailure("not mmap") }
        guard findArea(tasks[t].process, slot: slot).isNone else { return Errno.EEXIST }
        let wantsWrite = flags.contains([.shared, .write])
        guard !wantsWrite || files[file].writable else { return Errno.EACCES }
        if flags.contains([.shared, .sync]) && !daxDevices[sb.epoch].exists { return Errno.EOPNOTSUPP }
        f.locals.file = file
        files[file].references += 1
        return 0
    }

    /// An area has come into use.
    mutating func noteArea(_ t: TaskID, _ area: AreaID) {
        areaBound = max(areaBound, area.index + 1)
        emit(.areaMapped(area), t)
    }

    private mutating func linkArea(_ t: TaskID, _ file: FileID) -> Int {
        guard case .mmap(let slot, _, let pages, let flags) = currentOperation(t).call else {
            preconditionFailure("not mmap")
        }
        reads(.areaSlots)
        for index in AreaID.all where !areas[index].used {
            var area = VirtualArea()
            area.used = true
            area.process = tasks[t].process
            area.slot = slot
            area.inode = files[file].inode
            area.file = file
            area.pages = Pages(pages)
            area.shared = flags.contains(.shared)
            area.writable = flags.contains(.write)
            area.mayWrite = !area.shared || files[file].writable
            area.sync = area.shared && flags.contains(.sync)
            areas[index] = area
            noteArea(t, index)
            writesArea(index)
            return 0
        }
        return Errno.ENOMEM
    }

    /// The process's area in a mapping slot, or none.
    func findArea(_ process: ProcessID, slot: MappingSlot) -> AreaID {
        reads(.areas, process)
        for area in AreaID.first(areaBound)
        where areas[area].used && areas[area].process == process && areas[area].slot == slot {
            return area
        }
        return .none
    }
}

/// `munmap`: the area leaves i_mmap with its page-table entries, then its file is put.
struct MunmapRegion: KernelPath {
    enum Step: UInt8, PathSteps {
        case mmap_write_lock, unmap_region, mmap_write_unlock, fput
    }
    static var path: Path { .munmap_region }
    /// The file that the area kept; none where nothing is mapped.
    var file = FileID.none
}

extension Machine {
    mutating func munmapRegion(_ t: TaskID, _ f: Activation<MunmapRegion>) -> Next {
        let process = tasks[t].process
        switch f.step {
        case .mmap_write_lock:
            guard processes[process].mmapLock.tryWrite(mark(t)) else {
                return .wait(Channel(.processMmapLock, process))
            }
            return .next
        case .unmap_region:
            let area = findArea(process, slot: currentOperation(t).mapping!)
            if !area.isNone { f.locals.file = unlinkArea(area) }
            return .next
        case .mmap_write_unlock:
            processes[process].mmapLock.endWrite(t)
            wake(Channel(.processMmapLock, process))
            // Where nothing is mapped there is nothing to take away, which is no error.
            return f.locals.file.isNone ? .done(0) : .next
        case .fput:
            return callThenReturn(t, Fput(file: f.locals.file))
        }
    }

    /// Takes the area away; its file still has to be put. Returns the file.
    mutating func unlinkArea(_ area: AreaID) -> FileID {
        clearPages(area)
        writesArea(area)
        let file = areas[area].file
        areas[area] = VirtualArea()
        return file
    }
}

/// `mprotect` and `madvise(MADV_DONTNEED)` change an area under its mm's lock.
struct ChangeArea: KernelPath {
    enum Step: UInt8, PathSteps {
        case mmap_lock, change_protection, mmap_unlock
    }
    static var path: Path { .change_area }
    var error = 0
}

extension Machine {
    mutating func changeArea(_ t: TaskID, _ f: Activation<ChangeArea>) -> Next {
        let process = tasks[t].process
        switch f.step {
        case .mmap_lock:
            guard processes[process].mmapLock.tryWrite(mark(t)) else {
                return .wait(Channel(.processMmapLock, process))
            }
            return .next
        case .change_protection:
            f.locals.error = applyChange(t)
            return .next
        case .mmap_unlock:
            processes[process].mmapLock.endWrite(t)
            wake(Channel(.processMmapLock, process))
            return .done(f.locals.error)
        }
    }

    private mutating func applyChange(_ t: TaskID) -> Int {
        let operation = currentOperation(t)
        let area = findArea(tasks[t].process, slot: operation.mapping!)
        guard !area.isNone else { return Errno.ENOMEM }
        guard case .mprotect(_, let wantsWrite) = operation.call else {
            clearPages(area)
            return 0
        }
        guard !wantsWrite || areas[area].mayWrite else { return Errno.EACCES }
        areas[area].writable = wantsWrite
        writes(.areas, tasks[t].process)
        if !wantsWrite {
            for page in areas[area].pages { ptes[pteSlot(area, page)].writable = false }
        }
        return 0
    }
}

/// `msync(MS_SYNC)`: fsync of the mapped file.
struct Msync: KernelPath {
    enum Step: UInt8, PathSteps {
        case mmap_read_lock, vfs_fsync_range, fput
    }
    static var path: Path { .msync }
    /// The mapped file, held while it is synced.
    var file = FileID.none
}

extension Machine {
    mutating func msync(_ t: TaskID, _ f: Activation<Msync>) -> Next {
        let process = tasks[t].process
        switch f.step {
        case .mmap_read_lock:
            guard processes[process].mmapLock.writer < 0 else { return .wait(Channel(.processMmapLock, process)) }
            let area = findArea(process, slot: currentOperation(t).mapping!)
            guard !area.isNone else { return .done(Errno.ENOMEM) }
            guard areas[area].shared else { return .done(0) }
            f.locals.file = areas[area].file
            files[f.locals.file].references += 1
            return .next
        case .vfs_fsync_range:
            return call(t, XfsFileFsync(inode: files[f.locals.file].inode, range: .wholeFile))
        case .fput:
            return callThenReturn(t, Fput(file: f.locals.file, returns: result(t)))
        }
    }
}
