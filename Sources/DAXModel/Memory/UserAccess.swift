/// A load or store through a mapping: the page-table entry if it allows the access, a fault if it does not.
struct UserAccess: KernelPath {
    enum Step: UInt8, PathSteps {
        case user_instruction, asm_exc_page_fault, do_user_addr_fault
    }
    static var path: Path { .user_access }
    /// What the access is, as the fault that it may bring about.
    var access = VmFault()
    /// Faults so far.
    var rounds: UInt8 = 0
}

extension Machine {
    mutating func userAccess(_ t: TaskID, _ f: Activation<UserAccess>) -> Next {
        switch f.step {
        case .user_instruction:
            return userInstruction(t, f)
        case .asm_exc_page_fault:
            return call(t, HandleMmFault(fault: f.locals.access))
        case .do_user_addr_fault:
            if tasks[t].killed || processes[tasks[t].process].exiting { return .done(UserResult.killed) }
            guard faultResult(t) != .sigbus else { return ownSigbus(t) }
            // Each round makes progress unless somebody unmaps the page again, so a user spins at most this often.
            f.locals.rounds += 1
            return f.locals.rounds < Limits.userFaults ? .to(UserAccess.Step.user_instruction) : .done(Errno.EAGAIN)
        }
    }

    private mutating func userInstruction(_ t: TaskID, _ f: Activation<UserAccess>) -> Next {
        let operation = currentOperation(t)
        let area = findArea(tasks[t].process, slot: operation.mapping!)
        let address = operation.mappingPage!
        guard !area.isNone, address.number < areas[area].pages.count else { return .done(UserResult.sigsegv) }
        let isWrite = operation.kind == .store
        guard !isWrite || areas[area].writable else { return .done(UserResult.sigsegv) }
        let page = areas[area].pages.first + address.number
        f.locals.access = VmFault(
            area: area, slot: areas[area].slot, address: address, page: page, isWrite: isWrite,
            isShared: areas[area].shared)
        let pte = ptes[pteSlot(area, page)]
        guard pte.kind != .none, !isWrite || pte.writable else { return .next }
        switch pte.kind {
        case .none, .zero:
            return .done(0)
        case .anonymous:
            if isWrite { ptes[pteSlot(area, page)].content = nextContent(areas[area].inode.page(page)) }
            return .done(ptes[pteSlot(area, page)].content)
        case .device:
            return .done(accessMemory(t, pte, areas[area].inode.page(page), isWrite: isWrite))
        }
    }

    /// The access itself. A page that is gone is a violation that the process does not notice on emulated memory.
    private mutating func accessMemory(_ t: TaskID, _ pte: PageTableEntry, _ page: EntryID, isWrite: Bool) -> Int {
        judgeUserAccess(t, pte)
        if isWrite { writeBlock(pte.pfn, page) }
        return blocks[pte.pfn].content
    }

    /// A value that no earlier write had: ascending, and it tells which page of which inode it was written to.
    mutating func nextContent(_ page: EntryID) -> Int {
        contentCounter += 1
        // Of a private copy too: who looks at how much was written so far looks at all contents.
        writes(.content, BlockID(page.page.index))
        return Content.of(counter: contentCounter, page)
    }

    mutating func writeBlock(_ block: BlockID, _ page: EntryID) {
        blocks[block].content = nextContent(page)
    }
}
