import RemovalFuzz
import Testing

@testable import DAXModel

/// What keeps an inode, a dentry or a mount, and what lets it go.
@Suite struct CacheTests {
    private static let closed = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+1
        op 4 t1 mmap m0 d0 pages 0+1 shared read-only
        TOUCH
        op 6 t1 munmap m0
        op 7 t1 close d0
        op 8 t0 drop-caches
        op 9 t0 unbind
        """

    /// `prune_icache_sb` frees the inode of a closed file; one whose mapping still has DAX entries stays.
    @Test(arguments: [("", InodeState.reclaimable), ("op 5 t1 load m0 page 0", InodeState.live)])
    func dropCaches(touch: String, state: InodeState) throws {
        let subject = try workload(Self.closed.replacing("TOUCH", with: touch))
        var found: InodeState?
        _ = try DamagedRun.violations(of: subject, on: try target("merged"), before: "unbind_store:device_lock") {
            found = $0.inodes[0].state
        }
        #expect(found == state)
    }

    /// The walk meets a record whose inode is on its way out of memory, or is not in memory at all. The first asks for a
    /// shutdown, as does any failure of `xfs_iget` but ENODATA; the second is passed by.
    @Test func walkOverASkippedInode() throws {
        let lines =
            "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t1 write d0 pages 0+1\nop 4 t1 fsync d0\nop 5 t1 close d0\n"
        let cached = Observation(of: try workload(lines + "op 8 t0 unbind\n"), on: try target("v10"))
        #expect(cached.shutdowns == [0x4])
        let reclaimable = Observation(
            of: try workload(lines + "op 6 t0 drop-caches\nop 8 t0 unbind\n"), on: try target("v10"))
        #expect(reclaimable.shutdowns == [0x10])
        #expect(reclaimable.oracles.contains(.freezeState), "v10 does not thaw on that way out")
        let uncached = Observation(
            of: try workload(lines + "op 6 t0 umount\nop 7 t0 mount\nop 8 t0 unbind\n"), on: try target("v10"))
        #expect(uncached.shutdowns == [0x4])
    }

    /// The worker finds the file system shut down: the unlinked inode stays on the disk as it is.
    @Test(arguments: [false, true]) func inactivationAfterAShutdown(isShutDown: Bool) throws {
        let removal = isShutDown ? "op 5 t0 unbind" : ""
        let subject = try workload(
            "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t1 write d0 pages 0+1\nop 4 t1 unlink f0\n\(removal)\nop 6 t1 close d0\n"
        )
        var state: InodeState?
        _ = try DamagedRun.violations(
            of: subject, on: try target("reference"), before: "generic_shutdown_super:blkdev_put"
        ) { state = $0.inodes[0].state }
        #expect(state == (isShutDown ? .uncached : .free))
    }

    /// The shutdown comes between the worker's transaction and its commit.
    @Test func inactivationDuringAShutdown() throws {
        let subject = try workload(
            "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t1 write d0 pages 0+1\nop 4 t1 unlink f0\nop 6 t1 close d0\n")
        var state: InodeState?
        _ = try DamagedRun.violations(
            of: subject, on: try target("reference"),
            changes: [
                "xfs_inodegc_worker:xfs_trans_commit": (0, { $0.sb.shutdown = ShutdownReason.forceUmount }),
                "generic_shutdown_super:blkdev_put": (0, { state = $0.inodes[0].state }),
            ])
        #expect(state == .uncached)
    }

    /// A task that dies in the kernel while it closes a file keeps the mount: every umount says EBUSY.
    @Test func mountOfATaskThatDied() throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 write d0 pages 0+1
                op 4 t1 mmap m0 d0 pages 0+1 shared write
                op 5 t1 store m0 page 0
                op 6 t1 munmap m0
                op 7 t1 unlink f0
                op 8 t1 close d0
                op 9 t0 unbind
                preempt t1 op 8 at evict:truncate_inode_pages_final run t0
                """), on: try target("merged"))
        #expect(seen.result(of: 8) == "OOPS")
        #expect(seen.closing.umount.map { Operation.describe(result: $0) } == "EBUSY")
        #expect(seen.closing.stuck == .move(.umount) || seen.closing.stuck == .move(.umount_done))
    }

    /// What the dcache knows of a name answers after a shutdown: that it does not exist, if it was asked before. A dentry
    /// of an open file that is unlinked is not kept to say so.
    @Test func namesAfterAShutdown() throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 create f1 d1
                op 4 t1 close d1
                op 5 t1 unlink f1
                op 6 t1 unlink f0
                op 7 t1 open f2 d2
                op 8 t0 unbind
                op 9 t1 open f0 d1
                op 10 t2 open f1 d1
                op 11 t3 open f2 d1
                op 12 t4 open f3 d1
                preempt t0 op 8 at kill_dax:clear_bit_DAXDEV_ALIVE run t1
                preempt t0 op 8 at kill_dax:synchronize_srcu run t2
                preempt t0 op 8 at kill_dax:synchronize_srcu_wait run t3
                preempt t0 op 8 at kill_dax:clear_holder run t4
                """), on: try target("merged"))
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(seen.result(of: 7) == "ENOENT")
        #expect((9...12).map { seen.result(of: $0) } == ["EIO", "ENOENT", "ENOENT", "EIO"])
    }

    @Test func callsOnAPathWithoutAMount() throws {
        let seen = Observation(
            of: try workload("op 1 t0 create f0 d0\nop 2 t0 open f0 d0\nop 3 t0 unlink f0\nop 4 t0 umount\n"),
            on: try target("merged"))
        #expect((1...4).map { seen.result(of: $0) } == ["EROFS", "ENOENT", "EROFS", "EINVAL"])
    }

    // MARK: EBUSY

    /// umount while another task is inside a call on a path: the call holds the mount until its last inode is put.
    @Test(arguments: [
        ("open f0 d1", "do_sys_open:lookup_open"), ("open f0 d1", "do_sys_open:fd_install"),
        ("create f1 d1", "do_sys_open:xfs_create_commit"), ("unlink f0", "filename_unlinkat:xfs_trans_commit"),
        ("unlink f0", "iput:atomic_dec_and_lock"), ("rename f0 f1", "filename_unlinkat:mnt_drop_write"),
    ])
    func umountDuringACall(call: String, step: String) throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 close d0
                op 4 t1 \(call)
                op 5 t0 umount
                preempt t1 op 4 at \(step) run t0
                """), on: try target("merged"))
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(seen.result(of: 4) == "0")
        #expect(seen.result(of: 5) == "EBUSY")
        #expect(seen.execution.signatures.isEmpty)
    }

    /// An open that fails after it has found its inode still has to put it.
    @Test func umountDuringAFailingOpen() throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 close d0
                op 4 t1 open f0 d0
                op 5 t0 unbind
                op 6 t0 umount
                preempt t1 op 4 at do_sys_open:xfs_file_open run t0
                preempt t1 op 4 at iput:atomic_dec_and_lock run t0
                """), on: try target("reference"))
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(seen.result(of: 4) == "EIO")
        #expect(seen.result(of: 6) == "EBUSY")
        #expect(seen.execution.signatures.isEmpty)
    }

    /// `fput` puts the inode before the mount: in between the mount is busy, though no descriptor is left.
    @Test(arguments: ["close d0", "munmap m0"]) func umountDuringAClose(call: String) throws {
        let first = call == "close d0" ? "munmap m0" : "close d0"
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 mmap m0 d0 pages 0+1 shared write
                op 4 t1 \(first)
                op 5 t1 \(call)
                op 6 t0 umount
                op 7 t0 umount
                preempt t1 op 5 at fput:dput run t0
                """), on: try target("merged"))
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(seen.result(of: 6) == "EBUSY")
        #expect(seen.result(of: 7) == "0")
    }

    /// Where threads share a descriptor, a call holds the open file: another thread's close does not end it.
    @Test func closeDuringAThreadsCall() throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 write d0 pages 0+1
                op 4 t1 thread t2
                op 5 t2 read d0 pages 0+1
                op 6 t1 close d0
                op 7 t0 umount
                op 8 t0 umount
                preempt t2 op 5 at xfs_file_read:xfs_iomap_begin run t1
                preempt t2 op 5 at xfs_file_read:xfs_iunlock run t0
                """), on: try target("merged"))
        #expect(seen.execution.skippedPreemptions == 0)
        #expect((5...8).map { seen.result(of: $0) } == ["1", "0", "EBUSY", "0"])
    }

    @Test func whatKeepsAMount() throws {
        func umount(_ lines: String) throws -> String {
            Observation(of: try workload("op 1 t0 mount\n\(lines)\nop 9 t0 umount\n"), on: try target("merged"))
                .result(of: 9)
        }
        #expect(try umount("") == "0")
        #expect(try umount("op 2 t1 create f0 d0") == "EBUSY")
        #expect(try umount("op 2 t1 create f0 d0\nop 3 t1 close d0") == "0")
        #expect(
            try umount("op 2 t1 create f0 d0\nop 3 t1 mmap m0 d0 pages 0+1 shared write\nop 4 t1 close d0") == "EBUSY")
        #expect(try umount("op 2 t1 create f0 d0\nop 3 t1 unlink f0") == "EBUSY", "an unlinked file is open")
        #expect(try umount("op 2 t1 chdir mount-point") == "EBUSY")
        #expect(try umount("op 2 t1 chdir mount-point\nop 3 t1 chdir out") == "0")
        #expect(try umount("op 2 t1 chdir mount-point\nop 3 t1 exit-group") == "0")
    }
}
