/// Where a task that is inside an operation has got to: the task, the operation's id, the step it is about to execute.
public struct TaskPosition: BitwiseCopyable, Hashable, Sendable {
    private let rawValue: UInt64

    @inline(__always) public init(task: Int, operation: UInt16, step: StepID) {
        rawValue = UInt64(truncatingIfNeeded: task) << 32 | UInt64(operation) << 16 | UInt64(step.rawValue)
    }

    public var task: Int { Int(rawValue >> 32) }
    public var operation: UInt16 { UInt16(truncatingIfNeeded: rawValue >> 16) }
    public var step: StepID { StepID(rawValue: UInt16(truncatingIfNeeded: rawValue)) }
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
