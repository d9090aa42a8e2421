// fs/dax.c and fs/xfs/xfs_file.c: page faults on DAX mappings.

/// How a fault path ends.
enum FaultResult {
    /// VM_FAULT_NOPAGE: try the access again.
    static var done: Int { 0 }
    /// VM_FAULT_FALLBACK: a PMD cannot be used here.
    static var fallback: Int { 1 }
    /// VM_FAULT_NEEDDSYNC: MAP_SYNC needs the metadata on stable storage first.
    static var needSync: Int { 2 }
    static var sigbus: Int { 3 }
}

/// `handle_mm_fault`: the PMD first where it may fit, then the page.
enum HandleMmFault: UInt8, PathSteps {
    case mmap_read_lock, wp_page_copy, huge_fault, huge_fault_done, fault, fault_done, mmap_read_unlock
}

extension Machine {
    mutating func handleMmFault(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let process = tasks[t].process.index
        switch HandleMmFault(rawValue: f.pointee.pc)! {
        case .mmap_read_lock:
            guard processes[process].mmapLock.tryRead(mark(t)) else { return .wait(Channel(.processMmapLock, process)) }
            // Another thread may have replaced the area since the access: then it is tried again.
            guard isCovered(f, process) else {
                f.pointee.value = FaultResult.done
                return .to(HandleMmFault.mmap_read_unlock)
            }
            return .next
        case .wp_page_copy:
            if copyMappedPage(t, f) {
                f.pointee.value = FaultResult.done
                return .to(HandleMmFault.mmap_read_unlock)
            }
            return pmdMayFit(f) ? .next : .to(HandleMmFault.fault)
        case .huge_fault:
            return callFault(t, f, flags: f.pointee.flags.union(.pmd))
        case .huge_fault_done:
            f.pointee.value = result(t)
            return f.pointee.value == FaultResult.fallback ? .next : .to(HandleMmFault.mmap_read_unlock)
        case .fault:
            return callFault(t, f, flags: f.pointee.flags)
        case .fault_done:
            f.pointee.value = result(t)
            return .next
        case .mmap_read_unlock:
            processes[process].mmapLock.endRead(t)
            wake(Channel(.processMmapLock, process))
            return .done(f.pointee.value)
        }
    }

    /// `do_wp_page` of a private mapping: a page that is mapped already is copied by the memory management alone, as
    /// through the user's address; the file system is not asked.
    private mutating func copyMappedPage(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Bool {
        guard f.pointee.flags.contains(.write), !f.pointee.flags.contains(.shared) else { return false }
        let pte = ptes.pointer(pteSlot(f.pointee.area, f.pointee.index))
        guard pte.pointee.kind == .device || pte.pointee.kind == .zero else { return false }
        var copy = PageTableEntry()
        copy.kind = .anonymous
        copy.writable = true
        if pte.pointee.kind == .device {
            judgeUserAccess(t, pte.pointee)
            copy.content = blocks[pte.pointee.pfn].content
        }
        pte.pointee = copy
        return true
    }

    private func isCovered(_ f: UnsafeMutablePointer<Frame>, _ process: Int) -> Bool {
        let area = areas[f.pointee.area]
        return area.used && area.process == process && area.shared == f.pointee.flags.contains(.shared)
            && f.pointee.index >= area.pgoff && f.pointee.index < area.pgoff + area.count
    }

    /// The aligned PMD range lies inside the area and the file, nothing of it is mapped yet, and the area is shared.
    private func pmdMayFit(_ f: UnsafeMutablePointer<Frame>) -> Bool {
        guard rules.mapsPMDs else { return false }
        let area = areas[f.pointee.area]
        let head = f.pointee.index & ~(Limits.pmdPages - 1)
        guard area.shared, head >= area.pgoff, head + Limits.pmdPages <= area.pgoff + area.count else { return false }
        guard head + Limits.pmdPages <= inodes[area.inode].size else { return false }
        for page in head..<head + Limits.pmdPages where ptes[pteSlot(f.pointee.area, page)].kind != .none {
            return false
        }
        return true
    }

    private mutating func callFault(_ t: Int, _ f: UnsafeMutablePointer<Frame>, flags: FrameFlags) -> Next {
        let isSharedWrite = flags.contains(.write) && flags.contains(.shared)
        return call(
            t, isSharedWrite ? .xfs_dax_write_fault : .xfs_dax_read_fault, inode: areas[f.pointee.area].inode,
            area: f.pointee.area, index: f.pointee.index, flags: flags)
    }
}

/// Read faults and private write faults: no freeze level, no transaction.
enum XfsDaxReadFault: UInt8, PathSteps {
    case xfs_ilock_MMAPLOCK_SHARED, dax_iomap_fault, xfs_iunlock_MMAPLOCK_SHARED
}

/// Shared write faults, `page_mkwrite` and `pfn_mkwrite`: inside SB_FREEZE_PAGEFAULT.
enum XfsDaxWriteFault: UInt8, PathSteps {
    case sb_start_pagefault, file_update_time, xfs_ilock_MMAPLOCK_SHARED, dax_iomap_fault, dax_finish_sync_fault
    case dax_finish_sync_fault_done, xfs_iunlock_MMAPLOCK_SHARED, sb_end_pagefault
}

extension Machine {
    mutating func xfsDaxReadFault(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch XfsDaxReadFault(rawValue: f.pointee.pc)! {
        case .xfs_ilock_MMAPLOCK_SHARED:
            guard inodes[f.pointee.inode].mmapLock.tryRead(mark(t)) else {
                return .wait(Channel(.mmapLock, f.pointee.inode))
            }
            return .next
        case .dax_iomap_fault:
            return callIomapFault(t, f)
        case .xfs_iunlock_MMAPLOCK_SHARED:
            inodes[f.pointee.inode].mmapLock.endRead(t)
            wake(Channel(.mmapLock, f.pointee.inode))
            return .done(result(t))
        }
    }

    mutating func xfsDaxWriteFault(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let inode = f.pointee.inode
        switch XfsDaxWriteFault(rawValue: f.pointee.pc)! {
        case .sb_start_pagefault:
            guard sbStart(FreezeLevel.pagefault, t) else { return .wait(Channel(.thaw)) }
            return .next
        case .file_update_time:
            // Its own small transaction; errors are ignored by the fault.
            guard sbStart(FreezeLevel.fs, t) else { return .wait(Channel(.thaw)) }
            logTimestamps(inode)
            sbEnd(FreezeLevel.fs, t)
            return .next
        case .xfs_ilock_MMAPLOCK_SHARED:
            guard inodes[inode].mmapLock.tryRead(mark(t)) else { return .wait(Channel(.mmapLock, inode)) }
            return .next
        case .dax_iomap_fault:
            return callIomapFault(t, f)
        case .dax_finish_sync_fault:
            f.pointee.value = result(t)
            guard f.pointee.value == FaultResult.needSync else {
                return .to(XfsDaxWriteFault.xfs_iunlock_MMAPLOCK_SHARED)
            }
            return call(t, .dax_finish_sync_fault, inode: inode, area: f.pointee.area, index: f.pointee.index)
        case .dax_finish_sync_fault_done:
            f.pointee.value = result(t)
            return .next
        case .xfs_iunlock_MMAPLOCK_SHARED:
            inodes[inode].mmapLock.endRead(t)
            wake(Channel(.mmapLock, inode))
            return .next
        case .sb_end_pagefault:
            sbEnd(FreezeLevel.pagefault, t)
            return .done(f.pointee.value)
        }
    }

    private mutating func callIomapFault(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        call(
            t, .dax_iomap_fault, inode: f.pointee.inode, area: f.pointee.area, index: f.pointee.index,
            flags: f.pointee.flags)
    }
}
