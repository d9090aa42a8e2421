/// Causes known over time, a curve for each kind of search, as SVG.
struct RacePicture {
    private static let width = 720.0
    private static let height = 400.0
    private static let margin = 56.0
    private static let colours = ["#0b6e4f", "#c8553d", "#3d5a80", "#8d6a9f", "#6b705c"]

    let races: [RaceRuns]
    let causes: Int

    var text: String {
        let end = races.map(\.limit).max() ?? 1
        let first = Logarithm.of(0.001)
        let span = Logarithm.of(end) - first
        func x(_ seconds: Double) -> Double {
            RacePicture.margin + (Logarithm.of(max(seconds, 0.001)) - first) / span * (RacePicture.width - 200)
        }
        func y(_ known: Double) -> Double {
            RacePicture.height - RacePicture.margin - known / Double(causes) * (RacePicture.height - 96)
        }
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(RacePicture.width)) \(Int(RacePicture.height))\""
                + " font-family=\"sans-serif\" font-size=\"12\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
            label(RacePicture.margin, 22, "causes known, mean of \(races.first?.runs.count ?? 0) seeds", "#222"),
            label(x(end) - 190, RacePicture.height - 10, "seconds of the processor, logarithmic", "#222"),
        ]
        for known in stride(from: 0, through: causes, by: 3) {
            lines.append(line(x(0.001), y(Double(known)), x(end), y(Double(known)), "#ddd"))
            lines.append(label(RacePicture.margin - 24, y(Double(known)) + 4, "\(known)", "#222"))
        }
        var decade = 0.001
        while decade <= end {
            lines.append(line(x(decade), y(0), x(decade), y(Double(causes)), "#ddd"))
            let digits = decade < 0.009 ? 3 : decade < 0.09 ? 2 : 1
            let text = decade > 0.9 ? "\(Int(decade.rounded()))" : decade.formatted(digits)
            lines.append(label(x(decade) - 10, y(0) + 18, text, "#222"))
            decade *= 10
        }
        for (index, race) in races.enumerated() {
            let colour = RacePicture.colours[index % RacePicture.colours.count]
            let points = (0...240).map { part -> String in
                let seconds = Logarithm.inverse(first + span * Double(part) / 240)
                let shown = min(seconds, race.limit)
                return "\(x(shown).formatted(1)),\(y(race.causes(after: shown)).formatted(1))"
            }
            lines.append(
                "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\" points=\"\(points.joined(separator: " "))\"/>"
            )
            lines.append(label(RacePicture.width - 136, 60 + 20 * Double(index), race.name, colour))
        }
        return (lines + ["</svg>", ""]).joined(separator: "\n")
    }

    private func label(_ x: Double, _ y: Double, _ text: String, _ colour: String) -> String {
        "<text x=\"\(x.formatted(1))\" y=\"\(y.formatted(1))\" fill=\"\(colour)\">\(text)</text>"
    }

    private func line(_ x: Double, _ y: Double, _ toX: Double, _ toY: Double, _ colour: String) -> String {
        "<line x1=\"\(x.formatted(1))\" y1=\"\(y.formatted(1))\" x2=\"\(toX.formatted(1))\" y2=\"\(toY.formatted(1))\""
            + " stroke=\"\(colour)\"/>"
    }
}
