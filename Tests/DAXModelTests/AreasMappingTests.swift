import Testing

@testable import DAXModel

/// Which areas a kill list, an unmapping and a write protection see. One that is missed keeps a stale page; one that is
/// seen with pages of its neighbours loses theirs.
@Suite struct AreasMappingTests {
    /// Areas of inode 2, with one of inode 3 and an unused slot between them.
    private static func machine() throws -> Machine {
        var machine = Machine(target: try target("merged"))
        for (index, inode, first, count) in [(0, 2, 0, 2), (1, 3, 0, 8), (3, 2, 1, 4), (4, 2, 6, 2)] {
            var area = VirtualArea()
            area.used = true
            area.process = ProcessID(0)
            area.inode = InodeID(inode)
            area.pages = Pages(Page(first), count: count)
            machine.areas[AreaID(index)] = area
            machine.noteArea(.closer, AreaID(index))
        }
        return machine
    }

    @Test(arguments: [
        (0, 8, ["0: 0..<2", "3: 1..<5", "4: 6..<8"]), (1, 1, ["0: 1..<2", "3: 1..<2"]), (5, 1, []),
        (4, 3, ["3: 4..<5", "4: 6..<7"]), (2, 0, []),
    ])
    func partsOfARange(first: Int, count: Int, expected: [String]) throws {
        let machine = try Self.machine()
        var seen: [String] = []
        for (area, pages) in machine.areasMapping(InodeID(2), Pages(Page(first), count: count)) {
            seen.append("\(area.index): \(pages.first.index)..<\(pages.end.index)")
        }
        #expect(seen == expected)
    }

    @Test func nobodyMapsIt() throws {
        let machine = try Self.machine()
        for (area, _) in machine.areasMapping(InodeID(0)) { Issue.record("area \(area.index)") }
    }

    /// A loop that takes areas away goes on to those that are left.
    @Test func theBodyMayUnmap() throws {
        var machine = try Self.machine()
        var seen: [Int] = []
        for (area, _) in machine.areasMapping(InodeID(2)) {
            seen.append(area.index)
            _ = machine.unlinkArea(AreaID(3))
        }
        #expect(seen == [0, 4])
    }
}
