/// How the seven steps of the unbind test ended in one guest.
public enum SevenStepsEnd: String, CaseIterable, Hashable, Sendable, Codable {
    /// The unbind and umount did their work, and nothing died in the kernel.
    case clean
    /// The task that unmounted died in the kernel.
    case umountOopsed = "umount-oopsed"
    /// The unbind never ended.
    case unbindHung = "unbind-hung"
    /// A step ended in another way that is not clean.
    case otherwise
    /// The guest did not get as far as the unbind, or it cannot be told what came of it.
    case noResult = "no-result"
}

/// What one guest said of the seven steps, read line by line from its serial log.
public struct SevenStepsRun: Sendable {
    /// One of the seven.
    public struct Step: Hashable, Sendable {
        /// From 1.
        public var number: Int
        /// What it does, for example "unbind pfn0.0".
        public var text: String
        /// "0", an error's name, "hung", "died 9"; nil: the step began, and nothing more was said of it.
        public var result: String?
    }

    /// How many operations the load had done.
    public struct Operations: Hashable, Sendable {
        /// When the unbind began.
        public var atUnbind: Int
        /// When it was all over.
        public var inAll: Int
    }

    /// In the order in which they ended, the one that did not end last.
    public internal(set) var steps: [Step] = []
    /// Nil where the guest never said so.
    public internal(set) var operations: Operations?
    /// Why the load stopped, for example "stopped in 318 zero offset 236912 length 18699 size 246868: EIO".
    public internal(set) var loadNotes: [String] = []
    /// How the load ended: "exited 1", "signal 7", "left D".
    public internal(set) var loadEnd: String?
    /// Signals that the load's handler saw, for example "SIGBUS BUS_MCEERR_AO".
    public internal(set) var signals: [String] = []
    /// What the kernel said since the program began.
    public internal(set) var kernel = KernelMessages()
    /// The guest was ended because its time was over.
    public internal(set) var hitTimeLimit = false
    /// The serial log, line by line.
    public internal(set) var log: [String] = []

    /// What kept the steps from being made.
    var refusal: String?
    /// The program's own lines: the greatest number, and how many came.
    var lastNumber = 0
    var lineCount = 0

    init() {}

    /// Reads a whole log.
    public init(log lines: some Sequence<String>) {
        for line in lines { add(line) }
    }

    /// The result of a step; nil where it did not end.
    public func result(ofStep number: Int) -> String? { steps.last { $0.number == number }?.result }

    /// How it ended.
    public var end: SevenStepsEnd {
        guard failure == nil else { return .noResult }
        guard let unbind = result(ofStep: 5), unbind != "hung" else { return .unbindHung }
        let umount = result(ofStep: 7)
        if umount?.hasPrefix("died") == true || kernel.oopses.contains(where: { $0.comm == "umount" }) {
            return .umountOopsed
        }
        return unbind == "0" && umount == "0" && kernel.oopses.isEmpty ? .clean : .otherwise
    }

    /// Why it cannot be told what came of the steps, in a few words; nil where it can.
    public var failure: String? {
        if let refusal { return refusal }
        guard lineCount > 0 else { return "the program did not begin" }
        guard let last = steps.map(\.number).max() else { return "the program made no step" }
        let unbind = result(ofStep: 5)
        if unbind == "hung" || (unbind != nil && result(ofStep: 7) != nil) { return nil }
        let lost = lastNumber - lineCount
        if lost > 0 { return "\(lost) lines of the program were lost" }
        if last < 5 { return "nothing was said after step \(last)" }
        // A kernel that resets the machine is not one that hangs.
        return unbind == nil && !hitTimeLimit ? "the guest ended within the unbind" : nil
    }
}
