/// Two timelines beside each other, step by step: what only one of them has, and where.
///
/// Steps count as the same whatever they have changed: a switch that stands in every line from then on is no difference.
struct TimelineDifference {
    private enum Line {
        case both(String)
        case left(String)
        case right(String)
    }

    /// Equal lines that are shown before and behind a difference.
    private static let context = 2
    /// Columns that a step's name has in a timeline.
    private static let nameWidth = 60

    private let merged: [Line]

    init(_ left: [String], _ right: [String]) {
        let (names, others) = (left.map(Self.name), right.map(Self.name))
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in others.difference(from: names) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var merged: [Line] = []
        var (a, b) = (0, 0)
        while a < left.count || b < right.count {
            if a < left.count, removed.contains(a) {
                merged.append(.left(left[a]))
                a += 1
            } else if b < right.count, inserted.contains(b) {
                merged.append(.right(right[b]))
                b += 1
            } else {
                merged.append(.both(left[a]))
                (a, b) = (a + 1, b + 1)
            }
        }
        self.merged = merged
    }

    /// What stands before the column of what a step has changed; all of a line that has none.
    private static func name(_ line: String) -> String {
        guard line.count > nameWidth, !line.prefix(nameWidth).allSatisfy({ $0 == " " }) else { return line }
        return String(line.prefix(nameWidth))
    }

    /// The differing lines with a little of what is around them.
    func lines(limit: Int, width: Int) -> [String] {
        let isShown = merged.indices.map { index in
            merged[max(0, index - Self.context)...min(merged.count - 1, index + Self.context)].contains {
                if case .both = $0 { false } else { true }
            }
        }
        var lines: [String] = []
        var isGap = false
        for (line, shown) in zip(merged, isShown) {
            guard shown else {
                if !isGap { lines.append("  …") }
                isGap = true
                continue
            }
            isGap = false
            let text =
                switch line {
                case .both(let text): "  " + text
                case .left(let text): "- " + text
                case .right(let text): "+ " + text
                }
            lines.append(ShortName.of(text, width))
        }
        guard lines.count > limit else { return lines }
        return lines.prefix(limit) + ["  … and \(lines.count - limit) lines more"]
    }
}
