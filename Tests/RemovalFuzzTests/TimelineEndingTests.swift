import DAXModel
import Testing

@testable import RemovalFuzz

/// A timeline ends with what breaks and, for a hang, with who waits for whom.
@Suite struct TimelineEndingTests {
    private func timeline(_ text: String, on design: String) throws -> Timeline {
        Timeline(of: try Case(text: "case 1\n" + text), on: Target(try #require(Design.named(design))))
    }

    @Test func aHangNamesHoldersAndMoments() throws {
        let hang = try timeline(
            """
            op 1 t0 mount
            op 2 t0 create f0 d0
            op 3 t0 fallocate d0 pages 0+1
            op 4 t0 mmap m0 d0 pages 0+1 shared write
            op 5 t0 store m0 page 0
            op 6 t1 unbind
            preempt t0 op 5 at xfs_iomap_write_direct:xfs_ilock_EXCL run t1
            """, on: "notify-6.1")
        #expect(hang.waits.count == 3 && hang.lines().suffix(hang.ending.count) == hang.ending[...])
        let since = hang.waits.map(\.since)
        let taken = hang.waits.map { $0.taken?.at ?? -1 }
        #expect(taken[0] > 0 && taken[1] > 0 && taken[0] < since[0] && taken[1] < since[1])
        #expect(
            hang.ending == [
                "what breaks",
                "    hang     t0: xfs_alloc_read_agf never gets on (task)",
                "    hang     t1: dax_lock_mapping_entry never gets on (task)",
                "who waits",
                "    t0 op 5 waits for AGF 0 since step \(since[0]); "
                    + "t1 has it since step \(taken[0]) (xfs_alloc_read_agf), asleep in op 6",
                "    t1 op 6 waits for DAX entry of inode 0 page 0 since step \(since[1]); "
                    + "t0 has it since step \(taken[1]) (grab_mapping_entry), asleep in op 5",
                "    closer closing waits for the exit of every task; t0, asleep in op 5; t1, asleep in op 6",
            ])
    }

    @Test func everyViolationHasALineAndTheWorstIsFirst() throws {
        let crash = try timeline(
            """
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t1 truncate d0 size 1
            op 4 t1 mmap m0 d0 pages 0+1 shared write
            op 5 t1 store m0 page 0
            op 6 t0 unbind
            """, on: "v10-without-drop")
        #expect(crash.waits.isEmpty)
        #expect(crash.ending.count == 1 + crash.execution.violations.count)
        #expect(
            crash.ending[1]
                == "    oops     closer: dax_disassociate_entry, from evict, touches a struct-page that is gone")
        #expect(crash.ending.allSatisfy { $0.count <= 100 })
        let clean = try timeline("op 1 t0 mount\n", on: "reference")
        #expect(clean.ending.isEmpty)
    }
}
