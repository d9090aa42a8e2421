import DAXModel
import RemovalFuzz
import Testing

/// What runs out in a machine that runs is an errno of the kernel, and the rest goes on. `docs/cases.md` lists them.
@Suite struct LimitTests {
    private func lines(_ calls: [(task: Int, call: String)], from first: Int) -> String {
        calls.enumerated().map { "op \(first + $0.offset) t\($0.element.task) \($0.element.call)\n" }.joined()
    }

    @Test func openFiles() throws {
        let opens = (0..<Limits.files - 1).map { index in
            (task: 1 + index / Limits.descriptors, call: "open f0 d\(index % Limits.descriptors)")
        }
        let text = "op 1 t0 mount\nop 2 t0 create f0 d0\n" + lines(opens, from: 10)
        let rest = "op 50 t7 open f0 d0\nop 51 t1 close d0\nop 52 t7 open f0 d0\n"
        let seen = Observation(of: try workload(text + rest), on: try target("merged"))
        #expect(opens.indices.allSatisfy { seen.result(of: UInt16(10 + $0)) == "0" })
        #expect((50...52).map { seen.result(of: $0) } == ["ENFILE", "0", "0"])
        #expect(seen.execution.signatures.isEmpty)
    }

    /// Unlinked files that are open keep their inodes.
    @Test func inodes() throws {
        let calls = (0..<Limits.inodes).flatMap { index in
            let task = index / Limits.descriptors
            return [(task, "create f0 d\(index % Limits.descriptors)"), (task, "unlink f0")]
        }
        let text = "op 1 t0 mount\n" + lines(calls, from: 10) + "op 50 t7 create f0 d0\nop 51 t0 umount\n"
        let seen = Observation(of: try workload(text), on: try target("merged"))
        #expect(calls.indices.allSatisfy { seen.result(of: UInt16(10 + $0)) == "0" })
        #expect(seen.result(of: 50) == "ENOSPC")
        #expect(seen.execution.signatures.isEmpty)
    }

    /// Files lie in one of two groups, whose first block is its header.
    @Test func blocks() throws {
        let files = (0..<4).map { (task: 0, call: "create f\($0) d\($0)") }
        let text = "op 1 t0 mount\n" + lines(files, from: 10) + "op 20 t1 unlink f1\nop 21 t1 create f1 d0\n"
        let fill = "op 30 t0 fallocate d0 pages 0+8\nop 31 t0 fallocate d2 pages 0+8\nop 32 t1 fallocate d0 pages 0+8\n"
        let other = "op 33 t0 fallocate d3 pages 0+8\n"
        let seen = Observation(of: try workload(text + fill + other), on: try target("merged"))
        #expect((30...33).map { seen.result(of: $0) } == ["0", "0", "ENOSPC", "0"])
        #expect(seen.execution.signatures.isEmpty)
    }

    @Test func tasks() throws {
        let seen = Observation(
            of: try workload("op 1 t0 fork t1\nop 2 t0 fork t1\nop 3 t0 thread t1\nop 4 t0 thread t2\n"),
            on: try target("merged"))
        #expect((1...4).map { seen.result(of: $0) } == ["0", "EAGAIN", "EAGAIN", "0"])
    }

    /// However long a case would go on, the closing begins.
    @Test func steps() throws {
        let loops = (1...4).map { loop in
            "op \(10 * loop) t1 repeat 64\nop \(10 * loop + 1) t1 write d0 pages 0+8\nop \(10 * loop + 2) t1 end\n"
        }
        let text = "op 1 t0 mount\nop 2 t1 create f0 d0\n" + loops.joined()
        let subject = try workload(text)
        var executor = Executor(target: try target("merged"))
        let execution = executor.run(subject)
        #expect(execution.steps > Limits.steps && execution.steps < Limits.steps + 1000)
        #expect(execution.violations.isEmpty)
    }
}
