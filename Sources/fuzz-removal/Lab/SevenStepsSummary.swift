import KernelLab

/// One run of the seven steps, for `--json`.
struct SevenStepsSummary: Encodable {
    struct Step: Encodable {
        var number: Int
        var text: String
        var result: String?
    }

    struct Shutdown: Encodable {
        var flags: Int
        var function: String
    }

    /// From 1.
    var run: Int
    var seed: UInt64
    var end: SevenStepsEnd
    /// Why there is no result.
    var failure: String?
    var steps: [Step]
    var umount: String?
    /// How many the load had done when the unbind began, and in all; absent where the guest never said so.
    var operationsAtUnbind: Int?
    var operationsInAll: Int?
    var loadNotes: [String]
    var loadEnd: String?
    var signals: [String]
    var shutdowns: [Shutdown]
    /// Call traces, innermost first.
    var oopses: [[String]]

    private enum CodingKeys: String, CodingKey {
        case run, seed, end, failure, steps, umount, signals, shutdowns, oopses
        case operationsAtUnbind = "operations_at_unbind"
        case operationsInAll = "operations_in_all"
        case loadNotes = "load_notes"
        case loadEnd = "load_end"
    }

    /// - Parameter index: Of the run, from 0.
    init(_ seen: SevenStepsRun, index: Int, seed: UInt64) {
        run = index + 1
        self.seed = seed
        end = seen.end
        failure = seen.failure
        steps = seen.steps.map { Step(number: $0.number, text: $0.text, result: $0.result) }
        umount = seen.result(ofStep: 7)
        operationsAtUnbind = seen.operations?.atUnbind
        operationsInAll = seen.operations?.inAll
        loadNotes = seen.loadNotes
        loadEnd = seen.loadEnd
        signals = seen.signals
        shutdowns = seen.kernel.shutdowns.map { Shutdown(flags: $0.flags, function: $0.function) }
        oopses = seen.kernel.oopses.map { [$0.function] + $0.frames }
    }
}

extension SevenStepsSummary {
    /// "run 1 of 5, seed 1: umount oopsed".
    func headline(of count: Int) -> String { "run \(run) of \(count), seed \(seed): \(ending)" }

    private var ending: String {
        switch end {
        case .clean: "clean"
        case .umountOopsed: "umount oopsed"
        case .unbindHung: "hung in the unbind"
        case .otherwise: "neither clean nor the oops of umount; umount: \(umount ?? "not reached")"
        case .noResult: "no result (\(failure ?? "?"))"
        }
    }

    /// All that is known of the run, a line each.
    var lines: [String] {
        var lines = steps.map { "step \($0.number) \($0.text): \($0.result ?? "did not end")" }
        if let operationsAtUnbind, let operationsInAll {
            lines.append("operations of the load: \(operationsAtUnbind) at the unbind, \(operationsInAll) in all")
        }
        let load = loadNotes + (loadEnd.map { [$0] } ?? [])
        if !load.isEmpty { lines.append("load: " + load.joined(separator: "; ")) }
        lines.append("signals: " + SevenStepsSummary.list(signals))
        let flags = shutdowns.map { "0x\(String($0.flags, radix: 16)) in \($0.function)" }
        lines.append("shutdown: " + SevenStepsSummary.list(flags))
        lines.append("oops: " + SevenStepsSummary.list(oopses.map(SevenStepsSummary.shortened)))
        return lines
    }

    /// "umount oopsed in 3 of 5, hung in the unbind in 1 of 5, clean in 1 of 5"; what else there was follows.
    static func totals(_ runs: [SevenStepsSummary]) -> String {
        let counts = [
            ("umount oopsed", SevenStepsEnd.umountOopsed), ("hung in the unbind", .unbindHung), ("clean", .clean),
            ("neither", .otherwise), ("no result", .noResult),
        ].map { words, end in (words: words, end: end, count: runs.count { $0.end == end }) }
        return counts.filter { $0.count > 0 || ![.otherwise, .noResult].contains($0.end) }
            .map { "\($0.words) in \($0.count) of \(runs.count)" }.joined(separator: ", ")
    }

    /// A run that was not clean outweighs one without a result.
    static func status(_ runs: [SevenStepsSummary]) -> Int32 {
        if runs.contains(where: { $0.end != .clean && $0.end != .noResult }) { return ExitStatus.violation }
        return runs.contains { $0.end == .noResult } ? ExitStatus.unavailable : ExitStatus.success
    }

    private static func list(_ words: [String]) -> String { words.isEmpty ? "none" : words.joined(separator: ", ") }

    /// The top of a call trace.
    private static func shortened(_ trace: [String]) -> String {
        trace.prefix(6).joined(separator: " < ") + (trace.count > 6 ? " < ..." : "")
    }
}
