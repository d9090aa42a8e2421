/// What a sleeping task waits for: a kind of object and its index.
struct Channel: BitwiseCopyable, Hashable {
    enum Kind: UInt8 {
        case none, deviceLock, srcu, sUmount, thaw, freezeWriters, freezeState, daxEntry, pagesLock, inodeState
        case ioLock, mmapLock, iLock, agf, processMmapLock, delay, exit, ail
    }
    var kind: Kind
    private var number: Int8
    var index: Int { Int(number) }

    @inline(__always) init(_ kind: Kind, _ index: Int = 0) {
        self.kind = kind
        number = Int8(truncatingIfNeeded: index)
    }

    @inline(__always) init(_ kind: Kind, _ object: some Handle) { self.init(kind, object.index) }
}

/// Who took something, in which operation, at which step and when. For questions after the fact: no path looks at it.
struct Mark: BitwiseCopyable, Equatable {
    /// -1 for nobody.
    var task: Int32 = -1
    var operation: UInt16 = 0
    var step = StepID.none
    /// The step count.
    var at: Int32 = 0
}

/// The tasks that are inside something that several may enter, and the first entry of those there now.
///
/// A simplification: a task that enters twice counts as gone when it leaves once. The counts beside it decide.
struct Crowd: BitwiseCopyable, Equatable {
    /// Bit n: task n.
    private(set) var tasks: UInt32 = 0
    private(set) var first = Mark()

    @inline(__always) mutating func enter(_ mark: Mark) {
        if tasks == 0 { first = mark }
        tasks |= 1 << UInt32(mark.task)
    }

    @inline(__always) mutating func leave(_ task: TaskID) {
        tasks &= ~(1 << UInt32(task.index))
        if tasks == 0 { first = Mark() }
    }

    mutating func forgetTimes() { first.at = 0 }
}

/// A reader-writer lock. Readers are counted: a task that dies holding it leaves it held, as in the kernel.
///
/// A simplification: a waiting writer does not stop new readers, so writers can be overtaken but never starve in the
/// bounded runs of the model.
struct RWLock: BitwiseCopyable, Equatable {
    private(set) var readers: Int32 = 0
    /// Where the writer took it.
    private(set) var writtenAt = Mark()
    /// The tasks that read.
    private(set) var reading = Crowd()

    /// The task that holds it exclusively, or -1.
    var writer: Int32 { @inline(__always) get { writtenAt.task } }

    var isFree: Bool { writer < 0 && readers == 0 }

    /// Zero while it is free.
    var users: Int { Int((writer + 1) | readers) }

    @inline(__always) mutating func tryRead(_ mark: Mark) -> Bool {
        guard writer < 0 else { return false }
        readers += 1
        reading.enter(mark)
        return true
    }

    @inline(__always) mutating func tryWrite(_ mark: Mark) -> Bool {
        guard isFree else { return false }
        writtenAt = mark
        return true
    }

    @inline(__always) mutating func endRead(_ task: TaskID) {
        precondition(readers > 0, "unlock of a lock that nobody reads")
        readers -= 1
        reading.leave(task)
    }

    @inline(__always) mutating func endWrite(_ task: TaskID) {
        precondition(Int(writer) == task.index, "unlock of a lock that another task holds")
        writtenAt = Mark()
    }

    mutating func forgetTimes() {
        writtenAt.at = 0
        reading.forgetTimes()
    }
}

/// The tasks inside the freeze levels of a super block.
struct LevelUsers: BitwiseCopyable {
    private var writers = Crowd()
    private var faulters = Crowd()
    private var transactions = Crowd()

    subscript(level level: FreezeLevel) -> Crowd {
        @inline(__always) get {
            switch level {
            case .write: writers
            case .pagefault: faulters
            case .none, .fs, .complete: transactions
            }
        }
        @inline(__always) set {
            switch level {
            case .write: writers = newValue
            case .pagefault: faulters = newValue
            case .none, .fs, .complete: transactions = newValue
            }
        }
    }

    mutating func forgetTimes() {
        writers.forgetTimes()
        faulters.forgetTimes()
        transactions.forgetTimes()
    }
}

extension Machine {
    /// What the task does now.
    @inline(__always) func mark(_ t: TaskID) -> Mark {
        Mark(
            task: Int32(truncatingIfNeeded: t.index), operation: tasks[t].operationID, step: here(),
            at: Int32(truncatingIfNeeded: stepCount))
    }
}
