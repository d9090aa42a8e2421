import RemovalFuzz
import Testing

@testable import DAXModel

/// `access`, `epoch` and `stale-reference`, each object on two cases or targets that differ in one thing, and what they say
/// of where it came from.
@Suite struct StaleObjectTests {
    private static let mapped = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+2
        op 4 t1 mmap m0 d0 pages 0+2 shared write
        op 5 t1 store m0 page 0

        """

    // MARK: access, epoch

    /// A kernel access through an entry of the first binding: an oops while the page is gone, wrong data after a rebind.
    @Test func kernelAccessThroughAnEntry() throws {
        let gone = try workload(Self.mapped + "op 6 t0 unbind\nop 8 t1 exit-group\nop 9 t0 umount\n")
        let rebound = try workload(Self.mapped + "op 6 t0 unbind\nop 7 t0 bind\nop 8 t1 exit-group\nop 9 t0 umount\n")
        let kernel = try target("notify-6.1")
        #expect(verdict(.access, gone, kernel) == ["struct-page"] && verdict(.epoch, gone, kernel) == [])
        #expect(verdict(.access, rebound, kernel) == [] && verdict(.epoch, rebound, kernel) == ["struct-page"])
        for subject in [gone, rebound] {
            #expect(verdict(.access, subject, try target("reference")) == [])
            #expect(verdict(.epoch, subject, try target("reference")) == [])
        }
    }

    /// What a kernel shows of each: it stops at a page that is gone, and goes on with one of a later binding.
    @Test func whatAKernelShows() throws {
        for (bind, oracle, observable) in [("", Oracle.access, "oops"), ("op 7 t0 bind\n", .epoch, "data")] {
            let subject = try workload(Self.mapped + "op 6 t0 unbind\n\(bind)op 8 t1 exit-group\nop 9 t0 umount\n")
            var executor = Executor(target: try target("notify-6.1"))
            let found = executor.run(subject).violations.filter { $0.oracle == oracle && $0.object == .pageStruct }
            #expect(found.map(\.observable.name) == [observable])
        }
    }

    /// A private copy is read through the stale page-table entry (`wp_page_copy`).
    @Test func privateCopyOfAStalePage() throws {
        let lines = """
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t1 write d0 pages 0+2
            op 4 t1 mmap m0 d0 pages 0+2 private write
            op 5 t1 load m0 page 0

            """
        let after = try workload(lines + "op 6 t0 unbind\nop 7 t1 store m0 page 0\n")
        let before = try workload(lines + "op 6 t1 store m0 page 0\nop 7 t0 unbind\n")
        #expect(verdict(.access, after, try target("notify-6.1")).contains("page-table-entry"))
        #expect(!verdict(.access, before, try target("notify-6.1")).contains("page-table-entry"))
    }

    /// A load through a page-table entry that outlived its page.
    @Test func userAccessThroughAPageTable() throws {
        let gone = try workload(Self.mapped + "op 6 t0 unbind\nop 8 t1 load m0 page 0\n")
        let rebound = try workload(Self.mapped + "op 6 t0 unbind\nop 7 t0 bind\nop 8 t1 load m0 page 0\n")
        let kernel = try target("notify-6.1")
        #expect(verdict(.access, gone, kernel).contains("page-table-entry"))
        #expect(!verdict(.epoch, gone, kernel).contains("page-table-entry"))
        #expect(!verdict(.access, rebound, kernel).contains("page-table-entry"))
        #expect(verdict(.epoch, rebound, kernel).contains("page-table-entry"))
        for subject in [gone, rebound] {
            #expect(verdict(.access, subject, try target("reference")) == [])
            #expect(verdict(.epoch, subject, try target("reference")) == [])
        }
    }

    /// A callback that runs while its mount is freed. It starts in time, or the umount does.
    @Test func callbackOnAFreedMount() throws {
        let lines = "op 1 t0 mount\nop 2 t0 unbind\nop 3 t1 umount\n"
        let raced = try workload(lines + "preempt t0 op 2 at xfs_dax_notify_failure:SB_BORN run t1\n")
        for design in ["notify-6.1", "v10", "seed-proposal", "merged"] {
            #expect(verdict(.access, raced, try target(design)) == ["super-block"], "\(design)")
            #expect(verdict(.access, try workload(lines), try target(design)) == [], "\(design)")
        }
    }

    /// The range of the whole device is cut off at the device's end, or the walk goes on behind it.
    @Test func walkPastTheLastGroup() throws {
        let subject = try workload("op 1 t0 mount\nop 2 t0 unbind\n")
        let design = try #require(Design.named("notify-6.1"))
        #expect(verdict(.access, subject, Target(design, .v6_1_0)) == ["perag"])
        #expect(verdict(.access, subject, Target(design, .v6_1_y)) == [])
    }

    // MARK: stale-reference

    @Test func entriesAndPageTablesThatStay() throws {
        let subject = try workload(Self.mapped + "op 6 t0 unbind\n")
        #expect(verdict(.staleReference, subject, try target("notify-6.1")) == ["dax-entry", "page-table-entry"])
        // Killed and unmapped, and the entry stays: each object by itself.
        let early = try workload(Self.mapped + "op 6 t1 mce-kill early\nop 7 t0 unbind\n")
        #expect(verdict(.staleReference, early, try target("notify-6.1")) == ["dax-entry"])
        #expect(verdict(.staleReference, subject, try target("reference")) == [])
        #expect(verdict(.staleReference, subject, try reference(.firstEntrySkipped)) == ["dax-entry"])
        let second = try workload(
            Self.mapped.replacing("store m0 page 0", with: "store m0 page 1") + "op 6 t0 unbind\n")
        #expect(verdict(.staleReference, second, try target("reference")) == [])
        #expect(verdict(.staleReference, subject, try reference(.unmapLeftOut)).contains("page-table-entry"))
    }

    /// An entry of the zero page refers to nothing of the device.
    @Test func zeroPagesMayStay() throws {
        let lines = "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t1 truncate d0 size 1\n"
        let hole = try workload(
            lines + "op 4 t1 mmap m0 d0 pages 0+1 shared read-only\nop 5 t1 load m0 page 0\nop 6 t0 unbind\n")
        #expect(Observation(of: hole, on: try target("merged")).execution.signatures.isEmpty)
        #expect(verdict(.staleReference, hole, try target("notify-6.1")) == [])
    }

    /// Two pages in the same situation are one violation.
    @Test func oneSignatureOnce() throws {
        let subject = try workload(Self.mapped + "op 6 t1 store m0 page 1\nop 7 t0 unbind\n")
        var executor = Executor(target: try target("notify-6.1"))
        #expect(executor.run(subject).violations.filter { $0.oracle == .staleReference }.count == 2)
    }

    /// How the removal passed an entry by: skipped with its inode; not reached, and where the walk ended; made while the
    /// callback ran, or after its thaw.
    @Test func provenanceOfAStaleEntry() throws {
        func isSaid(_ end: String, _ design: String, _ lines: String) throws -> Bool {
            let seen = Observation(of: try workload(Self.mapped + lines), on: try target(design))
            #expect(seen.execution.skippedPreemptions == 0)
            return seen.execution.signatures.contains {
                $0.hasPrefix("stale-reference/dax-entry/") && $0.hasSuffix(end)
            }
        }
        let skipped = """
            op 6 t1 munmap m0
            op 7 t1 unlink f0
            op 8 t1 close d0
            op 9 t0 unbind
            preempt t1 op 8 at evict:truncate_inode_pages_final run t0
            """
        #expect(try isSaid("before-removal/passed=inode-skipped@xfs_rmap_query_range:xfs_iget", "merged", skipped))
        let ended = "op 6 t0 unbind\nfault agf-read t0 op 6\n"
        #expect(try isSaid("before-removal/passed=not-walked@xfs_rmap_query_range:xfs_alloc_read_agf", "merged", ended))
        let during = """
            op 6 t0 unbind
            op 7 t1 load m0 page 1
            fault transaction-allocation t0 op 6
            preempt t0 op 6 at xfs_dax_notify_failure:xfs_trans_alloc_empty run t1
            """
        #expect(
            try isSaid(
                "during-notify/passed=not-walked@xfs_dax_notify_failure:xfs_trans_alloc_empty", "v10-without-drop",
                during))
        let thawed = """
            op 6 t0 unbind
            op 7 t1 load m0 page 1
            preempt t0 op 6 at xfs_dax_notify_failure:xfs_force_shutdown_FORCE_UMOUNT run t1
            """
        #expect(try isSaid("/after-thaw", "v10", thawed))
    }

    /// A page-table entry of the first binding is no business of the second one's removal.
    @Test func entryOfAnEarlierBinding() throws {
        let seen = Observation(
            of: try workload(
                rmapbt: false,
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 write d0 pages 0+1
                op 4 t1 mmap m0 d0 pages 0+1 shared read-only
                op 5 t1 load m0 page 0
                op 6 t0 unbind
                op 7 t0 bind
                op 8 t0 unbind
                preempt t1 op 5 at dax_iomap_fault:vmf_insert_mixed run t0
                """), on: try target("merged"))
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(words(of: seen.execution.violations, by: .staleReference) == ["dax-entry"])
        #expect(words(of: seen.execution.violations, by: .access).contains("page-table-entry"), "it was made, and used")
    }
}
