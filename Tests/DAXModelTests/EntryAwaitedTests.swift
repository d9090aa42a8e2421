import Testing

@testable import DAXModel

/// Of several locked entries a report of a hang names the one that the sleeper wants: its holder is the one to look at.
@Suite struct EntryAwaitedTests {
    private static let inode = InodeID(1)
    /// What was treated already is not what is waited for.
    private static let left = Pages(Page(3), count: 2)

    @Test func invalidation() throws {
        try check(InvalidateInodePages2(inode: Self.inode, pages: .wholeFile)) { $0.left = Self.left }
    }
    @Test func truncation() throws {
        try check(TruncateInodePages(inode: Self.inode, pages: .wholeFile)) { $0.left = Self.left }
    }
    @Test func writeback() throws {
        try check(DaxWritebackMappingRange(inode: Self.inode, pages: .wholeFile)) { $0.left = Self.left }
    }
    @Test func killList() throws {
        try check(MfDaxKillProcs(inode: Self.inode, pages: .wholeFile)) { $0.left = Self.left }
    }
    @Test func fault() throws {
        try check(DaxIomapFault(inode: Self.inode, fault: VmFault(page: Page(3))))
    }
    @Test func syncFault() throws {
        try check(DaxFinishSyncFault(inode: Self.inode, area: .none, page: Page(3)))
    }

    /// The path sleeps for page 3 while the entry of page 0 is locked too.
    private func check<P: KernelPath>(_ path: P, change: (inout P) -> Void = { _ in }) throws {
        var machine = Machine(target: try target("merged"))
        machine.load(mkfs: MkfsOptions(), operations: [Operation(id: 1, task: 0, call: .mount)], faults: [])
        machine.start(operation: 0)
        for page in [0, 3] {
            let entry = Self.inode.page(Page(page))
            machine.entries[entry].present = true
            machine.lockEntry(0, entry)
        }
        var locals = path
        change(&locals)
        machine.push(0, locals, from: .none)
        machine.setState(0, .blocked)
        machine.tasks[TaskID(0)].channel = machine.entryChannel(Self.inode)
        #expect(machine.wait(of: 0)?.description == "DAX entry of inode 1 page 3")
    }
}
