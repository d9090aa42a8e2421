import RemovalFuzz
import Testing

@testable import DAXModel

/// `freeze-state` and `liveness`, each object and detail on two cases or targets that differ in one thing.
@Suite struct FreezeAndLivenessTests {
    private static let mapped = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+2
        op 4 t1 mmap m0 d0 pages 0+2 shared write
        op 5 t1 store m0 page 0

        """

    // MARK: freeze-state

    @Test func notShutDown() throws {
        let lines = Self.mapped + "op 6 t0 unbind\n"
        let failed = try workload(lines + "fault freeze-sync t0 op 6\n")
        for design in ["v10", "seed-proposal"] {
            #expect(verdict(.freezeState, failed, try target(design)) == ["super-block/not-shut-down"], "\(design)")
            let seen = Observation(of: failed, on: try target(design))
            #expect(
                seen.execution.signatures.contains {
                    $0.hasSuffix("not-shut-down/passed=not-walked@xfs_dax_notify_failure:freeze_super_done")
                }, "\(design): it says where the callback gave up")
            #expect(verdict(.freezeState, try workload(lines), try target(design)) == [], "\(design)")
        }
        // From 6.6 on the end of the disk shuts down what the callback did not.
        let ended = Observation(
            of: try workload(lines + "fault transaction-allocation t0 op 6\n"), on: try target("merged"))
        #expect(ended.shutdowns == [0x20])
        #expect(words(of: ended.execution.violations, by: .freezeState) == [])
    }

    @Test func leftFrozen() throws {
        let lines = Self.mapped + "op 6 t0 unbind\n"
        let failed = try workload(lines + "fault agf-read t0 op 6\n")
        #expect(verdict(.freezeState, failed, try target("v10")) == ["super-block/left-frozen"])
        #expect(verdict(.freezeState, try workload(lines), try target("v10")) == [])
    }

    @Test func frozenByUser() throws {
        let frozen = try workload(Self.mapped + "op 6 t1 freeze d0\nop 7 t0 unbind\n")
        let plain = try workload(Self.mapped + "op 7 t0 unbind\n")
        #expect(verdict(.freezeState, frozen, try target("notify-6.1")) == ["super-block/frozen-by-user"])
        #expect(verdict(.freezeState, plain, try target("notify-6.1")) == [])
        #expect(verdict(.freezeState, frozen, try reference(.thawLeftOut)) == ["super-block/frozen-by-user"])
        #expect(verdict(.freezeState, frozen, try target("reference")) == [])
    }

    /// A file system that was not mounted when the removal came is not judged.
    @Test func notMountedIsNotJudged() throws {
        let mounted = try workload(rmapbt: false, "op 1 t0 mount\nop 3 t0 unbind\n")
        #expect(verdict(.freezeState, mounted, try target("notify-6.1")) == ["super-block/not-shut-down"])
        let unmounted = try workload(rmapbt: false, "op 1 t0 mount\nop 2 t0 umount\nop 3 t0 unbind\n")
        #expect(verdict(.freezeState, unmounted, try target("notify-6.1")) == [])
    }

    // MARK: liveness

    /// A store sleeps in a freeze that was made through a descriptor which is closed, or still open.
    @Test func taskThatSleepsForEver() throws {
        func subject(_ freezer: String) throws -> Case {
            try workload(
                Self.mapped + """
                    op 6 t2 open f0 d0
                    op 7 t2 freeze d0
                    \(freezer)
                    op 9 t1 store m0 page 1
                    op 10 t0 unbind
                    """)
        }
        #expect(verdict(.liveness, try subject("op 8 t2 close d0"), try target("notify-6.1")) == ["task"])
        #expect(verdict(.liveness, try subject(""), try target("notify-6.1")) == [])
        #expect(verdict(.liveness, try subject("op 8 t2 close d0"), try target("reference")) == [])
    }

    /// Nobody sleeps, and yet the super block stays: a freeze keeps it that nobody can undo.
    @Test func umountThatStaysBusy() throws {
        let lines = "op 1 t0 mount\nop 2 t0 unbind\n"
        let failed = try workload(lines + "fault agf-read t0 op 2\n")
        #expect(verdict(.liveness, failed, try target("v10")) == ["super-block"])
        #expect(verdict(.liveness, try workload(lines), try target("v10")) == [])
    }

    /// Two tasks fault in one page: the second waits for the entry, and has to be told when it is free.
    @Test func wakeUpLeftOut() throws {
        let subject = try workload(
            Self.mapped + """
                op 6 t2 open f0 d0
                op 7 t2 mmap m0 d0 pages 0+2 shared read-only
                op 8 t1 load m0 page 1
                op 9 t2 load m0 page 1
                preempt t1 op 8 at dax_iomap_fault:dax_insert_entry run t2
                """)
        #expect(verdict(.liveness, subject, try reference(.entryWakeUpLeftOut)).contains("task"))
        let right = Observation(of: subject, on: try target("reference"))
        #expect(right.execution.skippedPreemptions == 0)
        #expect(right.execution.signatures.isEmpty)
    }
}
