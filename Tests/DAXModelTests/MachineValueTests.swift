import RemovalFuzz
import Testing

@testable import DAXModel

/// A machine's state is a value: it can be copied, compared and hashed, and what runs on from a copy is the same.
@Suite(.timeLimit(.minutes(5))) struct MachineValueTests {
    private static let cases = 10_000
    private static let targets = Design.all.flatMap { design in design.profiles.map { Target(design, $0) } }

    /// A search that goes on from a snapshot finds what it would have found from the beginning.
    @Test(arguments: 0..<4) func aCopyRunsOnLikeTheOriginal(share: Int) {
        var original = Machine(target: Self.targets[0])
        var copy = Machine(target: Self.targets[0])
        for seed in UInt64(share * Self.cases / 4)..<UInt64((share + 1) * Self.cases / 4) {
            let target = Self.targets[Int(seed) % Self.targets.count]
            original.retarget(target)
            copy.retarget(target)
            var run = RandomRun(seed: seed, on: &original)
            run.advance(&original, steps: run.drawLength())
            var same = run
            copy.copyState(of: original)
            #expect(copy.state == original.state, "seed \(seed): right after the copy")
            run.finish(&original)
            same.finish(&copy)
            #expect(copy.digest == original.digest, "seed \(seed): at the end")
            #expect(copy.state == original.state, "seed \(seed): at the end")
        }
    }

    /// Equal histories, equal states: on a machine that has run other cases and on a new one, at every point.
    @Test(arguments: 0..<4) func equalHistoriesEqualStates(share: Int) {
        var used = Machine(target: Self.targets[0])
        for seed in UInt64(share * Self.cases / 4)..<UInt64((share + 1) * Self.cases / 4) {
            let target = Self.targets[Int(seed) % Self.targets.count]
            used.retarget(target)
            var fresh = Machine(target: target)
            var first = RandomRun(seed: seed, on: &used)
            var second = RandomRun(seed: seed, on: &fresh)
            let length = first.drawLength()
            first.advance(&used, steps: length)
            second.advance(&fresh, steps: second.drawLength())
            #expect(used.state == fresh.state, "seed \(seed): after \(length) steps")
            #expect(used.state.contentHash == fresh.state.contentHash, "seed \(seed): after \(length) steps")
        }
    }

    /// One more step is another state, for `==` and for the hash; where nothing can run, it stays the same.
    @Test func aStepMakesADifference() {
        var machine = Machine(target: Self.targets[0])
        var differing = 0
        for seed in 0..<200 as Range<UInt64> {
            var run = RandomRun(seed: seed, on: &machine)
            run.advance(&machine, steps: run.drawLength() / 4)
            let before = machine.state
            let steps = machine.stepCount
            run.advance(&machine, steps: 1)
            #expect((before == machine.state) == (before.contentHash == machine.state.contentHash), "seed \(seed)")
            #expect((before == machine.state) == (machine.stepCount == steps), "seed \(seed)")
            differing += before == machine.state ? 0 : 1
        }
        #expect(differing > 150, "hardly any step changes the state")
    }

    @Test func resetEqualsNew() {
        let new = Machine(target: Self.targets[0])
        var machine = Machine(target: Self.targets[0])
        for seed in 0..<500 as Range<UInt64> {
            var run = RandomRun(seed: seed, on: &machine)
            run.finish(&machine)
            #expect(machine.state != new.state, "seed \(seed)")
            machine.reset()
            #expect(machine.state == new.state, "seed \(seed)")
        }
    }

    /// A state that is put back is where the machine goes on from; a state that somebody keeps does not change.
    @Test func aStateIsAValue() {
        var machine = Machine(target: Self.targets[0])
        var run = RandomRun(seed: 7, on: &machine)
        run.advance(&machine, steps: 40)
        let kept = machine.state
        let hash = kept.contentHash
        var later = run
        later.finish(&machine)
        let end = machine.digest
        #expect(kept.contentHash == hash && machine.state != kept)
        machine.state = kept
        run.finish(&machine)
        #expect(machine.digest == end)
    }

    /// The lengths of the tables fit together.
    @Test func limitsFitTogether() {
        #expect(PerFrame<Bool>.count == Limits.tasks * Limits.stackDepth)
        #expect(PerFilePage<Bool>.count == Limits.inodes * Limits.filePages)
        #expect(PerAreaPage<Bool>.count == Limits.areas * Limits.filePages)
        #expect(PerDescriptor<Bool>.count == Limits.processes * Limits.descriptors)
        #expect(PerBlock<Bool>.count == Limits.groups * Limits.groupBlocks)
        #expect(Limits.processes == Limits.userTasks + 1)
        #expect(Limits.inodes > Limits.names)
        #expect(Limits.filePages % Limits.pmdPages == 0)
    }
}

/// A generated case, run step by step: who goes on is drawn from the seed.
struct RandomRun {
    var random: Random
    private let operations: [Operation]
    private var next = 0

    init(seed: UInt64, on machine: inout Machine) {
        random = Random(seed: seed)
        let mask = SwarmMask(random: &random)
        let subject = Generator.make(mask: mask, random: &random)
        operations = subject.operations
        machine.load(mkfs: subject.mkfs, operations: operations, faults: subject.faults)
    }

    mutating func drawLength() -> Int { random.below(120) }

    mutating func advance(_ machine: inout Machine, steps: Int) {
        for _ in 0..<steps {
            if machine.runnableTasks == 0 || random.below(6) == 0 { startNext(&machine) }
            guard machine.runnableTasks != 0 else { return }
            var task = random.below(Limits.tasks)
            while machine.runnableTasks & 1 << task == 0 { task = (task + 1) % Limits.tasks }
            _ = machine.step(task)
        }
    }

    /// Operations whose task is busy or gone are left out.
    mutating func startNext(_ machine: inout Machine) {
        while next < operations.count {
            let operation = operations[next]
            next += 1
            guard operation.kind != .repeat && operation.kind != .end else { continue }
            guard machine.isIdle(Int(operation.task)) else { continue }
            return machine.start(operation: next - 1)
        }
    }

    /// The rest, then the closing, for a bounded number of steps.
    mutating func finish(_ machine: inout Machine) {
        advance(&machine, steps: 200)
        machine.beginClosing()
        var rounds = 0
        while rounds < 60 && !machine.isClosed {
            for task in 0..<Limits.tasks where machine.runnableTasks & 1 << task != 0 { _ = machine.step(task) }
            rounds += 1
        }
        machine.foldFinalState()
    }
}
