// mm/mmap.c, mm/mprotect.c, mm/madvise.c, mm/msync.c for mappings of DAX files.

/// `mmap`: checks, then a virtual memory area that keeps the file. A file system that was shut down still maps.
enum MmapRegion: UInt8, PathSteps {
    case mmap_write_lock, xfs_file_mmap, vma_link, mmap_write_unlock, fput
}

extension Machine {
    mutating func mmapRegion(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let process = tasks[t].process
        switch MmapRegion(rawValue: f.pointee.pc)! {
        case .mmap_write_lock:
            guard processes[process].mmapLock.tryWrite(mark(t)) else {
                return .wait(Channel(.processMmapLock, process))
            }
            return .next
        case .xfs_file_mmap:
            f.pointee.value = checkMmap(t, f)
            return f.pointee.value == 0 ? .next : .to(MmapRegion.mmap_write_unlock)
        case .vma_link:
            f.pointee.value = linkArea(t, f)
            return .next
        case .mmap_write_unlock:
            processes[process].mmapLock.endWrite(t)
            wake(Channel(.processMmapLock, process))
            return f.pointee.value == Errno.ENOMEM ? .next : .done(f.pointee.value)
        case .fput:
            return callThenReturn(t, .fput, file: f.pointee.file, value: f.pointee.value)
        }
    }

    /// Checks the call and takes the reference to the file that the area will keep.
    private mutating func checkMmap(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Int {
        let operation = currentOperation(t)
        let file = openFile(t, operation)
        guard file >= 0 else { return Errno.EBADF }
        guard case .mmap(let slot, _, _, let flags) = operation.call else { preconditionFailure("not mmap") }
        guard findArea(tasks[t].process, slot: slot.number) < 0 else { return Errno.EEXIST }
        let wantsWrite = flags.contains([.shared, .write])
        guard !wantsWrite || files[file].writable else { return Errno.EACCES }
        if flags.contains([.shared, .sync]) && !daxDevices[sb.epoch].exists { return Errno.EOPNOTSUPP }
        f.pointee.file = file
        files[file].references += 1
        return 0
    }

    /// An area has come into use.
    mutating func noteArea(_ area: Int) { areaBound = max(areaBound, area + 1) }

    private mutating func linkArea(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Int {
        guard case .mmap(let slot, _, let pages, let flags) = currentOperation(t).call else {
            preconditionFailure("not mmap")
        }
        for index in 0..<Limits.areas where !areas[index].used {
            var area = VirtualArea()
            area.used = true
            area.process = tasks[t].process
            area.slot = slot.number
            area.inode = files[f.pointee.file].inode
            area.file = f.pointee.file
            area.pgoff = Int(pages.first)
            area.count = Int(pages.count)
            area.shared = flags.contains(.shared)
            area.writable = flags.contains(.write)
            area.mayWrite = !area.shared || files[f.pointee.file].writable
            area.sync = area.shared && flags.contains(.sync)
            areas[index] = area
            noteArea(index)
            processes[area.process].hasMapped = true
            clearSlots(index)
            return 0
        }
        return Errno.ENOMEM
    }

    private mutating func clearSlots(_ area: Int) {
        for page in 0..<Limits.filePages { ptes[area * Limits.filePages + page] = PageTableEntry() }
    }

    /// The process's area in a mapping slot, or -1.
    func findArea(_ process: Int, slot: Int) -> Int {
        for index in 0..<areaBound
        where areas[index].used && areas[index].process == process && areas[index].slot == slot {
            return index
        }
        return -1
    }
}

/// `munmap`: the area leaves i_mmap with its page-table entries, then its file is put.
enum MunmapRegion: UInt8, PathSteps {
    case mmap_write_lock, unmap_region, mmap_write_unlock, fput
}

extension Machine {
    mutating func munmapRegion(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let process = tasks[t].process
        switch MunmapRegion(rawValue: f.pointee.pc)! {
        case .mmap_write_lock:
            guard processes[process].mmapLock.tryWrite(mark(t)) else {
                return .wait(Channel(.processMmapLock, process))
            }
            return .next
        case .unmap_region:
            let area = findArea(process, slot: currentOperation(t).call.mapping!.number)
            f.pointee.file = -1
            if area >= 0 { f.pointee.file = unlinkArea(area) }
            return .next
        case .mmap_write_unlock:
            processes[process].mmapLock.endWrite(t)
            wake(Channel(.processMmapLock, process))
            // Where nothing is mapped there is nothing to take away, which is no error.
            return f.pointee.file >= 0 ? .next : .done(0)
        case .fput:
            return callThenReturn(t, .fput, file: f.pointee.file)
        }
    }

    /// Takes the area away; its file still has to be put. Returns the file.
    mutating func unlinkArea(_ area: Int) -> Int {
        clearPages(area, from: areas[area].pgoff, count: areas[area].count)
        areas[area].used = false
        return areas[area].file
    }
}

/// `mprotect` and `madvise(MADV_DONTNEED)` change an area under its mm's lock.
enum ChangeArea: UInt8, PathSteps {
    case mmap_lock, change_protection, mmap_unlock
}

extension Machine {
    mutating func changeArea(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let process = tasks[t].process
        switch ChangeArea(rawValue: f.pointee.pc)! {
        case .mmap_lock:
            guard processes[process].mmapLock.tryWrite(mark(t)) else {
                return .wait(Channel(.processMmapLock, process))
            }
            return .next
        case .change_protection:
            f.pointee.value = applyChange(t)
            return .next
        case .mmap_unlock:
            processes[process].mmapLock.endWrite(t)
            wake(Channel(.processMmapLock, process))
            return .done(f.pointee.value)
        }
    }

    private mutating func applyChange(_ t: Int) -> Int {
        let operation = currentOperation(t)
        let area = findArea(tasks[t].process, slot: operation.call.mapping!.number)
        guard area >= 0 else { return Errno.ENOMEM }
        guard case .mprotect(_, let wantsWrite) = operation.call else {
            clearPages(area, from: areas[area].pgoff, count: areas[area].count)
            return 0
        }
        guard !wantsWrite || areas[area].mayWrite else { return Errno.EACCES }
        areas[area].writable = wantsWrite
        if !wantsWrite {
            for page in 0..<areas[area].count {
                ptes[area * Limits.filePages + page].writable = false
            }
        }
        return 0
    }
}

/// `msync(MS_SYNC)`: fsync of the mapped file.
enum Msync: UInt8, PathSteps {
    case mmap_read_lock, vfs_fsync_range, fput
}

extension Machine {
    mutating func msync(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let process = tasks[t].process
        switch Msync(rawValue: f.pointee.pc)! {
        case .mmap_read_lock:
            guard processes[process].mmapLock.writer < 0 else { return .wait(Channel(.processMmapLock, process)) }
            let area = findArea(process, slot: currentOperation(t).call.mapping!.number)
            guard area >= 0 else { return .done(Errno.ENOMEM) }
            guard areas[area].shared else { return .done(0) }
            f.pointee.file = areas[area].file
            files[f.pointee.file].references += 1
            return .next
        case .vfs_fsync_range:
            return call(t, .xfs_file_fsync, inode: files[f.pointee.file].inode)
        case .fput:
            f.pointee.value = result(t)
            return callThenReturn(t, .fput, file: f.pointee.file, value: f.pointee.value)
        }
    }
}
