/// Where a task that is inside an operation has got to: the task, the operation's id, the step it is about to execute.
public struct TaskPosition: BitwiseCopyable, Hashable, Sendable {
    /// Task, operation and step in one word, so that a trace can be searched fast: 4, 16 and 12 bits.
    private let rawValue: UInt32

    @inline(__always) public init(task: Int, operation: UInt16, step: StepID) {
        rawValue = UInt32(truncatingIfNeeded: task) << 28 | UInt32(operation) << 12 | UInt32(step.rawValue)
    }

    public var task: Int { Int(rawValue >> 28) }
    public var operation: UInt16 { UInt16(truncatingIfNeeded: rawValue >> 12) }
    public var step: StepID { StepID(rawValue: UInt16(rawValue & 0xFFF)) }
}

extension TaskPosition {
    /// How often it stands among the first `count` elements. Eight are looked at at once.
    public func occurrences(in trace: UnsafePointer<TaskPosition>, count: Int) -> Int {
        let words = UnsafeRawPointer(trace)
        let wanted = SIMD8<UInt32>(repeating: rawValue)
        var found = SIMD8<UInt32>.zero
        var index = 0
        while index &+ 8 <= count {
            let eight = words.loadUnaligned(
                fromByteOffset: index &* MemoryLayout<TaskPosition>.stride, as: SIMD8<UInt32>.self)
            found.replace(with: found &+ 1, where: eight .== wanted)
            index &+= 8
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
