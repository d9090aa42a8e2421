import RemovalFuzz
import Testing

@testable import DAXModel

/// `balance` fires for each lock that is kept and each reference that is not given back, and for nothing else.
@Suite struct BalanceTests {
    /// One forgotten step, a case that comes by, and what is left over then.
    struct Leak: CustomTestStringConvertible, Sendable {
        var step: FaultyStep
        var lines: String
        var left: String
        var testDescription: String { "\(step)" }
    }

    private static let file = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+1

        """

    static let leaks = [
        Leak(
            step: .srcuReadUnlockLeftOut,
            lines: file + """
                op 4 t1 write d0 pages 0+1
                op 5 t0 unbind
                preempt t1 op 4 at xfs_file_write:dax_read_lock run t0
                """, left: "srcu/still-referenced"),
        Leak(step: .deviceUnlockLeftOut, lines: "op 1 t0 unbind\n", left: "reference/held-lock"),
        Leak(
            step: .sbEndWriteLeftOut, lines: file + "op 4 t0 unbind\nop 5 t1 write d0 pages 0+1\n",
            left: "super-block/held-lock"),
        Leak(
            step: .failedFreezeCounts, lines: file + "op 4 t1 freeze d0\nfault freeze-sync t1 op 4\n",
            left: "super-block/still-referenced"),
        Leak(
            step: .agfUnlockLeftOut,
            lines: file + """
                op 4 t1 write d0 pages 1+1
                op 5 t0 unbind
                preempt t1 op 4 at xfs_iomap_write_direct:xfs_bmapi_write run t0
                """, left: "perag/held-lock"),
        Leak(
            step: .iunlockLeftOut,
            lines: file + "op 4 t1 read d0 pages 0+1\nfault media-error t1 op 4 file f0 page 0\n",
            left: "file/held-lock"),
        Leak(step: .iputLeftOut, lines: file + "op 4 t0 unbind\nop 5 t1 open f0 d1\n", left: "file/still-referenced"),
        Leak(step: .putDaxLeftOut, lines: "op 1 t0 mount\nop 2 t0 unbind\n", left: "reference/still-referenced"),
        Leak(step: .holderLeftInPlace, lines: "op 1 t0 mount\nop 2 t0 unbind\n", left: "dax-holder/still-referenced"),
    ]

    @Test(arguments: leaks) func leakIsReported(leak: Leak) throws {
        let subject = try workload(leak.lines)
        #expect(verdict(.balance, subject, try reference(leak.step)) == [leak.left])
        let clean = Observation(of: subject, on: try target("reference"))
        #expect(clean.execution.signatures.isEmpty)
        #expect(
            clean.execution.skippedPreemptions == 0 && clean.execution.firedFaults == (1 << subject.faults.count) - 1)
    }

    /// One object that is left over when a super block dies, or at the end.
    struct Remnant: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var left: String
        var damage: @Sendable (inout Machine) -> Void

        init(_ name: String, _ left: String, _ damage: @escaping @Sendable (inout Machine) -> Void) {
            testDescription = name
            self.left = left
            self.damage = damage
        }
    }

    static let ofSuperBlocks = [
        Remnant("sb_start_write", "super-block/held-lock") { $0.sb.writers = 1 },
        Remnant("sb_start_pagefault", "super-block/held-lock") { $0.sb.faulters = 1 },
        Remnant("sb_start_intwrite", "super-block/held-lock") { $0.sb.transactions = 1 },
        Remnant("s_active", "super-block/still-referenced") { $0.sb.active = 1 },
        Remnant("kernel's freeze", "super-block/still-referenced") { $0.sb.kernelHolders = 1 },
        Remnant("users' freeze", "super-block/still-referenced") { $0.sb.userHolders = 1 },
        Remnant("IOLOCK", "file/held-lock") { _ = $0.inodes[5].ioLock.tryWrite(Mark(task: 1)) },
        Remnant("MMAPLOCK", "file/held-lock") { _ = $0.inodes[5].mmapLock.tryRead(Mark(task: 1)) },
        Remnant("ILOCK", "file/held-lock") { _ = $0.inodes[5].iLock.tryWrite(Mark(task: 1)) },
        Remnant("i_count", "file/still-referenced") { $0.inodes[5].count = 1 },
    ]

    static let ofTheDevice = [
        Remnant("SRCU, even period", "srcu/still-referenced") { $0.srcu.readers0 = 1 },
        Remnant("SRCU, odd period", "srcu/still-referenced") { $0.srcu.readers1 = 1 },
        Remnant("device_lock", "reference/held-lock") { $0.driver.lock = TaskID(1) },
        Remnant("s_umount", "super-block/held-lock") { _ = $0.sb.sUmount.tryRead(Mark(task: 1)) },
        Remnant("AGF of the last group", "perag/held-lock") {
            _ = $0.agf[GroupID(Limits.groups - 1)].tryWrite(Mark(task: 1))
        },
        Remnant("dax_device of the first binding", "reference/still-referenced") { $0.daxDevices[1].references = 1 },
        Remnant("dax_device put twice", "reference/still-referenced") { $0.daxDevices[2].references = 0 },
        Remnant("holder_data", "dax-holder/still-referenced") { $0.daxDevices[2].holderData = 1 },
        Remnant("holder_ops", "dax-holder/still-referenced") { $0.daxDevices[1].holderOps = true },
    ]

    /// One of two super blocks dies with something in its books. The second mount begins with new ones, and what the first
    /// left is told nevertheless.
    @Test(arguments: ofSuperBlocks, [0, 1]) func remnantOfASuperBlock(remnant: Remnant, mount: Int) throws {
        let subject = try workload("op 1 t0 mount\nop 2 t0 unbind\nop 3 t0 umount\n")
        let found = try DamagedRun.violations(
            of: subject, on: try target("reference"), before: "generic_shutdown_super:blkdev_put", occurrence: mount,
            damage: remnant.damage)
        #expect(words(of: found, by: .balance) == [remnant.left])
        #expect(verdict(.balance, subject, try target("reference")) == [])
    }

    /// The super block of a mount that fails has books of its own, and the next one begins with new ones.
    @Test func remnantOfAFailedMount() throws {
        let found = try DamagedRun.violations(
            of: try workload("op 1 t0 mount\nop 2 t0 mount\nop 3 t0 unbind\n"), on: try target("reference"),
            before: "do_mount:xlog_recover"
        ) {
            $0.sb.writers = 1
            $0.driver.diskAlive = false
        }
        #expect(words(of: found, by: .balance).contains("super-block/held-lock"))
    }

    @Test(arguments: ofTheDevice) func remnantAtTheEnd(remnant: Remnant) throws {
        let subject = try workload("op 1 t0 mount\nop 2 t0 unbind\n")
        let found = try DamagedRun.violations(
            of: subject, on: try target("reference"), before: "closing:balance", damage: remnant.damage)
        #expect(words(of: found, by: .balance) == [remnant.left])
    }

    /// A task that dies in the kernel keeps what it held: after an oops nothing is said of leaks.
    @Test func nothingIsSaidAfterAnOops() throws {
        let subject = try workload(
            Self.file + """
                op 4 t1 mmap m0 d0 pages 0+1 shared write
                op 5 t1 store m0 page 0
                op 6 t0 unbind
                op 7 t1 fsync d0
                """)
        let found = try DamagedRun.violations(
            of: subject, on: try target("reference"), before: "closing:balance"
        ) {
            $0.violations.oopsed = true
            $0.srcu.readers0 = 1
        }
        #expect(words(of: found, by: .balance) == [])
    }
}
