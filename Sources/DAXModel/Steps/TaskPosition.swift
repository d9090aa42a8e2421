/// Where a task that is inside an operation has got to: the task, the operation's id, the step it is about to execute.
public struct TaskPosition: BitwiseCopyable, Hashable, Sendable {
    /// Task, operation and step in one word, so that a trace can be searched fast.
    private let rawValue: UInt64

    @inline(__always) public init(task: Int, operation: UInt16, step: StepID) {
        rawValue = UInt64(truncatingIfNeeded: task) << 32 | UInt64(operation) << 16 | UInt64(step.rawValue)
    }

    public var task: Int { Int(rawValue >> 32) }
    public var operation: UInt16 { UInt16(truncatingIfNeeded: rawValue >> 16) }
    public var step: StepID { StepID(rawValue: UInt16(truncatingIfNeeded: rawValue)) }
}

extension TaskPosition {
    /// How often it stands among the first `count` elements. Four are looked at at once.
    public func occurrences(in trace: UnsafePointer<TaskPosition>, count: Int) -> Int {
        let words = UnsafeRawPointer(trace)
        let wanted = SIMD4<UInt64>(repeating: rawValue)
        var found = SIMD4<UInt64>.zero
        var index = 0
        while index &+ 4 <= count {
            let four = words.loadUnaligned(
                fromByteOffset: index &* MemoryLayout<TaskPosition>.stride, as: SIMD4<UInt64>.self)
            found.replace(with: found &+ 1, where: four .== wanted)
            index &+= 4
        }
        var total = Int(found.wrappedSum())
        while index < count {
            if trace[index] == self { total += 1 }
            index &+= 1
        }
        return total
    }
}

/// Steps that one task executes in a row: how many at most, before which it stops, and where they are written down.
public struct Burst: BitwiseCopyable {
    /// At least one.
    public var limit: Int
    /// By `StepID.rawValue`: stop before this step, unless it is the burst's first.
    public var stops: UnsafePointer<Bool>
    /// Room for `limit` elements.
    public var trace: UnsafeMutablePointer<TaskPosition>

    public init(limit: Int, stops: UnsafePointer<Bool>, trace: UnsafeMutablePointer<TaskPosition>) {
        self.limit = limit
        self.stops = stops
        self.trace = trace
    }

    /// How a burst ended.
    public struct End: BitwiseCopyable, Sendable {
        /// Of its last step.
        public var outcome: StepOutcome
        /// Steps executed.
        public var count: Int

        public init(_ outcome: StepOutcome, _ count: Int) {
            self.outcome = outcome
            self.count = count
        }
    }
}
