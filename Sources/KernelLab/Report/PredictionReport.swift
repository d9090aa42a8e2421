import RemovalFuzz

extension Prediction {
    /// The prediction as text: the first outcome event by event, then how many others there are.
    public func lines(of c: Case) -> [String] {
        guard let first = outcomes.first else { return [] }
        let texts = CallTexts(c)
        var table = TextTable([.text("event"), .text("predicted on " + target.name)])
        for event in first.compared(with: first) where event.predicted != "open" {
            table.add([texts.name(event.event), event.predicted])
        }
        var lines = table.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if outcomes.count > 1 {
            lines.append("\(outcomes.count) outcomes in \(schedules) schedules; the others differ in:")
            for other in outcomes.dropFirst() {
                for event in other.differences(from: first) {
                    lines.append("  \(texts.name(event.event)): \(event.predicted)")
                }
            }
        }
        if let forced {
            let differences = forced.differences(from: first)
            lines.append(
                differences.isEmpty
                    ? "what user space cannot force would show nothing else"
                    : "what user space cannot force would show:")
            for event in differences { lines.append("  \(texts.name(event.event)): \(event.predicted)") }
        }
        return lines
    }
}

/// Events of a comparison with the words of the operation.
struct CallTexts {
    private let texts: [String: String]

    init(_ c: Case) {
        texts = Dictionary(
            uniqueKeysWithValues: c.operations.map { ("op \($0.id) t\($0.task)", $0.callText) })
    }

    /// "op 6 t1 store m0 page 0" for "op 6 t1"; other events as they are.
    func name(_ event: String) -> String { texts[event].map { event + " " + $0 } ?? event }
}
