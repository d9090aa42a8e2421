import Testing

@testable import DAXModel

/// The state is compared byte by byte. A byte of padding belongs to no field, and after equal histories may differ.
@Suite struct LayoutTests {
    private static let elements: [any BitwiseCopyable & Sendable] = [
        PmemDriver(), SrcuDomain(), DaxDevice(), PageStruct(), Block(), Superblock(), Inode(), Extent(),
        DirectoryEntry(), RWLock(), OpenFile(), DurableInode(), DaxEntry(), VirtualArea(), PageTableEntry(), Task(),
        Process(), Frame(), ArmedFault(), Promise(), OperationStart(), SyncStart(),
        Removal(), Violation.blank,
    ]

    @Test func elementsHaveNoPadding() {
        for element in Self.elements { Self.check(element) }
    }

    /// Task, operation and step share one word: the largest of each come back, and do not touch each other.
    @Test func positionsHoldTheLargestNumbers() {
        let step = StepTable.shared.all.last!
        let tasks = Limits.tasks - 1
        for (task, operation, step) in [
            (tasks, UInt16.max, step), (tasks, 0, step), (0, .max, StepID(Path.allCases[0], 0)),
        ] {
            let position = TaskPosition(task: task, operation: operation, step: step)
            #expect(position.task == task && position.operation == operation && position.step == step)
        }
    }

    private static var locals: [any KernelPath] {
        [
            XfsRmapWalk(), FreezeSuper(holder: .kernel), ThawSuper(holder: .kernel), XfsLogForce(),
            XfsForceShutdown(reason: .none), SyncFilesystem(), XfsFileFsync(inode: .none, range: .none), FileCall(),
            Iput(inode: .none), Evict(inode: .none), XfsInodegcWorker(), EvictInodes(), ShrinkDcacheSb(),
            Fput(file: .none), XfsIget(inode: .none), XfsIomapWriteDirect(inode: .none, range: .none), DoSysOpen(),
            Close(), DirectoryChange(), Chdir(), XfsFileRead(inode: .none), XfsFileWrite(inode: .none),
            ChangeLayout(inode: .none), DoMount(), DoUmount(), GenericShutdownSuper(returns: 0), DropCaches(),
            TaskCall(), CopyProcess(), DoExit(), ClosingPhase(), XfsDaxNotifyFailure(), SuperDropPagecache(),
        ]
    }

    /// A path's locals are written over a cleared part of its frame. A gap between them would be written too, with
    /// whatever lay there.
    @Test func localsHaveNoGapsAndFit() {
        for path in Self.locals { Self.checkLocals(path) }
    }

    private static func checkLocals<P: KernelPath>(_ path: P) {
        let fields = sizeOfFields(path)
        #expect(fields == MemoryLayout<P>.size, "\(P.self): \(fields) bytes in \(MemoryLayout<P>.size)")
        #expect(MemoryLayout<P>.size <= Frame.localsSize, "\(P.self)")
    }

    private static func check<Element>(_ element: Element) {
        let fields = sizeOfFields(element)
        #expect(
            fields == MemoryLayout<Element>.stride,
            "\(Element.self): \(fields) bytes of fields in \(MemoryLayout<Element>.stride)")
    }

    private static func sizeOfFields<Value>(_ value: Value) -> Int {
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .struct, !mirror.children.isEmpty else { return MemoryLayout<Value>.size }
        return mirror.children.reduce(0) { sum, child in sum + sizeOfFields(child.value, in: value) }
    }

    private static func sizeOfFields(_ value: Any, in owner: Any) -> Int {
        func opened<Value>(_ value: Value) -> Int { sizeOfFields(value) }
        return _openExistential(value, do: opened)
    }
}
