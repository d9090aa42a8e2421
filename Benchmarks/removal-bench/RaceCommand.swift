import ArgumentParser
import RemovalFuzz
import SystemPackage

/// `race`: what the outputs of `causes` come to, beside each other.
struct RaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "race", abstract: "Compare searches by what causes printed of them.",
        discussion: """
            Tables in the form of Markdown. A time that was not reached counts as the limit in means, and is shown as \
            such in quartiles. Benchmarks/search makes the files and calls this.
            """)

    @Argument(help: "NAME=FILE for each kind of search; the first is compared with the others.")
    var files: [String]

    @Option(help: "Write the picture of the causes known over time to this file.")
    var picture: String?

    func run() throws {
        let races = try files.map { argument -> RaceRuns in
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw BenchFailure("not NAME=FILE: \(argument)") }
            let text = String(decoding: try Input.readFile(parts[1], limit: 1 << 22), as: UTF8.self)
            return try RaceRuns(name: parts[0], text: text)
        }
        let names = Set(races.flatMap { $0.runs.flatMap { $0.map(\.cause) } })
        let first = races[0]
        let causes = names.sorted { (median(first, $0), $0) < (median(first, $1), $1) }
        printTimes(races, causes.count)
        printRatios(races, causes.count)
        printCauses(races, causes)
        if let picture {
            let bytes = Array(RacePicture(races: races, causes: causes.count).text.utf8)
            let file = try FileDescriptor.open(
                FilePath(picture), .writeOnly, options: [.create, .truncate],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
            try file.closeAfter { _ = try file.writeAll(bytes) }
        }
    }

    private func median(_ race: RaceRuns, _ cause: String) -> Double {
        Sample.quantile(race.sights(of: cause).map(\.seconds), 0.5)
    }

    private func counts(_ causes: Int) -> [Int] {
        [causes / 2, causes - 4, causes - 3, causes - 2, causes - 1, causes]
    }

    private func printTimes(_ races: [RaceRuns], _ causes: Int) {
        row(["search"] + counts(causes).map { "\($0) causes" } + ["executions a second", "found"])
        rule(1, counts(causes).count + 2)
        for race in races {
            let times = counts(causes).map { count in
                let sample = race.times(toCauses: count)
                return [0.5, 0.25, 0.75].map { Self.text(Sample.quantile(sample, $0), race.limit) }
            }
            let found = race.runs.reduce(0) { $0 + $1.count }
            row(
                [race.name] + times.map { "\($0[0]) (\($0[1]) to \($0[2]))" }
                    + ["\(Int(race.executions / race.seconds))", "\(found) of \(causes * race.runs.count)"])
        }
        Output.line("")
    }

    private func printRatios(_ races: [RaceRuns], _ causes: Int) {
        row(["times later than \(races[0].name)"] + counts(causes).map { "\($0) causes" })
        rule(1, counts(causes).count)
        for race in races.dropFirst() {
            row(
                [race.name]
                    + counts(causes).map { count in
                        let ratio = Sample.ratio(
                            of: race.censored(race.times(toCauses: count)),
                            to: races[0].censored(races[0].times(toCauses: count)))
                        return "\(ratio.mean.formatted(1)) (\(ratio.low.formatted(1)) to \(ratio.high.formatted(1)))"
                    })
        }
        Output.line("")
    }

    private func printCauses(_ races: [RaceRuns], _ causes: [String]) {
        row(["cause"] + races.flatMap { ["\($0.name): s", "executions", "worst", "seeds"] })
        rule(1, 4 * races.count)
        for cause in causes {
            row(
                [cause]
                    + races.flatMap { race in
                        let sights = race.sights(of: cause)
                        let executions = sights.map(\.executions)
                        return [
                            Self.text(Sample.quantile(sights.map(\.seconds), 0.5), race.limit),
                            Self.count(Sample.quantile(executions, 0.5)), Self.count(executions.max() ?? .infinity),
                            "\(executions.count { $0.isFinite })",
                        ]
                    })
        }
    }

    private static func text(_ seconds: Double, _ limit: Double) -> String {
        seconds.isFinite ? seconds.formatted(seconds < 1 ? 3 : 1) : "> \(Int(limit))"
    }

    private static func count(_ executions: Double) -> String { executions.isFinite ? "\(Int(executions))" : "-" }

    private func row(_ cells: [String]) { Output.line("| " + cells.joined(separator: " | ") + " |") }

    private func rule(_ texts: Int, _ numbers: Int) {
        row(Array(repeating: "---", count: texts) + Array(repeating: "---:", count: numbers))
    }
}
