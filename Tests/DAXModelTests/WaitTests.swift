import RemovalFuzz
import Testing

@testable import DAXModel

/// A machine that is stuck says who waits for whom: without it a hang is a list of sleeping tasks.
@Suite struct WaitTests {
    /// The walk holds the AGF and wants the entry; the write fault holds the entry and wants the AGF.
    private static let deadlock = """
        op 1 t0 mount
        op 2 t0 create f0 d0
        op 3 t0 fallocate d0 pages 0+1
        op 4 t0 mmap m0 d0 pages 0+1 shared write
        op 5 t0 store m0 page 0
        op 6 t1 unbind
        preempt t0 op 5 at xfs_iomap_write_direct:xfs_ilock_EXCL run t1
        """

    @Test func aDeadlockIsACycleOfTwoWaits() throws {
        let case_ = try workload(Self.deadlock)
        let target = try target("notify-6.1")
        var executor = Executor(target: target)
        let hangs = executor.run(case_).violations.filter { $0.oracleKind == .liveness }
        #expect(hangs.count == 2)
        let root = try #require(hangs.first?.root)
        #expect(root.end == .cycle && hangs.allSatisfy { $0.root == root })
        #expect(root.edges.map(\.object) == [.groupHeader, .daxEntry])
        #expect(
            root.edges.map { StepTable.shared.qualified($0.step) } == [
                "xfs_iomap_write_direct:xfs_alloc_read_agf", "mf_dax_kill_procs:dax_lock_mapping_entry",
            ])
        // Other tasks, the same cause.
        let swapped = try workload(
            Self.deadlock.replacing("t0", with: "t9").replacing("t1", with: "t0").replacing("t9", with: "t1"))
        let others = executor.run(swapped).violations.filter { $0.oracleKind == .liveness }
        #expect(!others.isEmpty && others.allSatisfy { $0.root == root })
    }

    /// Asked in the middle: each wait has its object, its holder, where that one sleeps, and where it took it.
    @Test func aWaitNamesItsHolder() throws {
        var machine = Machine(target: try target("notify-6.1"))
        let case_ = try workload(Self.deadlock)
        machine.load(mkfs: case_.mkfs, operations: case_.operations, faults: [])
        for index in 0..<4 { run(&machine, index) }
        machine.start(operation: 4)
        while StepTable.shared.step(machine.pendingStep(of: 0)) != "xfs_ilock_EXCL" { _ = machine.step(0) }
        #expect(machine.waits().isEmpty)
        machine.start(operation: 5)
        while machine.isRunnable(1) { _ = machine.step(1) }
        let slept = machine.stepCount - 1
        while machine.isRunnable(0) { _ = machine.step(0) }
        let waits = machine.waits()
        #expect(waits.map(\.task) == [0, 1])
        #expect(waits.map(\.description) == ["AGF 0", "DAX entry of inode 0 page 0"])
        #expect(waits.map { $0.holders.map(\.task) } == [[1], [0]])
        #expect(waits.map { $0.holders.map(\.state) } == [[.asleep], [.asleep]])
        #expect(waits[1].holders[0].step == waits[0].step && waits[1].operation == 6)
        let taken = try #require(waits[1].taken)
        #expect(StepTable.shared.qualified(taken.step) == "dax_iomap_fault:grab_mapping_entry" && taken.operation == 5)
        #expect(taken.at < slept && waits[1].since == slept)
    }

    private func run(_ machine: inout Machine, _ index: Int) {
        machine.start(operation: index)
        let task = Int(machine.operations[OperationIndex(index)].task)
        while machine.isRunnable(task) { _ = machine.step(task) }
    }

    /// A holder that died in the kernel is the end of the chain, and is told from one that only sleeps.
    @Test func whoeverWaitsForADeadTaskIsTold() throws {
        var machine = Machine(target: try target("merged"))
        let case_ = try workload("op 1 t0 mount\nop 2 t1 unbind\nop 3 t2 unbind")
        machine.load(mkfs: case_.mkfs, operations: case_.operations, faults: [])
        machine.start(operation: 1)
        _ = machine.step(1)
        machine.start(operation: 2)
        _ = machine.step(2)
        let before = machine.hangRoot(of: 2)
        #expect(before?.end == .awake)
        machine.setState(1, .oopsed)
        let after = machine.hangRoot(of: 2)
        let root = try #require(after)
        #expect(root.end == .died && root.edges.map(\.object) == [.deviceLock])
        #expect(root.takenAt.map(StepTable.shared.qualified) == "unbind_store:device_lock")
    }
}
