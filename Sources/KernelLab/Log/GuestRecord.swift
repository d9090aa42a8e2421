/// What the program of a case said in one round.
public struct GuestRound: Sendable {
    /// One start of an operation.
    public struct Call: Hashable, Sendable {
        public var operation: Int
        public var task: Int
        /// Sequence number of its first line.
        public var begun: Int
        /// As the program prints it; nil: it had not ended when the hostile part was over.
        public var result: String?
        public var slept = false
    }

    /// Codes of SIGBUS that a handler saw, or that the kernel's own message told of.
    public struct Signal: Hashable, Sendable {
        public var task: Int
        /// "BUS_MCEERR_AO", "BUS_ADRERR".
        public var code: String
        /// Sequence number of its line.
        public var sequence: Int
    }

    public var calls: [Call] = []
    /// Process or thread ids by task.
    public var pids: [Int: Int] = [:]
    public var signals: [Signal] = []
    /// Tasks with a SIGBUS that was blocked until the end.
    public var pending: [Int] = []
    /// How tasks ended before the closing: "signal 7", "exited 0".
    public var ends: [Int: String] = [:]
    public var left: [Int] = []
    /// Results of the closing's steps: "umount", "bind", "mount", "last umount", "xfs_repair".
    public var closing: [String: String] = [:]
    public var files: [Int: [Int]?] = [:]
    public var isPrepared = false
    public var hostilePartIsOver = false
    /// The program got to the end of the round.
    public var isOver = false
    /// Why the round could not begin.
    public var failure: String?
    /// What the kernel said during the round.
    public var kernel = KernelMessages()

    public init() {}
}

/// What a guest said: rounds of the program between the kernel's messages.
public struct GuestRecord: Sendable {
    public private(set) var rounds: [GuestRound] = []
    /// Numbers of the program's lines that never arrived.
    public private(set) var lostLines = 0
    /// The program came to its end.
    public private(set) var isOver = false
    /// The guest has no device, or another reason why the program could not begin.
    public private(set) var failure: String?
    /// Lines of the program that could not be understood; kernel messages never count.
    public private(set) var garbled = 0
    /// First line of the kernel's banner.
    public private(set) var kernelVersion: String?
    private var expected = 1

    public init() {}

    /// Takes the next line of the serial log.
    public mutating func read(_ line: String) {
        if kernelVersion == nil, let banner = line.firstRange(of: "Linux version ") {
            kernelVersion = String(line[banner.upperBound...].prefix { $0 != " " })
        }
        guard let mark = line.firstRange(of: "removalfuzz: ") else {
            if !rounds.isEmpty { rounds[rounds.count - 1].kernel.read(line) }
            return
        }
        let words = line[mark.upperBound...].split(separator: " ").map(String.init)
        guard words.count > 1, let sequence = Int(words[0]) else {
            garbled += 1
            return
        }
        if sequence == 0 {
            failure = words.dropFirst().joined(separator: " ")
            return
        }
        // A line that was said before is an echo of the console; one that is missing was lost.
        guard sequence >= expected else { return }
        lostLines += sequence - expected
        expected = sequence + 1
        if !readEvent(Array(words.dropFirst()), sequence) { garbled += 1 }
    }

    /// Whether the event was understood.
    private mutating func readEvent(_ words: [String], _ sequence: Int) -> Bool {
        switch words[0] {
        case "case": return true
        case "over":
            isOver = true
            return true
        case "round" where words.count == 2 && words[1] != "over":
            rounds.append(GuestRound())
            return true
        default:
            guard !rounds.isEmpty else {
                guard words[0] == "failed" else { return false }
                failure = words.dropFirst().joined(separator: " ")
                return true
            }
            return rounds[rounds.count - 1].read(words, sequence)
        }
    }
}
