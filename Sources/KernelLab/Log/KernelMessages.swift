/// What the kernel's own messages of a round tell. Lines may come in any order between others; what is not recognised
/// is skipped.
public struct KernelMessages: Sendable {
    /// A death in the kernel, or a warning, with its call trace.
    public struct Trace: Hashable, Sendable {
        /// The first line, for example "BUG: unable to handle page fault for address: ...".
        public var headline: String
        /// Name and id of the task, where they were said.
        public var comm = ""
        public var pid = 0
        /// The function at the instruction pointer.
        public var function = ""
        /// Functions of the call trace, innermost first, without those marked as unreliable.
        public var frames: [String] = []
    }

    /// "Shutting down filesystem".
    public struct Shutdown: Hashable, Sendable {
        public var flags: Int
        /// The function that asked for it.
        public var function: String
    }

    public private(set) var oopses: [Trace] = []
    public private(set) var warnings: [Trace] = []
    public private(set) var shutdowns: [Shutdown] = []
    /// Names of tasks that the kernel said it sends SIGBUS to, in the order of its messages.
    public private(set) var sigbusTo: [String] = []
    /// The file system was mounted without DAX.
    public private(set) var daxIsOff = false
    /// Names of tasks that the kernel found hung.
    public private(set) var hung: [String] = []

    /// The trace whose lines are coming.
    private enum Current { case none, oops, warning }
    private var current = Current.none
    private var isInTrace = false

    /// Traces beyond this are counted by nobody: a kernel in a loop of oopses must not fill the memory.
    private static var limit: Int { 64 }

    public init() {}

    /// Takes the next line of the serial log that is not the program's.
    public mutating func read(_ line: String) {
        let text = KernelMessages.withoutTimestamp(line)
        if text.contains("soft lockup") || text.contains("hard LOCKUP") {
            begin(.warning, text)
        } else if text.contains("BUG: ") || text.contains("general protection fault") || text.contains("kernel BUG at")
        {
            begin(.oops, text)
        } else if text.contains("WARNING: ") && text.contains("CPU") {
            begin(.warning, text)
        } else if text.contains("Shutting down filesystem") || text.contains("has been shut down due to") {
            readShutdown(text)
        } else if let mark = text.firstRange(of: "Sending SIGBUS to ") {
            KernelMessages.append(String(text[mark.upperBound...].prefix { $0 != ":" && $0 != " " }), to: &sigbusTo)
        } else if text.contains("Turning off DAX") {
            daxIsOff = true
        } else if text.contains("blocked for more than"), let mark = text.firstRange(of: "task ") {
            KernelMessages.append(String(text[mark.upperBound...].prefix { $0 != ":" }), to: &hung)
        } else if current != .none {
            readTrace(text)
        }
    }

    private mutating func begin(_ kind: Current, _ headline: String) {
        // The kernel prints several headlines for one death.
        if kind == .oops && current == .oops, let last = oopses.last, last.function.isEmpty { return }
        guard oopses.count + warnings.count < KernelMessages.limit else { return }
        current = kind
        isInTrace = false
        if kind == .oops {
            oopses.append(Trace(headline: headline))
        } else {
            warnings.append(Trace(headline: headline))
        }
    }

    private mutating func readTrace(_ text: String) {
        if text.contains("---[ end trace") {
            current = .none
        } else if text.contains("Call Trace:") {
            isInTrace = true
        } else if text.contains("</TASK>") || text.contains("</IRQ>") {
            isInTrace = false
        } else {
            let isInTrace = isInTrace
            edit { KernelMessages.read(text, isInTrace, into: &$0) }
        }
    }

    private static func read(_ text: String, _ isInTrace: Bool, into trace: inout Trace) {
        if let mark = text.firstRange(of: " Comm: "), trace.comm.isEmpty {
            trace.comm = String(text[mark.upperBound...].prefix { $0 != " " })
            if let pid = text.firstRange(of: "PID: ") {
                trace.pid = Int(text[pid.upperBound...].prefix { $0 != " " }) ?? 0
            }
        } else if let mark = text.firstRange(of: "RIP: 0010:"), trace.function.isEmpty {
            trace.function = function(text[mark.upperBound...]) ?? ""
        } else if isInTrace, !text.contains("? "), let name = function(text[...]), trace.frames.count < 64 {
            trace.frames.append(name)
        }
    }

    private mutating func edit(_ change: (inout Trace) -> Void) {
        switch current {
        case .oops: change(&oopses[oopses.count - 1])
        case .warning: change(&warnings[warnings.count - 1])
        case .none: break
        }
    }

    private mutating func readShutdown(_ text: String) {
        guard let mark = text.firstRange(of: "(0x"), shutdowns.count < KernelMessages.limit,
            let flags = Int(text[mark.upperBound...].prefix { $0.isHexDigit }, radix: 16)
        else { return }
        let place = text.firstRange(of: "detected at ").flatMap { KernelMessages.function(text[$0.upperBound...]) }
        shutdowns.append(Shutdown(flags: flags, function: place ?? "?"))
    }

    private static func append(_ name: String, to list: inout [String]) {
        if list.count < limit { list.append(name) }
    }

    /// "dax_disassociate_entry" in " dax_disassociate_entry+0x7e/0xb0", without what a compiler adds to a name.
    private static func function(_ text: Substring) -> String? {
        let word = text.drop { $0 == " " }.prefix { $0 != " " }
        guard let plus = word.firstRange(of: "+0x") else { return nil }
        let name = word[..<plus.lowerBound].prefix { $0 != "." }
        let isName = name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || isLetterOrDigit($0) }
        return name.isEmpty || !isName ? nil : String(name)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        let character = Character(UnicodeScalar(byte))
        return character.isASCII && (character.isLetter || character.isNumber)
    }

    private static func withoutTimestamp(_ line: String) -> String {
        guard line.first == "[", let end = line.firstIndex(of: "]") else { return line }
        return String(line[line.index(after: end)...])
    }
}
