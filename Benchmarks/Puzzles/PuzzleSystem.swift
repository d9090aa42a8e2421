import DAXModel

import RemovalFuzz

/// A small concurrent program over a few shared numbers: one thread a task, one operation a thread.
public struct Puzzle: Sendable, CustomStringConvertible {
    /// What a step asks for after it was executed.
    public enum Then: Sendable { case next, again, wait, end }
    /// A step sees the shared numbers and the thread's own, and may change both.
    public typealias Body = @Sendable (_ shared: inout [Int], _ own: inout [Int]) -> Then

    public struct Step: Sendable {
        var name: String
        var body: Body
    }

    public var description: String
    /// The steps of each thread.
    public var threads: [[Step]]
    /// What must not be at the end.
    var isBroken: @Sendable (_ shared: [Int]) -> Bool

    /// The threads started in their order.
    public var subject: Case {
        Case(operations: threads.indices.map { Operation(id: Puzzle.id(of: $0), task: UInt8($0), call: .exit) })
    }

    public static func id(of thread: Int) -> UInt16 { UInt16(thread + 1) * 10 }
}

/// A puzzle while it runs. A sleeping thread looks again after every step of another.
public struct PuzzleSystem: TaskSystem {
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
    public private(set) var trace: [String] = []

    public init(_ puzzle: Puzzle, operations: [Operation]) {
        self.puzzle = puzzle
        self.operations = operations
        threads = Array(repeating: Thread(), count: puzzle.threads.count)
    }

    public var isBroken: Bool { puzzle.isBroken(shared) }

    public var taskCount: Int { threads.count }
    public var runnableTasks: Int {
        threads.indices.reduce(0) { $0 | (threads[$1].isInside && !threads[$1].isAsleep ? 1 << $1 : 0) }
    }
    public func isIdle(_ task: Int) -> Bool { !threads[task].isInside }
    public func isGone(_ task: Int) -> Bool { false }
    public func position(of task: Int) -> TaskPosition {
        TaskPosition(
            task: task, operation: threads[task].operation,
            step: StepID(rawValue: UInt16(task << 6 | threads[task].next)))
    }
    public func wakeOrder(of task: Int) -> Int { threads[task].wakeOrder }

    public func name(of step: StepID) -> String {
        let task = Int(step.rawValue) >> 6
        return "thread\(task):" + puzzle.threads[task][Int(step.rawValue) & 63].name
    }

    public func steps(named name: String) -> [StepID] {
        let all = puzzle.threads.indices.flatMap { task in
            puzzle.threads[task].indices.map { StepID(rawValue: UInt16(task << 6 | $0)) }
        }
        return all.filter { self.name(of: $0) == name }
    }

    public mutating func start(operation index: Int) {
        let task = Int(operations[index].task)
        threads[task].isInside = true
        threads[task].operation = operations[index].id
        threads[task].next = 0
    }

    public mutating func step(_ task: Int) -> StepOutcome {
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
