import DAXModel
import RemovalFuzz
import Testing

/// What becomes of a signal that is queued: handlers, masks, SIG_IGN, delays, and who inherits what.
@Suite struct SignalDeliveryTests {
    private static let file = "op 1 t0 mount\nop 2 t1 create f0 d0\nop 3 t1 write d0 pages 0+1\n"
    private static let touch = "op 6 t1 mmap m0 d0 pages 0+1 shared write\nop 7 t1 store m0 page 0\n"

    /// Results of the operations from 20 on, after t1 has mapped the file and lost it.
    private static func results(_ before: String, _ after: String, design: String = "merged") throws -> [String] {
        let seen = Observation(
            of: try workload(file + before + touch + "op 10 t0 unbind\n" + after), on: try target(design))
        #expect(seen.execution.skippedPreemptions == 0)
        return (20...23).map { seen.result(of: $0) }.filter { $0 != "not begun" }
    }

    /// The default action is death; a handler lives on; SIG_IGN discards what is not forced.
    @Test func actions() throws {
        let after = "op 20 t1 chdir out\n"
        #expect(try Self.results("", after) == [])
        #expect(try Self.results("op 4 t1 sigaction handler\n", after) == ["0"])
        #expect(try Self.results("op 4 t1 sigaction ignore\n", after) == ["0"])
    }

    /// A masked SIGBUS waits for the mask to go. Until then the task lives, and SIG_IGN takes the signal back.
    @Test func masks() throws {
        let masked = "op 4 t1 sigprocmask block\n"
        #expect(try Self.results(masked, "op 20 t1 chdir out\nop 21 t1 chdir out\n") == ["0", "0"])
        #expect(
            try Self.results(masked, "op 20 t1 chdir out\nop 11 t1 sigprocmask unblock\nop 21 t1 chdir out\n") == ["0"])
        #expect(
            try Self.results(
                masked,
                "op 20 t1 sigaction ignore\nop 21 t1 sigaction default\nop 22 t1 sigprocmask unblock\nop 23 t1 chdir out\n"
            )
                == ["0", "0", "0", "0"])
    }

    /// What was ignored when it came is not pending later, when the action is the default one again.
    @Test func ignoredIsNotQueued() throws {
        let delayed =
            "op 11 t1 sigaction default\nop 12 t2 chdir out\nop 20 t1 chdir out\nfault delay-signal t0 op 10 until 12\n"
        #expect(try Self.results("op 4 t1 sigaction ignore\n", delayed) == ["0"])
        #expect(try Self.results("", delayed) == [])
    }

    /// A task's own failing access is forced: neither a mask nor SIG_IGN survives it.
    @Test func ownAccess() throws {
        let access = "op 20 t1 store m0 page 0\nop 21 t1 chdir out\n"
        let sigbus = "SIGBUS/BUS_ADRERR"
        #expect(try Self.results("op 4 t1 sigaction handler\n", access) == [sigbus, "0"])
        #expect(try Self.results("op 4 t1 sigaction ignore\n", access) == [sigbus])
        #expect(try Self.results("op 4 t1 sigaction handler\nop 5 t1 sigprocmask block\n", access) == [sigbus])
    }

    /// The task that writes to `unbind` and maps the file gets BUS_MCEERR_AR, which is forced on it.
    @Test func removalByAMapper() throws {
        func result(_ design: String) throws -> String {
            Observation(
                of: try workload(Self.file + "op 4 t1 sigaction ignore\n" + Self.touch + "op 10 t1 unbind\n"),
                on: try target(design)
            ).result(of: 10)
        }
        #expect(try result("notify-6.1") == "killed")
        #expect(try result("merged") == "killed")
    }

    /// A delayed SIGKILL is noticed when the operation has ended that it waits for.
    @Test func delayedKill() throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t2 kill t1
                op 2 t1 chdir out
                op 3 t3 chdir out
                op 4 t1 chdir out
                fault delay-signal t2 op 1 until 3
                """), on: try target("merged"))
        #expect((1...4).map { seen.result(of: $0) } == ["0", "0", "0", "not begun"])
    }

    @Test func exitGroupEndsEveryThread() throws {
        let seen = Observation(
            of: try workload("op 1 t1 thread t2\nop 2 t1 exit-group\nop 3 t2 chdir out\nop 4 t3 chdir out\n"),
            on: try target("merged"))
        #expect(seen.result(of: 3) == "not begun")
        #expect(seen.result(of: 4) == "0")
    }

    /// A child has its parent's action and mask.
    @Test(arguments: ["sigaction handler", "sigaction ignore", "sigprocmask block"]) func inheritance(
        call: String
    ) throws {
        func child(_ lines: String) throws -> String {
            Observation(
                of: try workload(
                    Self.file + lines + Self.touch
                        + "op 8 t1 fork t2\nop 9 t2 load m0 page 0\nop 10 t0 unbind\nop 20 t2 chdir out\n"),
                on: try target("merged")
            ).result(of: 20)
        }
        #expect(try child("op 4 t1 \(call)\n") == "0")
        #expect(try child("") == "not begun")
    }

    /// A freeze that a user made is thawed through a new descriptor when none is left and the file system is up.
    @Test func closingThaws() throws {
        let seen = Observation(
            of: try workload(Self.file + "op 4 t1 freeze d0\nop 5 t1 exit-group\n"), on: try target("merged"))
        #expect(seen.execution.signatures.isEmpty)
        #expect(seen.closing.stuck == nil)
    }
}
