import RemovalFuzz
import Testing

@testable import DAXModel

/// `durability` fires for each way to lose what an fsync or a freeze has promised, and for nothing else.
@Suite struct DurabilityTests {
    private static let written = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+4

        """
    private static let fsynced = written + "op 4 t1 fsync d0\n"

    /// An fsync promises, and so does a freeze; a write alone promises nothing.
    @Test(arguments: [
        ("op 4 t1 fsync d0", true), ("op 4 t1 freeze d0\nop 5 t1 thaw d0", true), ("", false),
    ])
    func lostSize(promise: String, isPromised: Bool) throws {
        let subject = try workload(Self.written + promise + "\nop 6 t0 unbind\n")
        #expect(verdict(.durability, subject, try reference(.logWithoutSizes)) == (isPromised ? ["file/lost"] : []))
        #expect(verdict(.durability, subject, try target("reference")) == [])
    }

    /// Two files in one block: the page that was written first holds the other file's data.
    @Test func foreignData() throws {
        let subject = try workload(
            Self.fsynced + """
                op 5 t1 create f1 d1
                op 6 t1 write d1 pages 0+1
                op 7 t0 unbind
                """)
        #expect(verdict(.durability, subject, try reference(.blockGivenTwice)) == ["file/foreign"])
        #expect(verdict(.durability, subject, try target("reference")) == [])
        // A file of one page has no other to share its block with.
        let alone = try workload(
            "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t1 write d0 pages 0+1\nop 4 t1 fsync d0\nop 5 t0 unbind\n")
        #expect(verdict(.durability, alone, try reference(.blockGivenTwice)) == [])
    }

    @Test func missingFile() throws {
        let subject = try workload(Self.fsynced + "op 5 t0 unbind\n")
        #expect(verdict(.durability, subject, try reference(.logWithoutInodes)) == ["file/missing-file"])
        #expect(verdict(.durability, subject, try target("reference")) == [])
        // Who unlinks a file takes the promise back.
        let unlinked = try workload(Self.fsynced + "op 5 t1 unlink f0\nop 6 t0 unbind\n")
        #expect(verdict(.durability, unlinked, try reference(.logWithoutInodes)) == [])
    }

    @Test func mountThatFails() throws {
        let subject = try workload(Self.fsynced + "op 5 t0 unbind\n")
        #expect(verdict(.durability, subject, try reference(.recoveryFails)) == ["super-block/mount-failed"])
        #expect(verdict(.durability, subject, try target("reference")) == [])
    }

    /// The page's older content is a loss, content that was written later is none, and zeroes are one.
    @Test(arguments: [(1, ["file/lost"]), (5, []), (9, []), (0, ["file/lost"])])
    func contentOfAnotherTime(counter: Int, expected: [String]) throws {
        // Writes 1 to 4 fill the pages; write 5 is the second one of page 0, and acknowledged.
        let subject = try workload(Self.written + "op 4 t1 write d0 pages 0+1\nop 5 t1 fsync d0\nop 6 t0 unbind\n")
        let found = try DamagedRun.violations(of: subject, on: try target("reference"), before: "closing:verify") {
            $0.blocks[$0.extents[0].block].content = counter == 0 ? 0 : Content.of(counter: counter, EntryID(0))
        }
        #expect(words(of: found, by: .durability) == expected)
    }

    /// A hole is a loss unless one was made there after the promise.
    @Test(arguments: [
        ("", ["file/lost"]), ("op 5 t1 punch d0 pages 0+1", []), ("op 5 t1 punch d0 pages 1+1", ["file/lost"]),
    ])
    func holeInPlaceOfData(change: String, expected: [String]) throws {
        let subject = try workload(Self.fsynced + change + "\nop 6 t0 unbind\n")
        let found = try DamagedRun.violations(of: subject, on: try target("reference"), before: "closing:verify") {
            $0.extents[0] = Extent()
        }
        #expect(words(of: found, by: .durability) == expected)
    }

    /// What is written while an fsync runs is not promised, and nothing is of a file whose layout changes meanwhile.
    @Test(arguments: [false, true]) func changesDuringAnFsync(layout: Bool) throws {
        let subject = try workload(
            "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t1 write d0 pages 0+1\nop 4 t1 fsync d0\nop 6 t0 unbind\n")
        let found = try DamagedRun.violations(
            of: subject, on: try target("reference"),
            changes: [
                "xfs_file_fsync:xfs_is_shutdown": (
                    0,
                    { machine in
                        if layout { machine.layoutChanges[0] += 1 } else { Self.write(2, &machine) }
                    }
                ),
                "closing:verify": (
                    0,
                    { machine in
                        if layout { machine.extents[0] = Extent() } else { Self.write(1, &machine) }
                    }
                ),
            ])
        #expect(words(of: found, by: .durability) == [])
        let undisturbed = try DamagedRun.violations(
            of: subject, on: try target("reference"), before: "closing:verify"
        ) { $0.extents[0] = Extent() }
        #expect(words(of: undisturbed, by: .durability) == ["file/lost"])
    }

    /// Page 0 of the first file gets the content of the n-th write.
    private static func write(_ counter: Int, _ machine: inout Machine) {
        machine.blocks[machine.extents[0].block].content = Content.of(counter: counter, EntryID(0))
    }

    /// Another file that has the inode's number is not the one whose data was promised.
    @Test func numberOfAnotherFile() throws {
        let subject = try workload(Self.fsynced + "op 5 t0 unbind\n")
        let found = try DamagedRun.violations(of: subject, on: try target("reference"), before: "closing:verify") {
            $0.inodes[0].generation += 1
        }
        #expect(words(of: found, by: .durability) == ["file/missing-file"])
    }
}
