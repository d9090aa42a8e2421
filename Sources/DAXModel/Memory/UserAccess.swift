/// A load or store through a mapping: the page-table entry if it allows the access, a fault if it does not.
enum UserAccess: UInt8, PathSteps {
    case user_instruction, asm_exc_page_fault, do_user_addr_fault
}

extension Machine {
    mutating func userAccess(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch UserAccess(rawValue: f.pointee.pc)! {
        case .user_instruction:
            return userInstruction(t, f)
        case .asm_exc_page_fault:
            return call(t, .handle_mm_fault, area: f.pointee.area, index: f.pointee.index, flags: f.pointee.flags)
        case .do_user_addr_fault:
            if tasks[t].killed || processes[tasks[t].process].exiting { return .done(UserResult.killed) }
            guard result(t) != FaultResult.sigbus else { return ownSigbus(t) }
            // Each round makes progress unless somebody unmaps the page again, so a user spins at most this often.
            f.pointee.cursor += 1
            return f.pointee.cursor < 64 ? .to(UserAccess.user_instruction) : .done(Errno.EAGAIN)
        }
    }

    private mutating func userInstruction(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let operation = currentOperation(t)
        let area = findArea(tasks[t].process, slot: operation.call.mapping!.number)
        let page = operation.call.mappingPage!.number
        guard area >= 0, page < areas[area].count else { return .done(UserResult.sigsegv) }
        let isWrite = operation.kind == .store
        guard !isWrite || areas[area].writable else { return .done(UserResult.sigsegv) }
        let index = areas[area].pgoff + page
        f.pointee.area = area
        f.pointee.index = index
        f.pointee.flags = isWrite ? [.write] : []
        if areas[area].shared { f.pointee.flags.insert(.shared) }
        let pte = ptes[pteSlot(area, index)]
        guard pte.kind != .none, !isWrite || pte.writable else { return .next }
        switch pte.kind {
        case .none, .zero:
            return .done(0)
        case .anonymous:
            if isWrite { ptes[pteSlot(area, index)].content = nextContent(inode: areas[area].inode, index: index) }
            return .done(ptes[pteSlot(area, index)].content)
        case .device:
            return .done(accessMemory(t, pte, inode: areas[area].inode, index: index, isWrite: isWrite))
        }
    }

    /// The access itself. A page that is gone is a violation that the process does not notice on emulated memory.
    private mutating func accessMemory(
        _ t: Int, _ pte: PageTableEntry, inode: Int, index: Int, isWrite: Bool
    ) -> Int {
        judgeUserAccess(t, pte)
        if isWrite { writeBlock(pte.pfn, inode: inode, index: index) }
        return blocks[pte.pfn].content
    }

    /// A value that no earlier write had: ascending, and it tells which page of which inode it was written to.
    mutating func nextContent(inode: Int, index: Int) -> Int {
        contentCounter += 1
        return Content.of(counter: contentCounter, inode: inode, index: index)
    }

    mutating func writeBlock(_ block: Int, inode: Int, index: Int) {
        blocks[block].content = nextContent(inode: inode, index: index)
    }
}
