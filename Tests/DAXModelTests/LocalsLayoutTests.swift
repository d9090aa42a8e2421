import Testing

@testable import DAXModel

/// The locals of a path lie in its frame, which is compared byte by byte: what is too large would overwrite the frame's
/// own fields, and a byte of padding may differ after equal histories.
@Suite struct LocalsLayoutTests {
    private static var paths: [any KernelPath] {
        [
            UserAccess(), HandleMmFault(fault: VmFault()), XfsDaxReadFault(inode: .none, fault: VmFault()),
            XfsDaxWriteFault(inode: .none, fault: VmFault()), DaxIomapFault(inode: .none, fault: VmFault()),
            DaxFinishSyncFault(inode: .none, area: .none, page: Page(0)),
            DaxWritebackMappingRange(inode: .none, pages: .wholeFile),
            InvalidateInodePages2(inode: .none, pages: .wholeFile), TruncateInodePages(inode: .none, pages: .wholeFile),
            MfDaxKillProcs(inode: .none, pages: .wholeFile), MmapRegion(), MunmapRegion(), ChangeArea(), Msync(),
            UnbindStore(), BindStore(), KillDax(), DelGendisk(), MemunmapPages(),
        ]
    }

    @Test func localsFitAndHaveNoPadding() {
        for path in Self.paths { Self.check(path) }
    }

    private static func check<P: KernelPath>(_ locals: P) {
        let size = MemoryLayout<P>.size
        let fields = sizeOfFields(locals)
        #expect(fields == size, "\(P.self): \(fields) bytes of fields in \(size)")
        #expect(size <= Frame.localsSize, "\(P.self)")
    }

    private static func sizeOfFields<Value>(_ value: Value) -> Int {
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .struct else { return MemoryLayout<Value>.size }
        return mirror.children.reduce(0) { sum, child in
            func opened<Field>(_ field: Field) -> Int { sizeOfFields(field) }
            return sum + _openExistential(child.value, do: opened)
        }
    }
}
