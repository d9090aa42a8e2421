import DAXModel
import RemovalFuzz
import Testing

/// What a freeze blocks, who may thaw, and what a removal does to a freeze: both semantics, by cases.
@Suite struct FreezeTests {
    private static let frozen = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+4
        op 4 t1 mmap m0 d0 pages 0+4 shared write
        op 5 t2 open f0 d0 write
        op 6 t2 freeze d0

        """

    /// Both semantics: v10's tree has one shared state, 6.12 counts holders.
    private static let targets = ["v10", "merged"]

    @Test(arguments: targets)
    func secondFreezeByUsersIsRefused(design: String) throws {
        let seen = Observation(
            of: try workload(Self.frozen + "op 7 t1 freeze d0\nop 8 t1 thaw d0\nop 9 t1 thaw d0\nop 10 t1 freeze d0\n"),
            on: try target(design))
        #expect(seen.result(of: 6) == "0")
        #expect(seen.result(of: 7) == "EBUSY")
        #expect(seen.result(of: 8) == "0")
        #expect(seen.result(of: 9) == "EINVAL")
        #expect(seen.result(of: 10) == "0")
    }

    /// `deactivate_locked_super` on the way out of a freeze that fails: it may have the last reference, when the mount was
    /// detached while it waited for writers. Nothing is left of the file system then. The merged callback goes on with it
    /// nevertheless and oopses, with the device locked.
    @Test(arguments: targets)
    func aFailedFreezeLetsGoOfADetachedFilesystem(design: String) throws {
        let subject = try workload(
            """
            op 1 t0 mount
            op 2 t0 unbind
            op 3 t1 umount
            fault freeze-sync t0 op 2
            preempt t0 op 2 at freeze_super:sb_freeze_write run t1

            """)
        let seen = Observation(of: subject, on: try target(design))
        #expect(seen.result(of: 3) == "0")
        #expect(seen.execution.violations.allSatisfy { $0.oracleKind != .liveness || $0.isConsequence })
        #expect(seen.closing.stuck == (design == "merged" ? .move(.wait_for_device) : nil))
    }

    @Test(arguments: targets)
    func whatAFreezeBlocks(design: String) throws {
        let seen = Observation(
            of: try workload(
                Self.frozen + """
                    op 7 t1 load m0 page 0
                    op 8 t1 mmap m1 d0 pages 0+4 private write
                    op 9 t1 store m1 page 1
                    op 10 t1 fsync d0
                    op 11 t1 read d0 pages 0+4
                    op 12 t3 open f0 d0 write
                    op 13 t1 store m0 page 2
                    op 14 t3 write d0 pages 0+1
                    op 15 t4 create f1 d0
                    op 16 t5 unlink f0
                    """), on: try target(design))
        for call in [7, 9, 11] as [UInt16] {
            #expect(!["unfinished", "EIO", "SIGBUS/BUS_ADRERR"].contains(seen.result(of: call)), "op \(call)")
        }
        #expect(seen.result(of: 8) == "0")
        #expect(seen.result(of: 10) == "0")
        #expect(seen.result(of: 12) == "0")
        #expect(
            seen.sleepers == [
                .init(task: 1, step: "xfs_dax_write_fault:sb_start_pagefault"),
                .init(task: 3, step: "xfs_file_write:sb_start_write"),
                .init(task: 4, step: "do_sys_open:mnt_want_write"),
                .init(task: 5, step: "filename_unlinkat:mnt_want_write"),
            ])
        // The fair phase thaws through the descriptor, and everybody goes on.
        #expect(seen.execution.signatures.isEmpty)
        #expect(seen.closing.stuck == nil)
    }

    /// A freeze keeps the super block: umount detaches it, a mount finds it again, and a thaw ends the freeze.
    @Test(arguments: targets)
    func umountOfAFrozenFileSystem(design: String) throws {
        let seen = Observation(
            of: try workload(
                Self.frozen + """
                    op 7 t1 exit-group
                    op 8 t2 close d0
                    op 9 t0 umount
                    op 10 t2 open f0 d0
                    op 11 t0 mount
                    op 12 t2 open f0 d0
                    op 13 t2 thaw d0
                    op 14 t2 close d0
                    op 15 t0 umount
                    """), on: try target(design))
        #expect(seen.result(of: 9) == "0")
        #expect(seen.result(of: 10) == "ENOENT")
        for call in 11...15 as ClosedRange<UInt16> { #expect(seen.result(of: call) == "0", "op \(call)") }
        #expect(seen.execution.signatures.isEmpty)
    }

    /// v10 returns EBUSY from its notify and does nothing; with holders the kernel freezes on top and thaws both.
    @Test func removalUnderAUserFreeze() throws {
        let subject = try workload(Self.frozen + "op 7 t0 unbind\nop 8 t2 thaw d0\n")
        let old = Observation(of: subject, on: try target("v10"))
        #expect(!old.shutdowns.contains(0x4))
        #expect(old.oracles.contains(.freezeState))
        #expect(old.result(of: 8) == "0")
        let new = Observation(of: subject, on: try target("merged"))
        #expect(new.shutdowns == [0x4])
        #expect(new.result(of: 8) == "EINVAL", "the kernel has thawed already")
        #expect(new.execution.signatures.isEmpty)
    }

    /// Anybody's thaw undoes the shared freeze while the removal walks; a holder's freeze only its holder thaws.
    @Test func foreignThawDuringTheWalk() throws {
        let subject = try workload(
            """
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t1 write d0 pages 0+1
            op 4 t0 unbind
            op 5 t1 thaw d0
            preempt t0 op 4 at xfs_rmap_query_range:xfs_alloc_read_agf run t1
            """)
        #expect(Observation(of: subject, on: try target("v10")).result(of: 5) == "0")
        #expect(Observation(of: subject, on: try target("merged")).result(of: 5) == "EINVAL")
    }

    /// A removal that meets a freeze on its way: the shared state refuses it, a holder waits for it and joins.
    @Test func removalDuringAPartialFreeze() throws {
        let subject = try workload(
            """
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t2 open f0 d0
            op 4 t1 write d0 pages 0+1
            op 5 t2 freeze d0
            op 6 t0 unbind
            preempt t1 op 4 at xfs_file_write:dax_copy_from_iter run t2
            preempt t2 op 5 at freeze_super:sb_wait_write run t0
            """)
        let old = Observation(of: subject, on: try target("v10"))
        #expect(old.execution.skippedPreemptions == 0)
        #expect(!old.shutdowns.contains(0x4))
        let new = Observation(of: subject, on: try target("merged"))
        #expect(new.execution.skippedPreemptions == 0)
        #expect(new.result(of: 4) == "1")
        #expect(new.result(of: 5) == "0")
        #expect(new.result(of: 6) == "0")
        #expect(new.shutdowns == [0x4])
        #expect(new.execution.signatures.isEmpty)
    }

    /// A thaw by one holder while the other still has its freeze says EINVAL and leaves it frozen: the notify of the
    /// merged design thaws the kernel's freeze first and then the user's.
    @Test func thawOfOneHolderLeavesItFrozen() throws {
        let told = Timeline(
            of: try workload(Self.frozen + "op 7 t0 unbind\n"), on: try target("merged"))
        let thaws = told.events.filter { $0.path == "thaw_super" && $0.operation.contains("unbind") }.map(\.step)
        #expect(
            thaws == [
                "super_lock_excl", "super_lock_excl", "xfs_fs_unfreeze", "sb_freeze_unlock", "deactivate_locked_super",
            ])
    }

    /// An fsync error inside the freeze unwinds it; what waited for it goes on.
    @Test(arguments: targets)
    func failedSyncUnwindsTheFreeze(design: String) throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 freeze d0
                op 4 t1 write d0 pages 0+1
                op 5 t1 freeze d0
                op 6 t1 thaw d0
                fault freeze-sync t1 op 3
                """), on: try target(design))
        #expect(seen.execution.firedFaults == 1)
        #expect(seen.result(of: 3) == "EIO")
        #expect(seen.result(of: 4) == "1")
        #expect(seen.result(of: 5) == "0")
        #expect(seen.result(of: 6) == "0")
    }
}
