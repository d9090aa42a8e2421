import RemovalFuzz
import Testing

@testable import DAXModel

/// `signal-innocent` and `signal-owed`: who is signalled, who is not, and for which reason.
@Suite struct SignalTests {
    private static let mapped = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+2
        op 4 t1 mmap m0 d0 pages 0+2 shared write
        op 5 t1 store m0 page 0

        """

    // MARK: signal-innocent

    @Test func openFileWithoutMapping() throws {
        let subject = try workload(Self.mapped + "op 6 t2 open f0 d0\nop 7 t0 unbind\n")
        #expect(verdict(.signalInnocent, subject, try reference(.openersKilled)) == ["thread-group"])
        let right = Observation(of: subject, on: try target("reference"))
        #expect(right.signalled == [1])
        #expect(right.execution.signatures.isEmpty)
        // With a mapping it is no innocent, though it never touched a page.
        let mapper = try workload(
            Self.mapped + "op 6 t2 open f0 d0\nop 7 t2 mmap m0 d0 pages 0+2 shared read-only\nop 8 t0 unbind\n")
        #expect(verdict(.signalInnocent, mapper, try reference(.openersKilled)) == [])
    }

    /// Who was collected and unmaps the file before the signal comes was right to be on the list.
    @Test func unmappedBetweenListAndSignal() throws {
        let seen = Observation(
            of: try workload(
                Self.mapped + """
                    op 6 t0 unbind
                    op 7 t1 munmap m0
                    preempt t0 op 6 at mf_dax_kill_procs:kill_procs run t1
                    """), on: try target("merged"))
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(seen.result(of: 7) == "0")
        #expect(seen.signalled == [1])
        #expect(seen.execution.signatures.isEmpty)
    }

    /// A mapping that ended before the removal leaves an innocent behind.
    @Test func unmappedBeforeTheRemoval() throws {
        let subject = try workload(Self.mapped + "op 6 t1 munmap m0\nop 7 t0 unbind\n")
        #expect(verdict(.signalInnocent, subject, try reference(.openersKilled)) == ["thread-group"])
        #expect(verdict(.signalInnocent, subject, try target("reference")) == [])
    }

    // MARK: signal-owed

    /// Why `signal-owed` says that a process was passed by; sorted.
    private static func reasons(_ subject: Case, _ design: String) throws -> [String] {
        var executor = Executor(target: try target(design))
        return executor.run(subject).violations.filter { $0.oracle == .signalOwed }
            .map(\.provenance.reason.name).sorted()
    }

    @Test func outsideOfTheScope() throws {
        let sleeping = try workload(Self.mapped + "op 7 t0 unbind\n")
        #expect(try Self.reasons(sleeping, "notify-6.1") == ["scope-current"])
        let optedIn = try workload(Self.mapped + "op 6 t1 mce-kill early\nop 7 t0 unbind\n")
        #expect(try Self.reasons(optedIn, "notify-6.1") == [])
    }

    @Test func leaderThatHasExited() throws {
        let threads = Self.mapped + "op 6 t1 thread t2\n"
        #expect(
            try Self.reasons(try workload(threads + "op 7 t1 exit\nop 8 t0 unbind\n"), "merged") == ["leader-exited"])
        #expect(try Self.reasons(try workload(threads + "op 7 t2 exit\nop 8 t0 unbind\n"), "merged") == [])
    }

    @Test func allocationThatFails() throws {
        let lines = Self.mapped + "op 6 t0 unbind\n"
        let faulty = try workload(lines + "fault kill-allocation t0 op 6\n")
        #expect(try Self.reasons(faulty, "merged") == ["allocation-failed"])
        #expect(try Self.reasons(try workload(lines), "merged") == [])
    }

    @Test func walkThatNeverCame() throws {
        let lines = Self.mapped + "op 6 t0 unbind\n"
        #expect(try Self.reasons(try workload(rmapbt: false, lines), "merged") == ["not-walked"])
        #expect(try Self.reasons(try workload(rmapbt: true, lines), "merged") == [])
    }

    /// v10 drops the page cache up front: the page is unmapped before anybody asks who had it.
    @Test func unmappedBeforeTheKill() throws {
        let subject = try workload(Self.mapped + "op 6 t0 unbind\n")
        #expect(try Self.reasons(subject, "v10") == ["unmapped-not-signalled"])
        #expect(verdict(.staleReference, subject, try target("v10")) == [], "the page is gone from the page table")
        #expect(try Self.reasons(subject, "merged") == [])
    }

    /// Of the file in the first allocation group t2 has no page, and its page of the second one's is not reached.
    @Test func noPageTableEntryWhereItWasLookedFor() throws {
        let lines =
            Self.mapped + """
                op 6 t2 create f1 d1
                op 7 t2 write d1 pages 0+1
                op 8 t2 mmap m1 d1 pages 0+1 shared write
                op 9 t2 load m1 page 0
                op 10 t2 open f0 d0
                op 11 t2 mmap m0 d0 pages 0+2 shared read-only
                op 12 t0 unbind

                """
        let ended = try workload(lines + "fault agf-read t0 op 12 occurrence 1\n")
        #expect(try Self.reasons(ended, "merged") == ["no-page-table-entry"])
        #expect(try Self.reasons(try workload(lines), "merged") == [])
    }

    /// A process that drops its page itself, or has a private copy only, is owed nothing.
    @Test(arguments: ["munmap m0", "madvise m0 dontneed", "exit-group"])
    func droppedByItself(call: String) throws {
        let kept = try workload(rmapbt: false, Self.mapped + "op 7 t0 unbind\n")
        #expect(try Self.reasons(kept, "merged") == ["not-walked"])
        let dropped = try workload(rmapbt: false, Self.mapped + "op 6 t1 \(call)\nop 7 t0 unbind\n")
        #expect(try Self.reasons(dropped, "merged") == [])
    }

    /// Zero pages and private copies are no pages of the device.
    @Test(arguments: ["load m1 page 1", "store m1 page 0"]) func pagesThatAreNotTheDevices(call: String) throws {
        let lines = "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t1 write d0 pages 0+1\nop 4 t1 truncate d0 size 2\n"
        let area = "op 5 t1 mmap m1 d0 pages 0+2 private write\n"
        let own = try workload(rmapbt: false, lines + area + "op 6 t1 \(call)\nop 7 t0 unbind\n")
        #expect(try Self.reasons(own, "merged") == [])
        let device = try workload(rmapbt: false, lines + area + "op 6 t1 load m1 page 0\nop 7 t0 unbind\n")
        #expect(try Self.reasons(device, "merged") == ["not-walked"])
    }

    /// Who maps the file while the removal runs, by mmap or as a child, may be signalled and is no innocent.
    @Test(arguments: ["mmap m0 d0 pages 0+2 shared read-only", "fork t3"]) func mapperThatCameLater(call: String) throws
    {
        let newcomer = call == "fork t3" ? 3 : 2
        let seen = Observation(
            of: try workload(
                Self.mapped + """
                    op 6 t2 open f0 d0
                    \(newcomer == 3 ? "op 7 t2 mmap m0 d0 pages 0+2 shared read-only" : "")
                    op 8 t0 unbind
                    op 9 t2 \(call)
                    op 10 t\(newcomer) load m0 page 0
                    preempt t0 op 8 at xfs_dax_notify_failure:xfs_trans_alloc_empty run t2
                    preempt t0 op 8 at xfs_rmap_query_range:xfs_perag_get run t\(newcomer)
                    """), on: try target("merged"))
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(seen.signalled.contains(newcomer))
        #expect(seen.execution.signatures.isEmpty)
    }

    /// Who is dying already needs no signal, also while it cannot die yet: it sleeps until a thaw.
    @Test(arguments: [true, false]) func whoIsDyingIsOwedNothing(isKilled: Bool) throws {
        let subject = try workload(
            """
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t1 write d0 pages 0+1
            op 4 t1 mmap m0 d0 pages 0+1 shared write
            op 5 t1 store m0 page 0
            op 6 t2 open f0 d0 write
            op 7 t2 freeze d0
            op 8 t1 write d0 pages 0+1
            op 9 t3 kill \(isKilled ? "t1" : "t3")
            op 10 t0 unbind

            """)
        #expect(verdict(.signalOwed, subject, try target("v10")) == (isKilled ? [] : ["thread-group"]))
    }

    /// A fault that names the third time leaves out the third process, not the second.
    @Test func theOccurrenceOfAFault() throws {
        var lines = "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t1 write d0 pages 0+1\nop 4 t2 open f0 d0\n"
        lines += "op 5 t3 open f0 d0\n"
        for task in 1...3 { lines += "op \(5 + task) t\(task) mmap m0 d0 pages 0+1 shared read-only\n" }
        for task in 1...3 { lines += "op \(8 + task) t\(task) load m0 page 0\n" }
        lines += "op 12 t0 unbind\nfault kill-allocation t0 op 12 occurrence 2\n"
        let seen = Observation(of: try workload(lines), on: try target("merged"))
        #expect(seen.signalled == [1, 2])
    }

    /// A child that was born during the removal is not owed what its parent was.
    @Test func childIsNotOwed() throws {
        let seen = Observation(
            of: try workload(
                rmapbt: false,
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 write d0 pages 0+2
                op 4 t1 mmap m0 d0 pages 0+2 private write
                op 5 t1 load m0 page 1
                op 6 t1 store m0 page 0
                op 7 t0 unbind
                op 8 t1 fork t2
                op 9 t1 exit-group
                preempt t0 op 7 at xfs_dax_notify_failure:xfs_has_rmapbt run t1
                preempt t0 op 7 at kill_dax:clear_bit_DAXDEV_ALIVE run t1
                """), on: try target("merged"))
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(!seen.oracles.contains(.signalOwed))
        #expect(seen.oracles.contains(.staleReference), "the child has the page")
    }

    @Test func lastMapperSpared() throws {
        let subject = try workload(
            Self.mapped
                + "op 6 t2 open f0 d0\nop 7 t2 mmap m0 d0 pages 0+2 shared read-only\nop 8 t2 load m0 page 0\nop 9 t0 unbind\n"
        )
        let wrong = Observation(of: subject, on: try reference(.lastMapperSpared))
        #expect(wrong.signalled == [1])
        #expect(words(of: wrong.execution.violations, by: .signalOwed) == ["thread-group"])
        let right = Observation(of: subject, on: try target("reference"))
        #expect(right.signalled == [1, 2])
        #expect(right.execution.signatures.isEmpty)
    }
}
