import RemovalFuzz
import Testing

@testable import DAXModel

/// What a step says it has touched is all of it: a search that relies on it leaves out no order that matters.
@Suite(.timeLimit(.minutes(5))) struct TouchTests {
    private static let targets = Design.all.flatMap { design in design.profiles.map { Target(design, $0) } }
    private static let cases: UInt64 = 8_000

    /// Two steps whose objects do not meet can be exchanged: the same outcomes, the same state.
    @Test(arguments: 0..<4 as Range<UInt64>) func stepsThatTouchNothingInCommonCommute(share: UInt64) {
        var orders = Orders()
        for seed in share * Self.cases / 4..<(share + 1) * Self.cases / 4 {
            let target = Self.targets[Int(seed) % Self.targets.count]
            orders.retarget(target)
            orders.begin(seed: seed)
            for _ in 0..<6 {
                orders.goOn()
                for (a, b) in orders.pairs { orders.check(a, b, "seed \(seed) on \(target.name)") }
            }
        }
        #expect(orders.pairCount > 5_000)
        let share = Double(orders.independent) / Double(orders.pairCount)
        #expect(share > 0.3, "\(orders.independent) of \(orders.pairCount) pairs are independent")
        #expect(share < 0.95, "\(orders.independent) of \(orders.pairCount) pairs are independent")
    }
}

/// The conflicts that a search is after are seen, and what is far apart is not taken for one.
@Suite struct ConflictTests {
    private static let lines = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 truncate d0 size 2
        op 4 t1 mmap m0 d0 pages 0+2 shared write
        op 5 t2 create f1 d0
        op 6 t2 truncate d0 size 2
        op 7 t2 mmap m0 d0 pages 0+2 shared write
        op 8 t1 store m0 page 0
        op 9 t2 store m0 page 0
        op 10 t1 store m0 page 0
        op 11 t1 write d0 pages 0+1
        op 12 t2 write d0 pages 0+1
        op 13 t0 unbind
        """

    /// What each step of the case touched, by operation and step, when all ran one after the other.
    private static func touches() throws -> [String: Touches] {
        let subject = try workload(lines)
        var machine = Machine(target: try target("v10"))
        machine.load(mkfs: subject.mkfs, operations: subject.operations, faults: [])
        var found: [String: Touches] = [:]
        for (index, operation) in subject.operations.enumerated() {
            let t = Int(operation.task)
            machine.start(operation: index)
            while machine.isRunnable(t) {
                let key = "\(operation.id) \(StepTable.shared.qualified(machine.pendingStep(of: t)))"
                _ = machine.step(t)
                if found[key] == nil { found[key] = machine.touched }
            }
        }
        return found
    }

    /// A fault's insertion and the removal's invalidation of the same file; not of another one.
    @Test func insertionAgainstInvalidation() throws {
        let touches = try Self.touches()
        let first = try #require(touches["8 dax_iomap_fault:dax_insert_entry"])
        let second = try #require(touches["9 dax_iomap_fault:dax_insert_entry"])
        let invalidation = try #require(touches["13 invalidate_inode_pages2_range:dax_invalidate_mapping_entry_sync"])
        #expect(first.conflicts(with: invalidation))
        #expect(first.writes.contains(SharedObject(.pages, 0)) && invalidation.writes.contains(SharedObject(.pages, 0)))
        #expect(!second.conflicts(with: invalidation), "faults on another file have nothing to do with it")
        #expect(!first.conflicts(with: second))
    }

    /// Two stores to one page, and two takings of one lock.
    @Test func sameStoresAndLocks() throws {
        let touches = try Self.touches()
        let store = try #require(touches["10 user_access:user_instruction"])
        #expect(store.conflicts(with: store) && store.writes.members.map(\.kind).contains(.content))
        let lock = try #require(touches["11 xfs_file_write:xfs_ilock_IOLOCK_EXCL"])
        let other = try #require(touches["12 xfs_file_write:xfs_ilock_IOLOCK_EXCL"])
        #expect(lock.writes.contains(SharedObject(.ioLock, 0)) && lock.conflicts(with: lock))
        #expect(other.writes.contains(SharedObject(.ioLock, 1)) && !lock.conflicts(with: other))
    }

    /// Who asks whether the file system is down meets who takes it down.
    @Test func shutdownAgainstItsQuestion() throws {
        let touches = try Self.touches()
        let question = try #require(touches["11 xfs_file_write:xfs_is_shutdown"])
        let shutdown = try #require(touches["13 xfs_force_shutdown:test_and_set_shutdown"])
        #expect(question.conflicts(with: shutdown) && !question.conflicts(with: question))
    }

    /// Each object has a bit of its own, and a set names exactly what was put into it.
    @Test func objectsAreToldApart() {
        let all = SharedObject.Kind.allCases.flatMap { kind in (0..<kind.count).map { SharedObject(kind, $0) } }
        var union = ObjectSet()
        for object in all {
            #expect(ObjectSet(object).members == [object])
            #expect(!union.contains(object), "\(object) shares its bit")
            union = union.union(ObjectSet(object))
        }
        #expect(union.members == all && ObjectSet().isEmpty)
        for kind in SharedObject.Kind.allCases {
            var set = ObjectSet()
            set.insertAll(kind)
            #expect(set.members == (0..<kind.count).map { SharedObject(kind, $0) })
        }
    }
}

/// One machine at a point of a random run, and two more that take two steps in either order.
private struct Orders: ~Copyable {
    private var origin = Machine(target: Target(Design.all[0]))
    private var forth = Machine(target: Target(Design.all[0]))
    private var back = Machine(target: Target(Design.all[0]))
    private var run: RandomRun?
    private(set) var pairCount = 0
    private(set) var independent = 0

    mutating func retarget(_ target: Target) {
        origin.retarget(target)
        forth.retarget(target)
        back.retarget(target)
    }

    mutating func begin(seed: UInt64) { run = RandomRun(seed: seed, on: &origin) }

    /// Some steps more; sometimes the closing begins.
    mutating func goOn() {
        for _ in 0..<run!.random.below(4) { run!.startNext(&origin) }
        run!.advance(&origin, steps: run!.random.below(30))
        if run!.random.below(8) == 0 && origin.isIdle(Limits.closer) { origin.beginClosing() }
    }

    var pairs: [(Int, Int)] {
        let runnable = (0..<Limits.tasks).filter { origin.isRunnable($0) }
        return runnable.flatMap { a in runnable.filter { $0 > a }.map { (a, $0) } }
    }

    private func name(_ t: Int) -> String { StepTable.shared.qualified(origin.pendingStep(of: t)) }

    mutating func check(_ a: Int, _ b: Int, _ context: String) {
        pairCount += 1
        let steps = "\(context): t\(a) \(name(a)), t\(b) \(name(b))"
        forth.copyState(of: origin)
        back.copyState(of: origin)
        let firstA = Self.step(a, &forth)
        let touchesA = forth.touched
        let firstB = Self.step(b, &back)
        let touchesB = back.touched
        guard !touchesA.conflicts(with: touchesB) else { return }
        independent += 1
        guard forth.isRunnable(b), back.isRunnable(a) else {
            Issue.record("\(steps): one ends the other")
            return
        }
        let secondB = Self.step(b, &forth)
        let secondA = Self.step(a, &back)
        #expect(firstA == secondA && firstB == secondB, "\(steps): other outcomes")
        #expect(back.touched == touchesA && forth.touched == touchesB, "\(steps): other objects touched")
        exchangeContents()
        Self.forgetOrder(&forth)
        Self.forgetOrder(&back)
        if forth.state != back.state {
            Issue.record(
                "\(steps): another state, \(Self.difference(forth, back)); \(touchesA.members); \(touchesB.members)")
        }
    }

    /// Steps are executed at the same step count, so that what was taken says the same of when.
    private static func step(_ t: Int, _ machine: inout Machine) -> StepOutcome {
        machine.stepCount = 1_000
        return machine.step(t)
    }

    /// Where both steps have written, their contents are numbered in the order of the steps.
    private mutating func exchangeContents() {
        let last = forth.contentCounter
        guard last == origin.contentCounter + 2 else { return }
        func exchanged(_ content: Int) -> Int {
            switch Content.counter(content) {
            case last: Content.of(counter: last - 1, Content.page(content))
            case last - 1: Content.of(counter: last, Content.page(content))
            default: content
            }
        }
        for block in BlockID.all { back.blocks[block].content = exchanged(back.blocks[block].content) }
        for page in EntryID.all { back.promises[page].content = exchanged(back.promises[page].content) }
        for pte in PteID.first(PerAreaPage<Bool>.count) { back.ptes[pte].content = exchanged(back.ptes[pte].content) }
        for t in TaskID.all where back.tasks[t].result > 0 { back.tasks[t].result = exchanged(back.tasks[t].result) }
    }

    /// What only tells in which order steps were executed.
    private static func forgetOrder(_ machine: inout Machine) {
        machine.stepCount = 0
        machine.wakeCounter = 0
        machine.digest = Digest()
        for t in TaskID.all {
            machine.tasks[t].wakeOrder = 0
            machine.tasks[t].asleepSince = -1
        }
        for level in [FreezeLevel.write, .pagefault, .fs] {
            var crowd = Crowd()
            for t in TaskID.all where machine.sb.users[level: level].tasks & 1 << UInt32(t.index) != 0 {
                crowd.enter(Mark(task: Int32(t.index)))
            }
            machine.sb.users[level: level] = crowd
        }
    }

    private static func difference(_ a: borrowing Machine, _ b: borrowing Machine) -> String {
        func same<Part: BitwiseCopyable>(_ left: Part, _ right: Part) -> Bool {
            withUnsafeBytes(of: left) { x in withUnsafeBytes(of: right) { y in x.elementsEqual(y) } }
        }
        let (left, right) = (a.state, b.state)
        var parts: [String] = []
        if !same(left.device.driver, right.device.driver) { parts.append("driver") }
        if !same(left.device.srcu, right.device.srcu) { parts.append("srcu") }
        if !same(left.device.blocks, right.device.blocks) { parts.append("blocks") }
        if !same(left.device, right.device) { parts.append("device") }
        if !same(left.fileSystem.sb, right.fileSystem.sb) { parts.append("sb") }
        if !same(left.long.inodes, right.long.inodes) { parts.append("inodes") }
        if !same(left.fileSystem, right.fileSystem) { parts.append("file system") }
        if !same(left.memory, right.memory) { parts.append("memory") }
        if !same(left.scheduling.tasks, right.scheduling.tasks) { parts.append("tasks") }
        if !same(left.scheduling.processes, right.scheduling.processes) { parts.append("processes") }
        if !same(left.long.frames, right.long.frames) { parts.append("frames") }
        if !same(left.scheduling, right.scheduling) { parts.append("scheduling") }
        if !same(left.watching, right.watching) { parts.append("watching") }
        return parts.joined(separator: ", ")
    }
}

extension Touches {
    fileprivate var members: String {
        "reads \(reads.members.map(\.description).joined(separator: ", ")); "
            + "writes \(writes.members.map(\.description).joined(separator: ", "))"
    }
}
