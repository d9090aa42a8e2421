import DAXModel

/// Whoever wants to know what happens in an execution: a `RecordedMachine` tells it, in the order in which it happens.
/// A recorder looks at the machine and cannot change it, so that what is recorded is what happens without it.
protocol Recorder {
    /// A case is loaded and nothing has begun.
    mutating func loaded(_ machine: borrowing Machine)
    /// An operation is about to begin. Its task was in none, or the one before has been told as ended.
    mutating func begins(_ start: RecordedStart, _ machine: borrowing Machine)
    /// A step was executed or, when its task fell asleep, tried. The operation that it is of has begun.
    mutating func executed(_ step: RecordedStep, _ machine: borrowing Machine)
    /// The hostile part is over: from here on the closing lets everybody go.
    mutating func closingBegins(_ machine: borrowing Machine)
    /// The closing does not come to its end; told before the machine reports it as a violation.
    mutating func isStuck(_ machine: borrowing Machine)
}

extension Recorder {
    mutating func loaded(_ machine: borrowing Machine) {}
    mutating func closingBegins(_ machine: borrowing Machine) {}
}

/// The start of an operation: of one of the case's, or of something that the kernel or the closing does by itself.
/// That is told right before its first step.
struct RecordedStart {
    var task: Int
    /// The operation's id, or a reserved one.
    var id: UInt16
    /// Nil for what has a reserved id.
    var operation: Operation?
}

/// A step, and what it led to.
struct RecordedStep {
    /// How an operation ended.
    enum End: Equatable {
        case returned(Int)
        /// It returned this to a task that has to exit at once, before user space sees it.
        case killed(Int)
        /// The step was an access to memory that is gone: its task died in the kernel.
        case oopsed
    }

    var task: Int
    /// The id of the operation that the task was in.
    var operation: UInt16
    /// The kernel stack before the step, innermost first: the step itself, then what each path was about to execute.
    var stack: [StepID]
    /// Bit n: task n was able to execute a step when this task was chosen.
    var runnable: Int
    var outcome: StepOutcome
    /// Nil if the operation goes on.
    var end: End?
    /// Those that the step added to the machine's.
    var violations: Range<Int>

    var id: StepID { stack[0] }
}
