import RemovalFuzz
import Testing

@testable import DAXModel

/// `errno` fires when a call that began after the shutdown succeeds, for each kind of call that it judges.
@Suite struct ErrnoTests {
    /// The file system is shut down, device and disk still answer: what fails now fails because of the shutdown. A handler
    /// lets t1 survive the removal's signal.
    private static func afterTheShutdown(_ call: String) throws -> Case {
        try workload(
            """
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t1 write d0 pages 0+2
            op 4 t1 sigaction handler
            op 5 t1 mmap m0 d0 pages 0+2 shared write
            op 6 t0 unbind
            op 7 t1 \(call)
            preempt t0 op 6 at kill_dax:clear_bit_DAXDEV_ALIVE run t1
            """)
    }

    @Test(arguments: [
        "open f0 d1", "create f1 d1", "unlink f0", "rename f0 f1", "read d0 pages 0+1", "write d0 pages 0+1",
        "fsync d0",
        "truncate d0 size 0", "fallocate d0 pages 4+1", "punch d0 pages 0+1",
    ])
    func callThatSucceeds(call: String) throws {
        let subject = try Self.afterTheShutdown(call)
        let wrong = Observation(of: subject, on: try reference(.shutdownNotAsked))
        #expect(wrong.execution.skippedPreemptions == 0)
        #expect(words(of: wrong.execution.violations, by: .errno) == ["file/succeeded"])
        let right = Observation(of: subject, on: try target("reference"))
        #expect(right.result(of: 7) == "EIO")
        #expect(right.execution.signatures.isEmpty)
    }

    /// What asks neither data nor metadata succeeds after a shutdown as before; so does a rename onto itself, which is
    /// done before the file system is asked.
    @Test(arguments: ["close d0", "mmap m1 d0 pages 0+2 shared write", "munmap m0", "rename f0 f0"])
    func callThatMaySucceed(call: String) throws {
        let seen = Observation(of: try Self.afterTheShutdown(call), on: try target("reference"))
        #expect(seen.result(of: 7) == "0")
        #expect(seen.execution.signatures.isEmpty)
    }

    /// A call that began before the shutdown may still succeed.
    @Test func callThatBeganBefore() throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 write d0 pages 0+2
                op 4 t1 read d0 pages 0+2
                op 5 t0 unbind
                preempt t1 op 4 at xfs_file_read:xfs_iunlock run t0
                """), on: try target("reference"))
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(seen.result(of: 4) == "2")
        #expect(seen.execution.signatures.isEmpty)
    }

    /// After a rebind another mount answers, which nobody has shut down.
    @Test func callOnTheNextMount() throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t0 unbind
                op 3 t0 umount
                op 4 t0 bind
                op 5 t0 mount
                op 6 t0 create f0 d0
                op 7 t0 write d0 pages 0+1
                """), on: try target("reference"))
        #expect(seen.result(of: 6) == "0" && seen.result(of: 7) == "1")
        #expect(seen.execution.signatures.isEmpty)
    }
}
