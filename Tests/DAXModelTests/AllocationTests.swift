import CAllocationCounter
import DAXModel
import RemovalFuzz
import Testing

@Suite struct AllocationTests {
    /// Loads a case into a machine and runs its operations in order, then the closing, step by step; nothing else.
    /// Returns the steps executed.
    private static func run(_ machine: inout Machine, _ subject: borrowing Case) -> Int {
        machine.load(mkfs: subject.mkfs, operations: subject.operations, faults: subject.faults)
        for index in 0..<subject.operations.count {
            let task = Int(subject.operations[index].task)
            settle(&machine)
            if machine.isIdle(task) { machine.start(operation: index) }
        }
        settle(&machine)
        machine.beginClosing()
        var rounds = 0
        while !machine.isClosed && rounds < 2000 {
            rounds += 1
            for task in 0..<Limits.tasks where machine.isRunnable(task) { _ = machine.step(task) }
        }
        return machine.stepCount
    }

    private static func settle(_ machine: inout Machine) {
        var progressed = true
        while progressed {
            progressed = false
            for task in 0..<Limits.tasks where machine.isRunnable(task) {
                _ = machine.step(task)
                progressed = true
            }
        }
    }

    /// A removal under mappings, fsyncs and a freeze, then umount; no violation on its target.
    private static func busyCase() throws -> Case {
        try workload(
            """
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t1 write d0 pages 0+8
            op 4 t1 mmap m0 d0 pages 0+8 shared write
            op 5 t1 store m0 page 0
            op 6 t1 store m0 page 5
            op 7 t1 load m0 page 6
            op 8 t1 fsync d0
            op 9 t2 open f0 d0 write
            op 10 t2 mmap m0 d0 pages 0+8 private write
            op 11 t2 store m0 page 1
            op 12 t2 truncate d0 size 4
            op 13 t2 fallocate d0 pages 4+4
            op 14 t2 punch d0 pages 2+2
            op 15 t1 store m0 page 2
            op 16 t2 create f1 d1
            op 17 t2 unlink f1
            op 18 t2 close d1
            op 19 t2 freeze d0
            op 20 t3 open f0 d0
            op 21 t3 read d0 pages 0+8
            op 22 t0 unbind
            op 23 t3 read d0 pages 0+8
            op 24 t3 exit-group
            op 25 t0 drop-caches
            op 26 t0 umount
            op 27 t0 bind
            op 28 t0 mount
            """)
    }

    /// A debug build allocates the literals of option sets; it must give back all that it takes.
    @Test func stepsAllocateNothing() throws {
        guard removalfuzz_allocations_are_counted() != 0 else { return }
        #if DEBUG
        let goal = 30_000
        #else
        let goal = 1_000_000
        #endif
        let subject = try Self.busyCase()
        var machine = Machine(target: LabKernel.v6_12.target)
        var steps = Self.run(&machine, subject)
        #expect(steps > 300)
        #expect(machine.isClosed && machine.violationCount == 0)
        steps = 0
        let before = removalfuzz_allocations()
        while steps < goal { steps += Self.run(&machine, subject) }
        let after = removalfuzz_allocations()
        let taken = Int(after.taken - before.taken)
        #if DEBUG
        // What the test itself has taken may be given back in between.
        #expect(taken - Int(after.given_back - before.given_back) <= 0)
        #else
        #expect(taken == 0)
        #endif
    }

    /// The counter counts: otherwise the test above would say nothing.
    @Test func counterCounts() {
        guard removalfuzz_allocations_are_counted() != 0 else { return }
        let before = removalfuzz_allocations()
        let numbers = [Int](repeating: 1, count: 100)
        let plain = UnsafeMutableRawPointer.allocate(byteCount: numbers.count, alignment: 8)
        let aligned = UnsafeMutableRawPointer.allocate(byteCount: numbers.count, alignment: 64)
        let during = removalfuzz_allocations()
        #expect(during.taken - before.taken == 3)
        #expect(plain != aligned)
        let between = removalfuzz_allocations()
        plain.deallocate()
        aligned.deallocate()
        let after = removalfuzz_allocations()
        #expect(after.given_back - between.given_back == 2)
    }
}
