import DAXModel

/// The order of operations across tasks, with loops unrolled.
///
/// A loop in the background goes round beside the operations that follow it: one of its operations after each of
/// theirs, for at most its count of rounds, and no longer than there are operations left.
public struct Program: Sendable {
    /// One start of an operation.
    public struct Entry: Sendable {
        /// Index of the operation in the case.
        public var operation: Int
        public var task: Int
        /// The how-many-eth start of its task, from zero.
        public var ordinal: Int
    }

    public private(set) var entries: [Entry] = []
    /// Starts beyond `Limits.starts`, which are left out. A valid case has none.
    private var leftOut = 0
    private var started = [Int](repeating: 0, count: Limits.scheduledTasks)

    public init() { entries.reserveCapacity(Limits.starts) }

    /// Replaces the entries by those of a case.
    public mutating func load(_ operations: [Operation]) {
        entries.removeAll(keepingCapacity: true)
        leftOut = 0
        for task in started.indices { started[task] = 0 }
        guard operations.contains(where: { $0.kind == .repeat }) else {
            for index in operations.indices where operations[index].kind != .end { append(index, operations[index]) }
            return
        }
        unroll(operations)
    }

    /// How many starts these operations come to, those beyond the limit included.
    static func starts(of operations: [Operation]) -> Int {
        var program = Program()
        program.load(operations)
        return program.entries.count + program.leftOut
    }

    private mutating func append(_ index: Int, _ operation: Operation) {
        guard entries.count < Limits.starts else {
            leftOut += 1
            return
        }
        let task = Int(operation.task)
        entries.append(Entry(operation: index, task: task, ordinal: started[task]))
        started[task] += 1
    }

    private mutating func unroll(_ operations: [Operation]) {
        var background: [(body: [Int], next: Int, left: Int)] = []
        var isLoopBody = [Bool](repeating: false, count: operations.count)
        for index in operations.indices {
            switch operations[index].call {
            case .repeat(let rounds, let isBackground):
                let body = Program.body(of: index, in: operations)
                for member in body { isLoopBody[member] = true }
                if isBackground {
                    background.append((body, 0, rounds.number * body.count))
                } else {
                    for _ in 0..<rounds.number { for member in body { append(member, operations[member]) } }
                }
            case .end:
                continue
            default:
                guard !isLoopBody[index] else { continue }
                append(index, operations[index])
                for loop in background.indices where background[loop].left > 0 {
                    let member = background[loop].body[background[loop].next]
                    append(member, operations[member])
                    background[loop].next = (background[loop].next + 1) % background[loop].body.count
                    background[loop].left -= 1
                }
            }
        }
    }

    /// The operations of the loop that begins at an index: those of its task up to its end.
    private static func body(of start: Int, in operations: [Operation]) -> [Int] {
        var body: [Int] = []
        let task = operations[start].task
        for index in (start + 1)..<max(start + 1, operations.count) where operations[index].task == task {
            if operations[index].kind == .end { break }
            body.append(index)
        }
        return body
    }
}
