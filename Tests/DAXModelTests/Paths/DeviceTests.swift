import RemovalFuzz
import Testing

@testable import DAXModel

/// `bind`, `unbind`, and what the dax_device says around them.
@Suite struct DeviceTests {
    @Test func bindAndUnbindTwice() throws {
        let seen = Observation(
            of: try workload("op 1 t0 unbind\nop 2 t0 unbind\nop 3 t0 bind\nop 4 t0 bind\nop 5 t0 unbind\n"),
            on: try target("merged"))
        #expect((1...5).map { seen.result(of: $0) } == ["0", "ENODEV", "0", "EBUSY", "0"])
    }

    /// The model counts four bindings. A fifth is refused, and an execution that ends without a device is not asked for
    /// a mount.
    @Test func lastBinding() throws {
        let rebind = "op N1 t0 unbind\nop N2 t0 bind\n"
        let lines = (1...4).map { rebind.replacing("N", with: "\($0)") }.joined()
        let seen = Observation(of: try workload(lines), on: try target("merged"))
        #expect(seen.result(of: 32) == "0")
        #expect(seen.result(of: 42) == "ENOMEM")
        #expect(seen.execution.signatures.isEmpty)
    }

    /// `dax_remove_host` comes before `kill_dax`: a mount that begins in between finds no dax_device.
    @Test func mountDuringTheRemoval() throws {
        let seen = Observation(
            of: try workload("op 1 t0 unbind\nop 2 t1 mount\npreempt t0 op 1 at kill_dax:holder_data run t1\n"),
            on: try target("merged"))
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(seen.result(of: 2) == "EIO")
        #expect(seen.execution.signatures.isEmpty)
    }

    /// After `kill_dax` nobody can be called through the holder any more, though the file system is still mounted.
    @Test func holderAfterKillDax() throws {
        var holder = (data: -1, operations: true)
        _ = try DamagedRun.violations(
            of: try workload("op 1 t0 mount\nop 2 t0 unbind\n"), on: try target("merged"),
            before: "unbind_store:put_dax"
        ) { holder = (Int($0.daxDevices[1].holderData), $0.daxDevices[1].holderOps) }
        #expect(holder == (0, false))
    }

    /// The reference design's gate: a fault after its pass over the inodes inserts nothing.
    @Test func gateOfTheReferenceDesign() throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 write d0 pages 0+1
                op 4 t1 sigaction handler
                op 5 t1 mmap m0 d0 pages 0+1 shared read-only
                op 6 t0 unbind
                op 7 t1 load m0 page 0
                preempt t0 op 6 at xfs_dax_notify_failure:xfs_force_shutdown run t1
                """), on: try target("reference"))
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(seen.result(of: 7) == "SIGBUS/BUS_ADRERR")
        #expect(seen.execution.signatures.isEmpty)
    }
}
