/// The figures of a campaign at one moment.
struct RunStatus: Sendable {
    var seconds = 0.0
    var executions: UInt64 = 0
    var steps: UInt64 = 0
    /// Summed over the designs; of several workers the one that has seen the most.
    var features: UInt64 = 0
    /// Files.
    var corpus: UInt64 = 0
    /// Groups of findings, known ones included.
    var groups = 0
    var newGroups = 0

    var executionsPerSecond: Double { seconds > 0 ? Double(executions) / seconds : 0 }

    /// One line.
    var line: String {
        let whole = UInt64(seconds)
        let (minutes, rest) = (whole / 60 % 60, whole % 60)
        let time = (whole >= 3600 ? "\(whole / 3600):" : "") + Self.two(minutes) + ":" + Self.two(rest)
        let findings = groups == 0 ? "no group yet" : "groups \(groups), \(newGroups) new"
        return "\(time)  \(executions.grouped) executions  \(UInt64(executionsPerSecond).grouped)/s  "
            + "\(features.grouped) features  corpus \(corpus.grouped)  " + findings
    }

    private static func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// Standard error while a campaign runs: one line that is rewritten on a terminal, a line now and then elsewhere.
final class ProgressDisplay {
    /// How often a status line is due.
    static var interval: Duration { Console.errorIsTerminal ? .seconds(1) : .seconds(10) }

    private let isTerminal = Console.errorIsTerminal
    private let isJSON: Bool
    private var lineIsOpen = false

    init(isJSON: Bool) { self.isJSON = isJSON }

    /// Shows the status; the final one stays.
    func show(_ status: RunStatus, isFinal: Bool) {
        guard isTerminal else { return Console.note(status.line) }
        Console.status("\r" + status.line.prefix(max(20, Console.width - 1)) + "\u{1B}[K" + (isFinal ? "\n" : ""))
        lineIsOpen = !isFinal
    }

    /// Prints a result: on standard output, unless that is kept for JSON.
    func say(_ line: String) throws(Failure) {
        clear()
        if isJSON { Console.note(line) } else { try Console.print(line) }
    }

    func say(warning: String) {
        clear()
        Console.warning(warning)
    }

    func say(error: String) {
        clear()
        Console.error(error)
    }

    private func clear() {
        if lineIsOpen { Console.status("\r\u{1B}[K") }
        lineIsOpen = false
    }
}
