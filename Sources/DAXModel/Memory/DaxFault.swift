// mm/memory.c and fs/xfs/xfs_file.c: page faults on DAX mappings, down to fs/dax.c.

/// `handle_mm_fault`: the PMD first where it may fit, then the page.
struct HandleMmFault: KernelPath {
    enum Step: UInt8, PathSteps {
        case mmap_read_lock, wp_page_copy, huge_fault, huge_fault_done, fault, fault_done, mmap_read_unlock
    }
    static var path: Path { .handle_mm_fault }
    let fault: VmFault
    var result = FaultResult.done
}

extension Machine {
    mutating func handleMmFault(_ t: TaskID, _ f: Activation<HandleMmFault>) -> Next {
        let process = tasks[t].process
        switch f.step {
        case .mmap_read_lock:
            guard processes[process].mmapLock.tryRead(mark(t)) else { return .wait(Channel(.processMmapLock, process)) }
            // Another thread may have replaced the area since the access: then it is tried again.
            return isCovered(f.locals.fault, process) ? .next : .to(HandleMmFault.Step.mmap_read_unlock)
        case .wp_page_copy:
            if copyMappedPage(t, f.locals.fault) { return .to(HandleMmFault.Step.mmap_read_unlock) }
            return pmdMayFit(f.locals.fault) ? .next : .to(HandleMmFault.Step.fault)
        case .huge_fault:
            var fault = f.locals.fault
            fault.isPMD = true
            return callFault(t, fault)
        case .huge_fault_done:
            f.locals.result = faultResult(t)
            return f.locals.result == .fallback ? .next : .to(HandleMmFault.Step.mmap_read_unlock)
        case .fault:
            return callFault(t, f.locals.fault)
        case .fault_done:
            f.locals.result = faultResult(t)
            return .next
        case .mmap_read_unlock:
            processes[process].mmapLock.endRead(t)
            wake(Channel(.processMmapLock, process))
            return .done(f.locals.result)
        }
    }

    /// `do_wp_page` of a private mapping: a page that is mapped already is copied by the memory management alone, as
    /// through the user's address; the file system is not asked.
    private mutating func copyMappedPage(_ t: TaskID, _ fault: VmFault) -> Bool {
        guard fault.isWrite, !fault.isShared else { return false }
        let pte = ptes.pointer(pteSlot(fault.area, fault.page))
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

    /// At the user's address lies what lay there at the access: the same page of a file, with the same rights.
    private func isCovered(_ fault: VmFault, _ process: ProcessID) -> Bool {
        let area = areas[fault.area]
        reads(.areas, process)
        return area.used && area.process == process && area.slot == fault.slot && area.shared == fault.isShared
            && fault.address.number < area.pages.count && area.pages.first + fault.address.number == fault.page
            && (area.writable || !fault.isWrite)
    }

    /// The aligned PMD range lies inside the area and the file, nothing of it is mapped yet, and the area is shared.
    private func pmdMayFit(_ fault: VmFault) -> Bool {
        guard rules.mapsPMDs else { return false }
        let area = areas[fault.area]
        let range = Pages(fault.page.pmdHead, count: Limits.pmdPages)
        guard area.shared, range.first >= area.pages.first, range.end <= area.pages.end else { return false }
        guard range.end <= inodes[area.inode].size else { return false }
        reads(.areas, area.process)
        for page in range where pteTable[pteSlot(fault.area, page)].kind != .none { return false }
        return true
    }

    private mutating func callFault(_ t: TaskID, _ fault: VmFault) -> Next {
        let inode = areas[fault.area].inode
        reads(.areas, areas[fault.area].process)
        return fault.isSharedWrite
            ? call(t, XfsDaxWriteFault(inode: inode, fault: fault))
            : call(t, XfsDaxReadFault(inode: inode, fault: fault))
    }
}

/// Read faults and private write faults: no freeze level, no transaction.
struct XfsDaxReadFault: KernelPath {
    enum Step: UInt8, PathSteps {
        case xfs_ilock_MMAPLOCK_SHARED, dax_iomap_fault, xfs_iunlock_MMAPLOCK_SHARED
    }
    static var path: Path { .xfs_dax_read_fault }
    let inode: InodeID
    let fault: VmFault
}

/// Shared write faults, `page_mkwrite` and `pfn_mkwrite`: inside SB_FREEZE_PAGEFAULT.
struct XfsDaxWriteFault: KernelPath {
    enum Step: UInt8, PathSteps {
        case sb_start_pagefault, file_update_time, xfs_ilock_MMAPLOCK_SHARED, dax_iomap_fault, dax_finish_sync_fault
        case dax_finish_sync_fault_done, xfs_iunlock_MMAPLOCK_SHARED, sb_end_pagefault
    }
    static var path: Path { .xfs_dax_write_fault }
    let inode: InodeID
    let fault: VmFault
    var result = FaultResult.done
}

extension Machine {
    mutating func xfsDaxReadFault(_ t: TaskID, _ f: Activation<XfsDaxReadFault>) -> Next {
        let inode = f.locals.inode
        switch f.step {
        case .xfs_ilock_MMAPLOCK_SHARED:
            guard inodes[inode].mmapLock.tryRead(mark(t)) else { return .wait(Channel(.mmapLock, inode)) }
            return .next
        case .dax_iomap_fault:
            return call(t, DaxIomapFault(inode: inode, fault: f.locals.fault))
        case .xfs_iunlock_MMAPLOCK_SHARED:
            inodes[inode].mmapLock.endRead(t)
            wake(Channel(.mmapLock, inode))
            return .done(faultResult(t))
        }
    }

    mutating func xfsDaxWriteFault(_ t: TaskID, _ f: Activation<XfsDaxWriteFault>) -> Next {
        let inode = f.locals.inode
        switch f.step {
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
            return call(t, DaxIomapFault(inode: inode, fault: f.locals.fault))
        case .dax_finish_sync_fault:
            f.locals.result = faultResult(t)
            guard f.locals.result == .needSync else { return .to(XfsDaxWriteFault.Step.xfs_iunlock_MMAPLOCK_SHARED) }
            return call(t, DaxFinishSyncFault(inode: inode, area: f.locals.fault.area, page: f.locals.fault.page))
        case .dax_finish_sync_fault_done:
            f.locals.result = faultResult(t)
            return .next
        case .xfs_iunlock_MMAPLOCK_SHARED:
            inodes[inode].mmapLock.endRead(t)
            wake(Channel(.mmapLock, inode))
            return .next
        case .sb_end_pagefault:
            sbEnd(FreezeLevel.pagefault, t)
            return .done(f.locals.result)
        }
    }
}
