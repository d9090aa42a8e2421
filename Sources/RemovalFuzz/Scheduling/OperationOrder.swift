import DAXModel

/// The order in which the operations of a case begin, and how far they have come.
struct OperationOrder: ~Copyable {
    /// Who goes on without a decision.
    enum Next {
        /// A task that is inside an operation.
        case goesOn(Int)
        /// A task begins its next operation.
        case begins(Program.Entry)

        var task: Int {
            switch self {
            case .goesOn(let task): task
            case .begins(let entry): entry.task
            }
        }
    }

    /// What changes while a case runs, beside `starts`.
    private struct Progress: BitwiseCopyable {
        /// Entries before this one have been started or can never be.
        var firstOpen = 0
        /// Bit n: operation n has ended; kept where there are delays only.
        var ended: UInt64 = 0
        var heldFaults = 0
        /// Bit n: operation n has begun.
        var begun: UInt64 = 0
    }

    private var program = Program()
    private var operations: [Operation] = []
    /// The `delayTask` faults, each with its index in the case.
    private var delays: [(fault: Fault, index: Int)] = []
    private var progress = Progress()
    private var saved = Progress()
    /// By task: operations begun.
    private let starts = TaskNumbers()
    private let savedStarts = TaskNumbers()
    /// Entries from here on do not begin in order.
    var stop = Int.max

    /// Bit n: fault n of the case held back an operation that would have begun.
    var heldFaults: Int { progress.heldFaults }
    /// Bit n: operation n of the case has begun.
    var begun: UInt64 { progress.begun }

    mutating func begin(_ c: borrowing Case) {
        operations = c.operations
        program.load(operations)
        delays.removeAll(keepingCapacity: true)
        for (index, fault) in c.faults.enumerated() where fault.site == .delayTask { delays.append((fault, index)) }
        progress = Progress()
        starts.fill(0)
        stop = .max
    }

    mutating func save() {
        saved = progress
        savedStarts.copy(starts)
    }

    mutating func restore() {
        progress = saved
        starts.copy(savedStarts)
    }

    /// Who was woken first, else whose operation comes next; nil when nobody can go on.
    mutating func next<System: TaskSystem & ~Copyable>(_ system: borrowing System) -> Next? {
        var woken = -1
        var runnable = system.runnableTasks
        while runnable != 0 {
            let task = runnable.trailingZeroBitCount
            runnable &= runnable &- 1
            if woken < 0 || system.wakeOrder(of: task) < system.wakeOrder(of: woken) { woken = task }
        }
        if woken >= 0 { return .goesOn(woken) }
        let index = nextInOrder(system, ignoringDelays: false) ?? nextInOrder(system, ignoringDelays: true)
        guard let index, index < stop else { return nil }
        return .begins(program.entries[index])
    }

    /// Index in the program of the next entry that can begin.
    private mutating func nextInOrder<System: TaskSystem & ~Copyable>(
        _ system: borrowing System, ignoringDelays: Bool
    ) -> Int? {
        if ignoringDelays && delays.isEmpty { return nil }
        var index = progress.firstOpen
        while index < program.entries.count {
            let entry = program.entries[index]
            if starts[entry.task] > entry.ordinal {
                if index == progress.firstOpen { progress.firstOpen += 1 }
            } else if system.isIdle(entry.task), starts[entry.task] == entry.ordinal,
                ignoringDelays || !holdsBack(entry.operation)
            {
                return index
            }
            index += 1
        }
        return nil
    }

    mutating func start<System: TaskSystem & ~Copyable>(_ system: inout System, _ entry: Program.Entry) {
        starts[entry.task] += 1
        progress.begun |= 1 &<< UInt64(truncatingIfNeeded: entry.operation)
        system.start(operation: entry.operation)
    }

    /// A task that is between operations begins its next one before its turn.
    mutating func startEarly<System: TaskSystem & ~Copyable>(_ system: inout System, _ task: Int) {
        guard let entry = nextEntry(of: task) else { preconditionFailure("nothing to start early") }
        start(&system, entry)
    }

    func nextEntry(of task: Int) -> Program.Entry? {
        var index = progress.firstOpen
        while index < program.entries.count {
            let entry = program.entries[index]
            if entry.task == task && entry.ordinal == starts[task] { return entry }
            index += 1
        }
        return nil
    }

    /// Bit n: task n is between operations, and its next one is among so many that have not begun.
    func canBegin<System: TaskSystem & ~Copyable>(_ system: borrowing System, within lookahead: Int) -> Int {
        var mask = 0
        var seen = 0
        var index = progress.firstOpen
        while index < program.entries.count && seen < lookahead {
            let entry = program.entries[index]
            index += 1
            guard starts[entry.task] <= entry.ordinal else { continue }
            seen += 1
            if starts[entry.task] == entry.ordinal, system.isIdle(entry.task),
                delay(of: entry.operation) == nil
            {
                mask |= 1 << entry.task
            }
        }
        return mask
    }

    // MARK: Delays

    /// A fault keeps the operation, whose turn has come, from beginning; it counts as one that struck.
    private mutating func holdsBack(_ operation: Int) -> Bool {
        guard let delay = delay(of: operation) else { return false }
        progress.heldFaults |= 1 << delay
        return true
    }

    /// Index of the fault that the operation waits by.
    private func delay(of operation: Int) -> Int? {
        guard !delays.isEmpty else { return nil }
        for delay in delays where delay.fault.operation == operations[operation].id {
            for other in operations.indices
            where operations[other].id == delay.fault.until && progress.ended & 1 << UInt64(other) == 0 {
                return delay.index
            }
        }
        return nil
    }

    /// A task's operation has ended.
    mutating func markEnded(_ task: Int) {
        guard !delays.isEmpty else { return }
        let last = starts[task] - 1
        for entry in program.entries where entry.task == task && entry.ordinal == last {
            progress.ended |= 1 << UInt64(entry.operation)
        }
    }
}
