import RemovalFuzz
import Testing

@testable import DAXModel

/// A file system that nobody has told of the removal: 6.1 without a reverse map. What of it meets the dead disk, and how.
@Suite struct DeadDiskTests {
    private static func seen(_ lines: String) throws -> Observation {
        Observation(
            of: try workload(
                rmapbt: false,
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                \(lines)
                """), on: LabKernel.v6_1.target)
    }

    /// Metadata that is in the log and not yet in its place is written back at umount (`xfs_ail_push_all_sync`); its
    /// failure is one of metadata. A freeze has put it in its place: then the log's unmount record is what fails.
    @Test(arguments: [("", 0x1), ("op 5 t1 freeze d0\nop 6 t1 thaw d0", 0x2)])
    func umount(before: String, flags: Int) throws {
        let seen = try Self.seen(
            "op 3 t1 write d0 pages 0+1\nop 4 t1 fsync d0\n\(before)\nop 7 t0 unbind\nop 8 t1 exit-group\nop 9 t0 umount\n"
        )
        #expect(seen.result(of: 9) == "0")
        #expect(seen.shutdowns == [flags])
        #expect(!seen.execution.signatures.contains { $0.hasPrefix("durability") })
    }

    /// A freeze tries a failed write of metadata again for ever.
    @Test func freezeWithMetadataToWrite() throws {
        let seen = try Self.seen(
            "op 3 t1 write d0 pages 0+1\nop 4 t1 fsync d0\nop 5 t0 unbind\nop 6 t1 freeze d0\n")
        #expect(seen.sleepers == [.init(task: 1, step: "freeze_super:xfs_ail_push_all_sync")])
        #expect(seen.shutdowns == [])
    }

    /// With nothing to write in place, the counters that a freeze logs meet the dead disk.
    @Test func freezeWithNothingToWrite() throws {
        let seen = try Self.seen(
            "op 3 t1 freeze d0\nop 4 t1 thaw d0\nop 5 t0 unbind\nop 6 t1 freeze d0\nop 7 t0 umount\n")
        #expect(seen.result(of: 6) == "EIO")
        #expect(seen.shutdowns == [0x2])
        #expect(seen.sleepers.isEmpty)
    }

    /// `xfs_log_force` with a committed change: the log dies, the caller gets EIO, and so does the next one.
    @Test func fsyncOfAChange() throws {
        let seen = try Self.seen(
            "op 3 t0 unbind\nop 4 t1 truncate d0 size 1\nop 5 t1 fsync d0\nop 6 t1 fsync d0\nop 7 t1 truncate d0 size 2\n"
        )
        #expect((4...7).map { seen.result(of: $0) } == ["0", "EIO", "EIO", "EIO"])
        #expect(seen.shutdowns == [0x2])
    }

    /// Without a change only the device's cache is flushed, which fails and shuts nothing down.
    @Test func fsyncOfNothing() throws {
        let seen = try Self.seen("op 3 t1 fsync d0\nop 4 t0 unbind\nop 5 t1 fsync d0\nop 6 t1 truncate d0 size 1\n")
        #expect(seen.result(of: 3) == "0")
        #expect(seen.result(of: 5) == "EIO")
        #expect(seen.result(of: 6) == "0", "it is still up")
    }

    /// A group's free list that was never read cannot be read any more: a clean transaction is cancelled.
    @Test func firstAllocationOfAGroup() throws {
        let seen = try Self.seen(
            "op 3 t1 truncate d0 size 2\nop 4 t0 unbind\nop 5 t1 write d0 pages 0+1\nop 6 t1 truncate d0 size 1\n")
        #expect(seen.result(of: 5) == "EIO")
        #expect(seen.result(of: 6) == "0", "it is still up")
    }

    /// With the free list in memory the allocation is made, and the blocks cannot be zeroed: a dirty transaction.
    @Test func laterAllocationOfAGroup() throws {
        let seen = try Self.seen(
            "op 3 t1 write d0 pages 0+1\nop 4 t0 unbind\nop 5 t1 write d0 pages 1+1\nop 6 t1 write d0 pages 0+1\n")
        #expect(seen.result(of: 5) == "EIO")
        #expect(seen.shutdowns == [0x8])
    }

    /// `fallocate` zeroes nothing: it is a matter of the log, which is asked later.
    @Test func fallocate() throws {
        let seen = try Self.seen(
            "op 3 t1 write d0 pages 0+1\nop 4 t0 unbind\nop 5 t1 fallocate d0 pages 1+1\nop 6 t1 fsync d0\n")
        #expect(seen.result(of: 5) == "0")
        #expect(seen.result(of: 6) == "EIO")
        #expect(seen.shutdowns == [0x2])
    }

    /// Buffers that `drop_caches` took out of memory cannot be read back: a change of the directory or of a file's blocks
    /// fails, and as the transaction is dirty by then, the file system goes down. A `create` reads before it is dirty; then
    /// only the umount at the end shuts it down, for its log's sake.
    @Test(arguments: [
        ("unlink f0", "0", "EIO", [0x1]), ("truncate d0 size 0", "0", "EIO", [0x1]),
        ("create f1 d1", "0", "EIO", [0x2]),
    ])
    func droppedBuffers(call: String, kept: String, dropped: String, flags: [Int]) throws {
        let clean = "op 3 t1 freeze d0\nop 4 t1 thaw d0\n"
        let inMemory = try Self.seen(clean + "op 6 t0 unbind\nop 7 t1 \(call)\n")
        #expect(inMemory.result(of: 7) == kept)
        #expect(inMemory.shutdowns == [0x2])
        let gone = try Self.seen(clean + "op 5 t0 drop-caches\nop 6 t0 unbind\nop 7 t1 \(call)\n")
        #expect(gone.result(of: 7) == dropped)
        #expect(gone.shutdowns == flags)
    }

    /// Once gone, they stay gone.
    @Test func droppedBuffersStayGone() throws {
        let seen = try Self.seen(
            "op 3 t1 freeze d0\nop 4 t1 thaw d0\nop 5 t0 drop-caches\nop 6 t0 unbind\nop 7 t1 create f1 d1\nop 8 t1 create f2 d1\n"
        )
        #expect(seen.result(of: 7) == "EIO" && seen.result(of: 8) == "EIO")
    }

    /// A buffer whose content is not in its place yet is not dropped.
    @Test func dirtyBuffersStay() throws {
        let seen = try Self.seen("op 3 t1 fsync d0\nop 5 t0 drop-caches\nop 6 t0 unbind\nop 7 t1 unlink f0\n")
        #expect(seen.result(of: 7) == "0")
    }

    /// `xfs_force_shutdown` forces the log once more before it dies: what was committed is there after the next mount.
    @Test func shutdownForcesTheLog() throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 write d0 pages 0+2
                op 4 t0 unbind
                op 5 t1 exit-group
                op 6 t0 umount
                op 7 t0 bind
                op 8 t0 mount
                op 9 t0 open f0 d0
                op 10 t0 read d0 pages 0+8
                """), on: LabKernel.v6_1.target)
        #expect(seen.shutdowns == [0x10])
        #expect(seen.result(of: 9) == "0")
        #expect(seen.result(of: 10) == "2")
        #expect(seen.execution.signatures.isEmpty)
    }
}
