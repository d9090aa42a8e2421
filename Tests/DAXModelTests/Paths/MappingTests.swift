import DAXModel
import RemovalFuzz
import Testing

/// `mmap` and what mappings keep.
@Suite struct MappingTests {
    @Test func permissions() throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 write d0 pages 0+1
                op 4 t2 open f0 d0
                op 5 t2 mmap m0 d0 pages 0+1 shared write
                op 6 t2 mmap m0 d0 pages 0+1 private write
                op 7 t2 mmap m0 d0 pages 0+1 private write
                op 8 t2 mmap m1 d0 pages 0+1 shared read-only
                op 9 t2 mprotect m1 write
                op 10 t2 store m1 page 0
                op 11 t3 load m0 page 0
                """), on: try target("merged"))
        #expect(
            (5...10).map { seen.result(of: $0) } == ["EACCES", "0", "EEXIST", "0", "EACCES", "SIGSEGV"])
        #expect(seen.result(of: 11) == "SIGSEGV")
    }

    /// An mmap that fails for want of an area puts the file that it had taken.
    @Test func mmapThatFails() throws {
        var lines = "op 1 t0 mount\nop 2 t1 create f0 d0\n"
        for slot in 0..<4 { lines += "op \(10 + slot) t1 mmap m\(slot) d0 pages 0+1 shared write\n" }
        for child in 2...6 { lines += "op \(20 + child) t1 fork t\(child)\n" }
        lines += "op 30 t7 open f0 d0\nop 31 t7 mmap m0 d0 pages 0+1 shared read-only\n"
        for task in 1...7 { lines += "op \(40 + task) t\(task) exit-group\n" }
        let seen = Observation(of: try workload(lines + "op 50 t0 umount\n"), on: try target("merged"))
        #expect(seen.result(of: 13) == "0" && seen.result(of: 26) == "0")
        #expect(seen.result(of: 31) == "ENOMEM")
        #expect(seen.result(of: 50) == "0")
    }

    /// A private copy is the process's own memory: the removal does not take it.
    @Test func privateCopyStays() throws {
        let seen = Observation(
            of: try workload(
                """
                op 1 t0 mount
                op 2 t1 create f0 d0
                op 3 t1 write d0 pages 0+1
                op 4 t1 sigaction handler
                op 5 t1 mmap m0 d0 pages 0+1 private write
                op 6 t1 store m0 page 0
                op 7 t2 open f0 d0
                op 8 t2 mmap m0 d0 pages 0+1 shared read-only
                op 9 t2 load m0 page 0
                op 10 t1 load m0 page 0
                op 11 t0 unbind
                op 12 t1 load m0 page 0
                """), on: try target("merged"))
        #expect(seen.result(of: 12) == seen.result(of: 10))
        #expect(seen.execution.signatures.isEmpty)
    }
}
