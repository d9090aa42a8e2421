/// What keeps a task that does not get on: the end of the chain of who waits for whom.
///
/// No task number is part of it, so that one cause found with different tasks is one value. Everybody who sleeps behind
/// the same end has the same root.
public struct HangRoot: BitwiseCopyable, Hashable, Sendable, Codable {
    /// How the chain ends.
    public enum End: UInt8, Codable, Sendable, BitwiseCopyable {
        /// Tasks that wait for each other.
        case cycle
        /// Nobody has it, or nobody that the model knows.
        case nobody
        /// A task that died in the kernel has it.
        case died
        /// A task that has exited left it so.
        case exited
        /// A task that could run has it.
        case awake
        /// A freeze that nobody undoes, by the kernel.
        case frozenByKernel
        /// The same, by userspace.
        case frozenByUser

        /// The word for it.
        public var name: String {
            switch self {
            case .cycle: "cycle"
            case .nobody: "held-by-nobody"
            case .died: "holder-died"
            case .exited: "holder-exited"
            case .awake: "holder-awake"
            case .frozenByKernel: "frozen-by-kernel"
            case .frozenByUser: "frozen-by-user"
            }
        }
    }

    /// One wait: what is waited for, and in a cycle the step that cannot be executed.
    public struct Edge: BitwiseCopyable, Hashable, Sendable, Codable, Comparable {
        public var object: WaitObject
        public var step: StepID

        public static func < (a: Edge, b: Edge) -> Bool {
            (a.object.rawValue, a.step.rawValue) < (b.object.rawValue, b.step.rawValue)
        }
    }

    /// The first waits, each as one number: it is kept without gaps, because a machine's state is compared by its bytes.
    private var first = Edge.noNumber
    private var second = Edge.noNumber
    private var third = Edge.noNumber
    private var taken = StepID.none
    public let end: End
    private var spare: UInt8 = 0

    /// The waits of the cycle in ascending order, or the last wait of the chain.
    public var edges: [Edge] { [first, second, third].compactMap(Edge.init(number:)) }
    /// Where what the chain ends with was taken; nil in a cycle, and when nobody has it.
    public var takenAt: StepID? { taken == .none ? nil : taken }

    /// - Parameter edges: A cycle of more than three is known by its first three.
    init(end: End, edges: [Edge], takenAt: StepID?) {
        self.end = end
        taken = takenAt ?? .none
        let sorted = edges.sorted()
        if sorted.count > 0 { first = sorted[0].number }
        if sorted.count > 1 { second = sorted[1].number }
        if sorted.count > 2 { third = sorted[2].number }
    }
}

extension HangRoot.Edge {
    fileprivate static var noNumber: UInt32 { .max }

    fileprivate var number: UInt32 { UInt32(object.rawValue) << 16 | UInt32(step.rawValue) }

    fileprivate init?(number: UInt32) {
        guard number != .max, let object = WaitObject(rawValue: UInt8(number >> 16)) else { return nil }
        self.init(object: object, step: StepID(rawValue: UInt16(truncatingIfNeeded: number)))
    }
}
