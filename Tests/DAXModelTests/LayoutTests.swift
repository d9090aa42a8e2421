import Testing

@testable import DAXModel

/// The state is compared byte by byte. A byte of padding belongs to no field, and after equal histories may differ.
@Suite struct LayoutTests {
    private static let elements: [any BitwiseCopyable & Sendable] = [
        PmemDriver(), SrcuDomain(), DaxDevice(), PageStruct(), Block(), Superblock(), Inode(), Extent(),
        DirectoryEntry(), RWLock(), OpenFile(), DurableInode(), DaxEntry(), VirtualArea(), PageTableEntry(), Task(),
        Process(), Frame(), ArmedFault(), Promise(), OperationStart(),
        Removal(), Violation(),
    ]

    @Test func elementsHaveNoPadding() {
        for element in Self.elements { Self.check(element) }
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
