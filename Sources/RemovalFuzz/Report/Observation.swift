import DAXModel

/// What an execution shows to those outside of the kernel: results of calls, signals, shutdowns, oopses, tasks that
/// sleep, and what the closing met. It is what a case on a real kernel can be compared with.
public struct Observation: Sendable {
    /// How a call ended.
    public enum Outcome: Hashable, Sendable {
        /// It returned this: an error below zero, or what the operation says.
        case returned(Int)
        /// Its task died in the kernel.
        case oopsed
        /// Its task died of a signal before the result could reach user space.
        case killed
        /// It had not ended when nobody could go on any more.
        case unfinished
    }

    /// One start of an operation of the case.
    public struct Call: Hashable, Sendable {
        /// The operation's id.
        public var id: UInt16
        public var task: Int
        public var outcome: Outcome
        /// It slept: an operation of another task began before it had ended, or the hostile part was over.
        public var slept = false

        /// The outcome in the kernel's words: "EIO", "SIGBUS/BUS_ADRERR", "4", "OOPS", "killed", "unfinished".
        public var result: String {
            switch outcome {
            case .returned(let value): Operation.describe(result: value)
            case .oopsed: "OOPS"
            case .killed: "killed"
            case .unfinished: "unfinished"
            }
        }
    }

    /// A task that slept in the kernel when nobody could go on any more.
    public struct Sleeper: Hashable, Sendable {
        public var task: Int
        /// The step that it could not execute, as "path:step".
        public var step: String

        public init(task: Int, step: String) {
            self.task = task
            self.step = step
        }
    }

    /// A task that died in the kernel.
    public struct Oops: Hashable, Sendable {
        public var task: Int
        /// Names, innermost first: the step, then the paths that lead to it.
        public var stack: [String]
    }

    /// Where a closing stands that does not come to its end.
    public enum Standstill: Hashable, Sendable {
        /// In a move of its own, which it tries again and again.
        case move(DAXModel.Closing)
        /// Inside what a move has called, before this step.
        case inside(StepID)
        /// Its task died in the kernel.
        case gone
    }

    /// What the closing met; nil where it did not get there.
    public struct Closing: Hashable, Sendable {
        /// The super block was attached to the mount point when the tasks were gone.
        public var wasAttached = false
        /// Last result of umount.
        public var umount: Int?
        public var mount: Int?
        /// By name: the write that each page holds, nil for no file; nil where nothing was mounted.
        public var files: [[Int]?]?
        public var lastUmount: Int?
        /// Where it stood when it did not come to its end.
        public var stuck: Standstill?
        /// Tasks that were asleep for good then.
        public var left: [Int] = []
    }

    /// The calls of the case in the order in which they began.
    public internal(set) var calls: [Call] = []
    /// By number of the write, from 1: the id of the operation that did it. The number is `Closing.files`' and that of
    /// `Machine.write(ofContent:)`.
    public internal(set) var writers: [UInt16] = []
    /// Flags of every `xfs_force_shutdown` that took effect, one for each mount at most.
    public internal(set) var shutdowns: [Int] = []
    /// Tasks whose thread group the removal has signalled, ascending.
    public internal(set) var signalled: [Int] = []
    /// Tasks that slept when the hostile part was over, before the fair phase.
    public internal(set) var sleepers: [Sleeper] = []
    /// Tasks that died in the kernel, the closing's own one included, in that order.
    public internal(set) var oopses: [Oops] = []
    public internal(set) var closing = Closing()
    /// Several tasks could run at one time, so that another schedule might show something else.
    public internal(set) var hadChoice = false
    /// The execution that was watched.
    public internal(set) var execution = Execution()

    /// Runs a case on a target and watches it.
    /// - Parameter keepsOrder: An operation begins only when nobody can go on, whatever the plan says.
    /// - Parameter firstInClosing: The task that has the first turn of each round of the closing.
    /// - Precondition: the case is valid.
    public init(
        of c: Case, on target: Target, plan: SchedulePlan = .recorded, keepsOrder: Bool = false,
        firstInClosing: Int = 0
    ) {
        var system = RecordedMachine(target: target, recorder: ObservationRecorder())
        var scheduler = Scheduler()
        scheduler.keepsOrder = keepsOrder
        let execution = system.execute(c, by: &scheduler, plan: plan, firstInClosing: firstInClosing)
        self = system.recorder.seen
        self.execution = execution
    }

    init() {}

    /// The results of every start of an operation, in words; empty when it never began.
    public func results(of id: UInt16) -> [String] { calls.filter { $0.id == id }.map(\.result) }

    /// Tasks that died in the kernel, the closing's own one included, in that order.
    public var oopsed: [Int] { oopses.map(\.task) }
}
