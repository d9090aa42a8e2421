import DAXModel

@testable import RemovalFuzz

/// A small concurrent program over a few shared numbers: one thread a task, one operation a thread.
struct Puzzle: Sendable, CustomStringConvertible {
    /// What a step asks for after it was executed.
    enum Then: Sendable { case next, again, wait, end }
    /// A step sees the shared numbers and the thread's own, and may change both.
    typealias Body = @Sendable (_ shared: inout [Int], _ own: inout [Int]) -> Then

    struct Step: Sendable {
        var name: String
        var body: Body
    }

    var description: String
    /// The steps of each thread.
    var threads: [[Step]]
    /// What must not be at the end.
    var isBroken: @Sendable (_ shared: [Int]) -> Bool

    /// The threads started in their order.
    var subject: Case {
        Case(operations: threads.indices.map { Operation(id: Puzzle.id(of: $0), task: UInt8($0), call: .exit) })
    }

    static func id(of thread: Int) -> UInt16 { UInt16(thread + 1) * 10 }
}

/// A puzzle while it runs. A sleeping thread looks again after every step of another.
struct PuzzleSystem: TaskSystem {
    private struct Thread {
        var isInside = false
        var isAsleep = false
        var operation: UInt16 = 0
        var next = 0
        var own = [0, 0, 0, 0]
        var wakeOrder = 0
    }

    private let puzzle: Puzzle
    private let operations: [Operation]
    private var threads: [Thread]
    private var wakes = 0
    private(set) var shared = [0, 0, 0, 0]
    /// What was executed, as "t0:name".
    private(set) var trace: [String] = []

    init(_ puzzle: Puzzle, operations: [Operation]) {
        self.puzzle = puzzle
        self.operations = operations
        threads = Array(repeating: Thread(), count: puzzle.threads.count)
    }

    var isBroken: Bool { puzzle.isBroken(shared) }

    var taskCount: Int { threads.count }
    var runnableTasks: Int {
        threads.indices.reduce(0) { $0 | (threads[$1].isInside && !threads[$1].isAsleep ? 1 << $1 : 0) }
    }
    func isIdle(_ task: Int) -> Bool { !threads[task].isInside }
    func isGone(_ task: Int) -> Bool { false }
    func position(of task: Int) -> TaskPosition {
        TaskPosition(
            task: task, operation: threads[task].operation,
            step: StepID(rawValue: UInt16(task << 6 | threads[task].next)))
    }
    func wakeOrder(of task: Int) -> Int { threads[task].wakeOrder }

    func name(of step: StepID) -> String {
        let task = Int(step.rawValue) >> 6
        return "thread\(task):" + puzzle.threads[task][Int(step.rawValue) & 63].name
    }

    func steps(named name: String) -> [StepID] {
        let all = puzzle.threads.indices.flatMap { task in
            puzzle.threads[task].indices.map { StepID(rawValue: UInt16(task << 6 | $0)) }
        }
        return all.filter { self.name(of: $0) == name }
    }

    mutating func start(operation index: Int) {
        let task = Int(operations[index].task)
        threads[task].isInside = true
        threads[task].operation = operations[index].id
        threads[task].next = 0
    }

    mutating func step(_ task: Int) -> StepOutcome {
        let step = puzzle.threads[task][threads[task].next]
        let then = step.body(&shared, &threads[task].own)
        if then == .wait {
            threads[task].isAsleep = true
            return .blocked
        }
        trace.append("t\(task):" + step.name)
        wakeOthers()
        if then == .next { threads[task].next += 1 }
        guard then == .end || threads[task].next == puzzle.threads[task].count else { return .ran }
        threads[task].isInside = false
        return .ended
    }

    private mutating func wakeOthers() {
        for task in threads.indices where threads[task].isAsleep {
            wakes += 1
            threads[task].isAsleep = false
            threads[task].wakeOrder = wakes
        }
    }
}

// The classics. Each is correct as long as nobody is interrupted.
extension Puzzle {
    static let all = [reorderedWrites, twoStageLocks, boundedBuffer]

    /// Two writers store a pair in two steps; the reader expects to see all of it or nothing.
    static let reorderedWrites: Puzzle = {
        let writer = [
            Step(name: "store_a") { shared, _ in
                shared[0] = 1
                return .next
            },
            Step(name: "store_b") { shared, _ in
                shared[1] = -1
                return .next
            },
        ]
        let reader = [
            Step(name: "load_a") { shared, own in
                own[0] = shared[0]
                return .next
            },
            Step(name: "load_b") { shared, own in
                if own[0] + shared[1] != 0 { shared[3] = 1 }
                return .next
            },
        ]
        return Puzzle(description: "reordered writes", threads: [writer, writer, reader]) { $0[3] != 0 }
    }()

    /// Two numbers belong together, each under a lock of its own: shared[0] and shared[1] under shared[2], then
    /// under bit 1 of it. The second thread comes between the two stages.
    static let twoStageLocks: Puzzle = {
        func lock(_ bit: Int) -> Body {
            { shared, _ in
                guard shared[2] & bit == 0 else { return .wait }
                shared[2] |= bit
                return .next
            }
        }
        func unlock(_ bit: Int) -> Body {
            { shared, _ in
                shared[2] &= ~bit
                return .next
            }
        }
        let writer = [
            Step(name: "lock_1", body: lock(1)),
            Step(name: "write_1") { shared, _ in
                shared[0] = 1
                return .next
            },
            Step(name: "unlock_1", body: unlock(1)),
            Step(name: "lock_2", body: lock(2)),
            Step(name: "write_2") { shared, _ in
                shared[1] = shared[0] + 1
                return .next
            },
            Step(name: "unlock_2", body: unlock(2)),
        ]
        let reader = [
            Step(name: "lock_1", body: lock(1)),
            Step(name: "read_1") { shared, own in
                own[0] = shared[0]
                return .next
            },
            Step(name: "unlock_1", body: unlock(1)),
            Step(name: "lock_2", body: lock(2)),
            Step(name: "read_2") { shared, own in
                if own[0] == 1 && shared[1] != 2 { shared[3] = 1 }
                return .next
            },
            Step(name: "unlock_2", body: unlock(2)),
        ]
        return Puzzle(description: "two-stage locks", threads: [writer, reader]) { $0[3] != 0 }
    }()

    /// One place, two producers, one consumer. A producer that found room does not look again before it puts.
    static let boundedBuffer: Puzzle = {
        let producer = [
            Step(name: "wait_not_full") { shared, _ in shared[0] < 1 ? .next : .wait },
            Step(name: "put") { shared, own in
                shared[0] += 1
                if shared[0] > 1 { shared[3] = 1 }
                return .next
            },
        ]
        let consumer = [
            Step(name: "wait_not_empty") { shared, _ in shared[0] > 0 ? .next : .wait },
            Step(name: "take") { shared, own in
                shared[0] -= 1
                own[0] += 1
                return .next
            },
            Step(name: "loop") { _, _ in .end },
        ]
        return Puzzle(description: "bounded buffer", threads: [producer, consumer, producer]) { $0[3] != 0 }
    }()

    /// Two threads that count: a step that repeats itself, so that its occurrences can be told apart.
    static func counters(_ rounds: Int) -> Puzzle {
        let thread = [
            Step(name: "begin") { _, own in
                own[0] = 0
                return .next
            },
            Step(name: "count") { _, own in
                own[0] += 1
                return own[0] < rounds ? .again : .next
            },
            Step(name: "finish") { _, _ in .next },
        ]
        return Puzzle(description: "counters", threads: [thread, thread, thread]) { _ in false }
    }
}
