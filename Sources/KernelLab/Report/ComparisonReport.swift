import RemovalFuzz

extension LabComparison {
    /// Both sides, event by event, as text.
    public func lines(of c: Case) -> [String] {
        let texts = CallTexts(c)
        var table = TextTable([.text("event"), .text("model"), .text("kernel"), .text("")])
        for event in nearest.compared(with: seen) {
            table.add([texts.name(event.event), event.predicted, event.seen, event.agrees ? "" : "DIFFERS"])
        }
        var lines = table.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for (index, stack) in seen.oopses.enumerated() {
            lines.append("oops \(index): " + LabComparison.shortened(stack))
        }
        return lines
    }

    /// The top of a call trace.
    private static func shortened(_ stack: [String]) -> String {
        let top = stack.prefix(9).joined(separator: " < ")
        return stack.count > 9 ? top + " < ..." : top
    }
}
