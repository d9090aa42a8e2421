import RemovalFuzz

/// When the searches of one kind came to their causes, seed by seed, as `causes` printed it.
struct RaceRuns {
    let name: String
    /// By seed: causes in the order in which they came, with seconds of the processor and executions.
    private(set) var runs: [[(cause: String, seconds: Double, executions: Double)]] = []
    /// The shortest time that a search had.
    private(set) var limit = Double.infinity
    private(set) var executions = 0.0
    private(set) var seconds = 0.0

    /// - Parameter text: lines of seed, executions, seconds and cause; the last of a seed has "-" as its cause.
    init(name: String, text: String) throws {
        self.name = name
        var run: [(String, Double, Double)] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 4, let count = Double(words[1]), let time = Double(words[2]) else {
                throw BenchFailure("\(name): no line of causes: \(line)")
            }
            guard words[3] == "-" else {
                run.append((String(words[3]), time, count))
                continue
            }
            runs.append(run)
            run = []
            limit = min(limit, time)
            executions += count
            seconds += time
        }
        guard !runs.isEmpty else { throw BenchFailure("\(name): no search has come to its end") }
    }

    /// By seed: seconds until so many causes were known; infinity where they never were.
    func times(toCauses count: Int) -> [Double] {
        runs.map { $0.count >= count ? $0[count - 1].seconds : .infinity }
    }

    /// By seed: seconds and executions until a cause was known; infinity where it never was.
    func sights(of cause: String) -> [(seconds: Double, executions: Double)] {
        runs.map { run in
            run.first { $0.cause == cause }.map { ($0.seconds, $0.executions) } ?? (.infinity, .infinity)
        }
    }

    /// The mean number of causes that are known after so many seconds.
    func causes(after seconds: Double) -> Double {
        Double(runs.reduce(0) { $0 + $1.count { $0.seconds <= seconds } }) / Double(runs.count)
    }

    /// A time that was not reached counts as the limit.
    func censored(_ times: [Double]) -> [Double] { times.map { min($0, limit) } }
}

/// Figures of samples.
enum Sample {
    /// The value below which so large a share of the sample lies: 0.5 for the median.
    static func quantile(_ sample: [Double], _ share: Double) -> Double {
        let sorted = sample.sorted()
        let place = share * Double(sorted.count - 1)
        let low = sorted[Int(place)]
        let high = sorted[min(Int(place) + 1, sorted.count - 1)]
        guard high.isFinite else { return place == place.rounded(.down) ? low : high }
        return low + (high - low) * (place - place.rounded(.down))
    }

    /// How many times larger the second sample is than the first in its geometric mean, with a bootstrap interval that
    /// holds 95 of 100.
    static func ratio(of second: [Double], to first: [Double]) -> (mean: Double, low: Double, high: Double) {
        var random = Random(seed: 1)
        let (over, under) = (second.map(Logarithm.of), first.map(Logarithm.of))
        var ratios = (0..<2000).map { _ in
            resampledMean(over, &random) - resampledMean(under, &random)
        }
        ratios.sort()
        let mean = over.reduce(0, +) / Double(over.count) - under.reduce(0, +) / Double(under.count)
        return (
            Logarithm.inverse(mean), Logarithm.inverse(quantile(ratios, 0.025)),
            Logarithm.inverse(quantile(ratios, 0.975))
        )
    }

    private static func resampledMean(_ sample: [Double], _ random: inout Random) -> Double {
        var sum = 0.0
        for _ in sample { sum += sample[random.below(sample.count)] }
        return sum / Double(sample.count)
    }
}
