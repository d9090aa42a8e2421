import DAXModel

/// The decisions that took place in one execution, in order. Names and occurrences are worked out when they are asked for:
/// most executions lead to nothing.
struct DecisionLog {
    private struct Entry {
        var moment: Preemption.Moment
        var position: TaskPosition
        /// Steps tried before the one that the decision is about.
        var tried: Int
        var run: UInt8
    }

    private var entries: [Entry] = []
    private let limit: Int

    /// - Parameter limit: Most decisions of an execution.
    init(limit: Int) {
        self.limit = limit
        entries.reserveCapacity(limit)
    }

    var count: Int { entries.count }
    var isFull: Bool { entries.count >= limit }

    /// Forgets all but the first so many, and keeps the memory.
    mutating func truncate(to count: Int) { entries.removeLast(entries.count - count) }

    /// - Precondition: the log is not full.
    mutating func append(_ moment: Preemption.Moment, at position: TaskPosition, tried: Int, run: Int) {
        precondition(!isFull)
        entries.append(Entry(moment: moment, position: position, tried: tried, run: UInt8(run)))
    }

    /// As a case has them.
    /// - Parameter trace: The steps tried in the execution.
    func spelled<System: TaskSystem & ~Copyable>(
        in system: borrowing System, trace: UnsafePointer<TaskPosition>
    ) -> [Preemption] {
        var result: [Preemption] = []
        result.reserveCapacity(entries.count)
        for entry in entries {
            result.append(
                Preemption(
                    entry.moment, task: UInt8(entry.position.task), operation: entry.position.operation,
                    step: system.name(of: entry.position.step),
                    occurrence: UInt16(entry.position.occurrences(in: trace, count: entry.tried)), run: entry.run))
        }
        return result
    }
}
