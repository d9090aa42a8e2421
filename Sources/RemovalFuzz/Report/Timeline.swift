import DAXModel

/// An execution told step by step: which task did what, in the kernel's names, and what it changed.
public struct Timeline: Sendable {
    /// One executed step.
    public struct Event: Sendable {
        public var task: Int
        /// The operation as text, or the name of what the kernel does by itself.
        public var operation: String
        /// Operations are told apart by this number even when their text is the same.
        public var start: Int
        public var id: StepID
        /// Depth of the kernel stack, from 1.
        public var depth: Int
        /// What changed: states and violations.
        public var notes: [String]
        /// The operation's result, when the step was its last.
        public var result: String?

        /// The names of the step's path and of the step.
        public var path: String { StepTable.shared.path(id) }
        public var step: String { StepTable.shared.step(id) }

        /// What the closing does is told even where it changes nothing: a reader looks for the umount.
        fileprivate var isMilestone: Bool {
            switch Closing(id) {
            case .umount, .rebind, .remount, .verify, .final_umount: true
            case .deliver_signals, .reattach, .fithaw, .fithaw_done, .kill_all_tasks, .wait_for_tasks, .umount_done,
                .wait_for_super, .wait_for_device, .remount_done, .final_umount_done, .balance, nil:
                false
            }
        }
    }

    public private(set) var events: [Event] = []
    /// The execution that was told.
    public private(set) var execution = Execution()
    /// Who did not get on at the end, and why; empty unless the closing was stuck.
    public private(set) var waits: [Wait] = []
    /// The case that was told.
    public let source: Case

    /// Replays a case on a target and records every step.
    public init(of c: Case, on target: Target, plan: SchedulePlan = .recorded) {
        var system = RecordedMachine(target: target, recorder: TimelineRecorder())
        var scheduler = Scheduler()
        execution = system.execute(c, by: &scheduler, plan: plan)
        events = system.recorder.events
        waits = system.recorder.waits
        source = c
    }

    /// The timeline as text: an operation a block, a step a line; at the end what breaks and who waits for whom.
    /// - Parameter everyStep: also the steps that changed nothing.
    public func lines(everyStep: Bool = false) -> [String] {
        var lines: [String] = []
        var current = -1
        for event in events {
            let isSpoken = everyStep || !event.notes.isEmpty || event.result != nil || event.isMilestone
            if event.start != current && isSpoken {
                current = event.start
                lines.append("\(Timeline.name(event.task))  \(event.operation)")
            }
            guard isSpoken else { continue }
            let indent = String(repeating: " ", count: 4 + 2 * (everyStep ? event.depth : 0))
            let place = indent + event.path + ":" + event.step
            let width = max(place.count, 62)
            if let first = event.notes.first {
                lines.append(place + String(repeating: " ", count: width - place.count) + "  " + first)
                for note in event.notes.dropFirst() { lines.append(String(repeating: " ", count: width + 2) + note) }
            } else if everyStep || event.isMilestone {
                lines.append(place)
            }
            if let result = event.result { lines.append("    returns " + result) }
        }
        return lines + ending
    }

    static func name(_ task: Int) -> String { CaseNames.task(UInt8(task)) }
}
