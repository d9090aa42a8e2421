import DAXModel

/// Line by line, in what two targets differ.
struct TargetDifference: Encodable {
    /// A line of one target or of both.
    struct Line: Encodable {
        enum Side: String, Encodable { case both, first, second }

        var side: Side
        var text: String

        /// The line behind "-" for the first, "+" for the second, a blank for both.
        var marked: String {
            switch side {
            case .both: "  " + text
            case .first: "- " + text
            case .second: "+ " + text
            }
        }
    }

    let first: String
    let second: String
    /// All lines of both callbacks.
    let callback: [Line]
    /// Those that only one has, with what holds with them.
    let guarantees: [Line]
    /// Facts of the surroundings that are not the same.
    let surroundings: [Line]

    init(_ a: Target, _ b: Target) {
        (first, second) = (a.name, b.name)
        callback = Self.merged(a.callbackLines, b.callbackLines)
        guarantees = Guarantee.allCases.compactMap { guarantee in
            let (inFirst, inSecond) = (a.guarantees.contains(guarantee), b.guarantees.contains(guarantee))
            guard inFirst != inSecond else { return nil }
            return Line(side: inFirst ? .first : .second, text: "\(guarantee.name): \(guarantee.statement)")
        }
        surroundings = zip(a.facts, b.facts).filter { $0.value != $1.value }.flatMap { own, other in
            [
                Line(side: .first, text: "\(own.name): \(own.value)"),
                Line(side: .second, text: "\(other.name): \(other.value)"),
            ]
        }
    }

    var text: String {
        ["- \(first)", "+ \(second)"].joined(separator: "\n") + block("callback", callback)
            + block("guarantees", guarantees) + block("surroundings", surroundings)
    }

    private func block(_ title: String, _ lines: [Line]) -> String {
        let shown = lines.contains { $0.side != .both } ? lines.map(\.marked) : ["  no difference"]
        return "\n\n" + ([title] + shown).joined(separator: "\n")
    }

    /// The lines of both in order; of what differs at one place the first's come first.
    static func merged(_ a: [String], _ b: [String]) -> [Line] {
        let difference = b.difference(from: a)
        let removed = Set(difference.removals.map(\.offset))
        let inserted = Set(difference.insertions.map(\.offset))
        var (lines, i, j): ([Line], Int, Int) = ([], 0, 0)
        while i < a.count || j < b.count {
            if i < a.count, removed.contains(i) {
                lines.append(Line(side: .first, text: a[i]))
                i += 1
            } else if j < b.count, inserted.contains(j) {
                lines.append(Line(side: .second, text: b[j]))
                j += 1
            } else {
                lines.append(Line(side: .both, text: a[i]))
                (i, j) = (i + 1, j + 1)
            }
        }
        return lines
    }
}

extension CollectionDifference.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
