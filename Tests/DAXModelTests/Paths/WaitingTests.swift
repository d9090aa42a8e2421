import RemovalFuzz
import Testing

@testable import DAXModel

/// Who waits for whom: each wait takes place, and each ends when what was waited for does.
@Suite struct WaitingTests {
    /// Two operations, the first of which stops inside something that the second needs.
    struct Wait: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var lines: String
        /// Where the second sleeps meanwhile.
        var sleepsAt: String
        var first: (id: UInt16, result: String)
        var second: (id: UInt16, result: String)
        var design = "notify-6.1"
    }

    private static let file = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+2
        op 4 t2 open f0 d0 write

        """
    private static let mapped =
        file + "op 5 t1 mmap m0 d0 pages 0+2 shared write\nop 6 t2 mmap m0 d0 pages 0+2 shared write\n"

    static let waits = [
        Wait(
            testDescription: "write and write: IOLOCK",
            lines: file
                + "op 7 t1 write d0 pages 0+1\nop 8 t2 write d0 pages 0+1\npreempt t1 op 7 at xfs_file_write:dax_copy_from_iter run t2",
            sleepsAt: "xfs_file_write:xfs_ilock_IOLOCK_EXCL", first: (7, "1"), second: (8, "1")),
        Wait(
            testDescription: "read and truncate: IOLOCK",
            lines: file
                + "op 7 t1 read d0 pages 0+1\nop 8 t2 truncate d0 size 0\npreempt t1 op 7 at xfs_file_read:xfs_iomap_begin run t2",
            sleepsAt: "xfs_vn_setattr_size:xfs_ilock_IOLOCK_EXCL", first: (7, "1"), second: (8, "0")),
        Wait(
            testDescription: "truncate and read: IOLOCK",
            lines: file
                + "op 7 t1 truncate d0 size 1\nop 8 t2 read d0 pages 0+2\npreempt t1 op 7 at xfs_vn_setattr_size:xfs_trans_commit run t2",
            sleepsAt: "xfs_file_read:xfs_ilock_IOLOCK_SHARED", first: (7, "0"), second: (8, "1")),
        Wait(
            testDescription: "read fault and truncate: MMAPLOCK",
            lines: mapped
                + "op 7 t1 load m0 page 0\nop 8 t2 truncate d0 size 0\npreempt t1 op 7 at dax_iomap_fault:grab_mapping_entry run t2",
            sleepsAt: "xfs_vn_setattr_size:xfs_ilock_MMAPLOCK_EXCL", first: (7, "64"), second: (8, "0")),
        Wait(
            testDescription: "truncate and write fault: MMAPLOCK",
            lines: mapped
                + "op 7 t1 truncate d0 size 0\nop 8 t2 store m0 page 0\npreempt t1 op 7 at xfs_vn_setattr_size:xfs_trans_commit run t2",
            sleepsAt: "xfs_dax_write_fault:xfs_ilock_MMAPLOCK_SHARED", first: (7, "0"), second: (8, "SIGBUS/BUS_ADRERR")
        ),
        Wait(
            testDescription: "fault and fault: entry",
            lines: mapped
                + "op 7 t1 load m0 page 0\nop 8 t2 load m0 page 0\npreempt t1 op 7 at dax_iomap_fault:dax_insert_entry run t2",
            sleepsAt: "dax_iomap_fault:grab_mapping_entry", first: (7, "64"), second: (8, "64")),
        Wait(
            testDescription: "fault and fsync: entry",
            lines: mapped
                + "op 7 t1 store m0 page 0\nop 8 t2 fsync d0\npreempt t1 op 7 at dax_iomap_fault:vmf_insert_mixed run t2",
            sleepsAt: "dax_writeback_mapping_range:dax_writeback_one", first: (7, "192"), second: (8, "0")),
        Wait(
            testDescription: "allocation and allocation: ILOCK",
            lines: file
                + "op 7 t1 write d0 pages 2+1\nop 8 t2 mmap m0 d0 pages 0+2 shared write\npreempt t1 op 7 at xfs_iomap_write_direct:xfs_bmapi_write run t2",
            sleepsAt: "", first: (7, "1"), second: (8, "0")),
        Wait(
            testDescription: "allocation and punch: AGF",
            lines:
                "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t2 create f1 d0\nop 4 t3 create f2 d0\nop 5 t3 write d0 pages 0+1\nop 7 t1 write d0 pages 0+1\nop 8 t3 punch d0 pages 0+1\npreempt t1 op 7 at xfs_iomap_write_direct:xfs_bmapi_write run t3",
            sleepsAt: "xfs_vn_setattr_size:xfs_alloc_read_agf", first: (7, "1"), second: (8, "0")),
        Wait(
            testDescription: "the walk and an allocation: AGF",
            lines: file
                + "op 7 t0 unbind\nop 8 t2 write d0 pages 4+1\npreempt t0 op 7 at xfs_rmap_query_range:xfs_rmap_query_range run t2",
            sleepsAt: "xfs_iomap_write_direct:xfs_alloc_read_agf", first: (7, "0"), second: (8, "EIO")),
        Wait(
            testDescription: "an allocation and the walk: AGF",
            lines: file
                + "op 7 t1 write d0 pages 4+1\nop 8 t0 unbind\npreempt t1 op 7 at xfs_iomap_write_direct:xfs_bmapi_write run t0",
            sleepsAt: "xfs_rmap_query_range:xfs_alloc_read_agf", first: (7, "1"), second: (8, "0")),
        Wait(
            testDescription: "a write and kill_dax: SRCU",
            lines: file
                + "op 7 t1 write d0 pages 0+1\nop 8 t0 unbind\npreempt t1 op 7 at xfs_file_write:dax_copy_from_iter run t0",
            sleepsAt: "kill_dax:synchronize_srcu_wait", first: (7, "1"), second: (8, "0")),
        Wait(
            testDescription: "unbind and bind: device_lock",
            lines: file + "op 7 t0 unbind\nop 8 t3 bind\npreempt t0 op 7 at unbind_store:put_dax run t3",
            sleepsAt: "bind_store:device_lock", first: (7, "0"), second: (8, "0")),
        Wait(
            testDescription: "bind and unbind: device_lock",
            lines: "op 1 t0 unbind\nop 7 t0 bind\nop 8 t3 unbind\npreempt t0 op 7 at bind_store:alloc_dax run t3",
            sleepsAt: "unbind_store:device_lock", first: (7, "0"), second: (8, "0")),
        Wait(
            testDescription: "a mount and the end of the disk: s_umount",
            lines: "op 7 t0 mount\nop 8 t1 unbind\npreempt t0 op 7 at do_mount:fs_dax_get_by_bdev run t1",
            sleepsAt: "del_gendisk:super_lock", first: (7, "EIO"), second: (8, "0")),
        Wait(
            testDescription: "write back and drop-caches: s_umount is shared",
            lines: file + "op 7 t0 unbind\nop 8 t3 drop-caches\npreempt t0 op 7 at del_gendisk:shrink_dcache_sb run t3",
            sleepsAt: "", first: (7, "0"), second: (8, "0")),
        Wait(
            testDescription: "drop-caches and umount: s_umount",
            lines:
                "op 1 t0 mount\nop 7 t1 drop-caches\nop 8 t0 umount\npreempt t1 op 7 at drop_caches:prune_icache_sb run t0",
            sleepsAt: "do_umount:deactivate_super", first: (7, "0"), second: (8, "0")),
        Wait(
            testDescription: "mmap and a thread's munmap: mmap_lock",
            lines: file
                + "op 5 t1 thread t3\nop 6 t1 mmap m0 d0 pages 0+2 shared write\nop 7 t1 mmap m1 d0 pages 0+2 shared write\nop 8 t3 munmap m0\npreempt t1 op 7 at mmap_region:vma_link run t3",
            sleepsAt: "munmap_region:mmap_write_lock", first: (7, "0"), second: (8, "0")),
        Wait(
            testDescription: "a fault and a thread's mprotect: mmap_lock",
            lines: file
                + "op 5 t1 thread t3\nop 6 t1 mmap m0 d0 pages 0+2 shared write\nop 7 t1 load m0 page 0\nop 8 t3 mprotect m0 read\npreempt t1 op 7 at dax_iomap_fault:vmf_insert_mixed run t3",
            sleepsAt: "mprotect_fixup:mmap_lock", first: (7, "64"), second: (8, "0")),
        Wait(
            testDescription: "eviction and open: I_FREEING",
            lines:
                "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t1 close d0\nop 7 t0 drop-caches\nop 8 t1 open f0 d0\npreempt t0 op 7 at evict:xfs_fs_destroy_inode run t1",
            sleepsAt: "xfs_iget:xfs_iget_cache_hit", first: (7, "0"), second: (8, "0")),
        Wait(
            testDescription: "del_gendisk and umount: s_umount",
            lines:
                "op 1 t0 mount\nop 7 t0 unbind\nop 8 t3 umount\npreempt t0 op 7 at del_gendisk:shrink_dcache_sb run t3",
            sleepsAt: "do_umount:deactivate_super", first: (7, "0"), second: (8, "0")),
        Wait(
            testDescription: "a write fault and a freeze: SB_FREEZE_PAGEFAULT",
            lines: mapped
                + "op 7 t1 store m0 page 0\nop 8 t2 freeze d0\npreempt t1 op 7 at dax_iomap_fault:xfs_iomap_begin run t2",
            sleepsAt: "freeze_super:sb_wait_pagefault", first: (7, "192"), second: (8, "0")),
        Wait(
            // The worker that frees unlinked inodes takes no level but its transaction's.
            testDescription: "inodegc and a freeze: SB_FREEZE_FS",
            lines:
                "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t1 write d0 pages 0+1\nop 4 t2 create f1 d0\nop 5 t1 unlink f0\nop 6 t1 close d0\nop 7 t2 freeze d0\npreempt inodegc-worker op inodegc at xfs_inodegc_worker:xfs_alloc_read_agf run t2",
            sleepsAt: "freeze_super:sb_wait_fs", first: (6, "0"), second: (7, "0")),
        Wait(
            testDescription: "a freeze that fails and a write: the thaw",
            lines: file
                + "op 7 t1 freeze d0\nop 8 t2 write d0 pages 0+1\nfault freeze-sync t1 op 7\npreempt t1 op 7 at freeze_super:sync_filesystem run t2",
            sleepsAt: "xfs_file_write:sb_start_write", first: (7, "EIO"), second: (8, "1")),
        Wait(
            testDescription: "a freeze on its way and the reference design",
            lines: file + "op 7 t2 freeze d0\nop 8 t0 unbind\npreempt t2 op 7 at freeze_super:sb_wait_write run t0",
            sleepsAt: "xfs_dax_notify_failure:wait_for_partially_frozen", first: (7, "EIO"), second: (8, "0"),
            design: "reference"),
        Wait(
            testDescription: "an inode that is set up and the reference design: I_NEW",
            lines:
                "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t1 fsync d0\nop 4 t1 close d0\nop 5 t0 umount\nop 6 t0 mount\nop 7 t1 open f0 d0\nop 8 t0 unbind\npreempt t1 op 7 at xfs_iget:unlock_new_inode run t0",
            sleepsAt: "xfs_dax_notify_failure:s_inode_list", first: (7, "0"), second: (8, "0"), design: "reference"),
        Wait(
            testDescription: "inactivation and umount: inodegc",
            lines:
                "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t1 close d0\nop 7 t1 unlink f0\nop 8 t0 umount\npreempt inodegc-worker op inodegc at xfs_inodegc_worker:xfs_trans_alloc run t0",
            sleepsAt: "generic_shutdown_super:xfs_inodegc_flush", first: (7, "0"), second: (8, "0")),
    ]

    @Test(arguments: waits) func waitEnds(wait: Wait) throws {
        let told = Timeline(of: try workload(wait.lines + "\n"), on: try target(wait.design))
        let seen = Observation(of: try workload(wait.lines + "\n"), on: try target(wait.design))
        #expect(seen.execution.skippedPreemptions == 0)
        if !wait.sleepsAt.isEmpty {
            #expect(
                told.events.contains {
                    "\($0.path):\($0.step)" == wait.sleepsAt && $0.notes.contains { $0.contains("sleep") }
                })
        }
        #expect(seen.result(of: wait.first.id) == wait.first.result)
        #expect(seen.result(of: wait.second.id) == wait.second.result)
        #expect(seen.sleepers.isEmpty)
        #expect(!seen.oracles.contains(.liveness) && !seen.oracles.contains(.balance))
    }
}
