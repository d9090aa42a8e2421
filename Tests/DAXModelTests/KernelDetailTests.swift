import DAXModel
import RemovalFuzz
import Testing

/// Details that were read in the kernel's source rather than seen in the lab.
@Suite struct KernelDetailTests {
    private static let mapped = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+4
        op 4 t1 mmap m0 d0 pages 0+4 shared write
        op 5 t1 store m0 page 0

        """

    /// `del_gendisk` takes s_umount: an umount that still evicts inodes is over before the page structs go.
    @Test(arguments: LabKernel.allCases)
    func removalWaitsForAnUmountInProgress(kernel: LabKernel) throws {
        let seen = Observation(
            of: try workload(
                rmapbt: false,
                Self.mapped + """
                    op 6 t1 munmap m0
                    op 7 t1 close d0
                    op 8 t1 umount
                    op 9 t0 unbind
                    preempt t1 op 8 at truncate_inode_pages_range:dax_disassociate_entry run t0
                    """), on: kernel.target)
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(seen.result(of: 8) == "0")
        #expect(seen.result(of: 9) == "0")
        #expect(seen.execution.signatures.isEmpty)
    }

    /// `xfs_break_dax_layouts` looks at the reference count of every page before anybody asks for a shutdown.
    @Test func truncateAfterTheRemovalTouchesThePages() throws {
        let seen = Observation(
            of: try workload(
                Self.mapped + """
                    op 6 t2 open f0 d0 write
                    op 7 t0 unbind
                    op 8 t2 truncate d0 size 0
                    """), on: LabKernel.v6_1.target)
        #expect(seen.result(of: 8) == "OOPS")
        #expect(
            seen.execution.signatures.contains {
                $0.hasPrefix("access/struct-page/xfs_vn_setattr_size:dax_layout_busy_page_range<do_syscall_64/")
            })
    }

    /// A second binding's mount meets the sysfs name of the super block that is still mounted.
    @Test(arguments: LabKernel.allCases)
    func mountBesideTheOldSuperBlock(kernel: LabKernel) throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t0 mount
                op 3 t0 unbind
                op 4 t0 mount
                op 5 t0 bind
                op 6 t0 mount
                op 7 t0 umount
                op 8 t0 mount
                """), on: kernel.target)
        #expect((2...8).map { seen.result(of: $0) } == ["EBUSY", "0", "ENOENT", "0", "EEXIST", "0", "0"])
        #expect(seen.execution.signatures.isEmpty)
    }

    /// The wait for a partial freeze is killable; the merged notify then goes on without a freeze of its own.
    @Test func killedWhileItWaitsForAFreeze() throws {
        let subject = try workload(
            """
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t2 open f0 d0
            op 4 t1 write d0 pages 0+1
            op 5 t2 freeze d0
            op 6 t0 unbind
            op 7 t3 kill t0
            preempt t1 op 4 at xfs_file_write:dax_copy_from_iter run t2
            preempt t2 op 5 at freeze_super:sb_wait_write run t0
            preempt t1 op 4 at xfs_file_write:xfs_iomap_begin occurrence 1 run t3
            """)
        let told = Timeline(of: subject, on: LabKernel.v6_12.target)
        #expect(told.execution.skippedPreemptions == 0)
        #expect(!told.events.contains { $0.notes.contains { $0.contains("by the kernel") } })
        // The removal comes to its end, but its task dies before it could tell.
        #expect(told.events.contains { $0.step == "device_unlock" })
        #expect(Observation(of: subject, on: LabKernel.v6_12.target).result(of: 6) == "killed")
    }

    /// A MAP_SYNC store marks its entry dirty without putting the inode on a writeback list: the freeze's sync passes
    /// it by, and the invalidation refuses it. An fsync of the file cleans it.
    @Test(arguments: [false, true])
    func mapSyncStore(fsynced: Bool) throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 truncate d0 size 4
                op 4 t1 mmap m0 d0 pages 0+4 shared write sync
                op 5 t1 store m0 page 0
                op 6 t2 open f0 d0
                \(fsynced ? "op 7 t2 fsync d0" : "")
                op 8 t2 exit-group
                op 9 t0 unbind
                op 10 t0 umount
                """), on: LabKernel.v6_12.target)
        #expect(seen.signalled == [1])
        #expect(seen.result(of: 10) == (fsynced ? "0" : "OOPS"))
        #expect(seen.oopsesUnderEvict == !fsynced)
    }

    /// A thread group whose leader has exited is left off the list, also when one of its threads asked for early kill.
    @Test(arguments: LabKernel.allCases)
    func exitedLeader(kernel: LabKernel) throws {
        let seen = Observation(
            of: try workload(
                Self.mapped + """
                    op 6 t1 thread t2
                    op 7 t2 mce-kill early
                    op 8 t1 exit
                    op 9 t0 unbind
                    """), on: kernel.target)
        #expect(seen.signalled.isEmpty)
        #expect(seen.execution.signatures.contains { $0.contains("leader-exited@mf_dax_kill_procs") })
    }

    /// Before the removal's own scope only a thread that opted in is signalled.
    @Test func earlyKillThreadIsSignalled() throws {
        let seen = Observation(
            of: try workload(
                Self.mapped + """
                    op 6 t1 thread t2
                    op 7 t2 mce-kill early
                    op 8 t0 unbind
                    """), on: LabKernel.v6_1.target)
        #expect(seen.signalled == [1, 2])
    }
}
