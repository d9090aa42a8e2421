import Testing

@testable import DAXModel

@Suite struct LockTests {
    @Test func readersShareAndWritersDoNot() {
        var lock = RWLock()
        #expect(lock.isFree)
        let first = lock.tryRead(Mark(task: 1))
        let second = lock.tryRead(Mark(task: 1))
        let third = lock.tryWrite(Mark(task: 3))
        #expect(first && second && !third)
        lock.endRead(1)
        let early = lock.tryWrite(Mark(task: 3))
        #expect(!early)
        lock.endRead(1)
        let last = lock.tryWrite(Mark(task: 3))
        let reader = lock.tryRead(Mark(task: 1))
        let other = lock.tryWrite(Mark(task: 4))
        #expect(last && !reader && !other)
        #expect(lock.writer == 3 && !lock.isFree)
        lock.endWrite(3)
        #expect(lock == RWLock())
    }

    /// The period that a reader leaves is the one it entered, also after `synchronize_srcu` has begun the next.
    @Test func srcuCountsItsPeriodsApart() throws {
        var machine = Machine(target: try target("merged"))
        machine.load(mkfs: MkfsOptions(), operations: [], faults: [])
        let old = machine.daxReadLock(0)
        machine.srcu.period += 1
        let new = machine.daxReadLock(0)
        #expect(old != new)
        machine.daxReadUnlock(0, old)
        #expect(machine.srcu.readers0 + machine.srcu.readers1 == 1)
        machine.daxReadUnlock(0, new)
        #expect(machine.srcu.readers0 == 0 && machine.srcu.readers1 == 0)
    }

    /// A level is refused once it is frozen, and the levels above stay open.
    @Test func freezeLevelsBlockFromBelow() throws {
        var machine = Machine(target: try target("merged"))
        let mount = Operation(id: 1, task: 0, call: .mount)
        machine.load(mkfs: MkfsOptions(), operations: [mount], faults: [])
        machine.start(operation: 0)
        for frozen in [FreezeLevel.none, .write, .pagefault, .fs, .complete] {
            machine.sb.frozen = frozen
            for level in [FreezeLevel.write, .pagefault, .fs] {
                let entered = machine.sbStart(level, 0)
                #expect(entered == (frozen < level), "level \(level) frozen up to \(frozen)")
                if entered { machine.sbEnd(level, 0) }
            }
        }
        #expect(machine.sb.writers == 0 && machine.sb.faulters == 0 && machine.sb.transactions == 0)
    }
}
