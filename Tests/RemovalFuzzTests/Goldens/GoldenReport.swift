import DAXModel
import RemovalFuzz

/// Which goldens have another digest on the model of today.
struct GoldenReport: Sendable {
    struct Difference: Sendable {
        /// In the list of goldens.
        var index: Int
        var golden: Golden
        var digest: UInt64
        /// Preemptions that no longer take place: a step may have another name.
        var skipped: Int
    }

    private let counts: [String: Int]
    let differing: [Difference]

    /// Executes every golden, the targets side by side.
    init(of goldens: [Golden]) async {
        let groups = Dictionary(grouping: goldens.indices, by: { goldens[$0].target })
        counts = groups.mapValues(\.count)
        differing = await withTaskGroup(of: [Difference].self) { tasks in
            for target in GoldenTarget.all {
                guard let indices = groups[target.name] else { continue }
                tasks.addTask { GoldenReport.differences(indices, of: goldens, on: target) }
            }
            return await tasks.reduce(into: []) { $0 += $1 }.sorted { $0.index < $1.index }
        }
    }

    private static func differences(_ indices: [Int], of goldens: [Golden], on target: Target) -> [Difference] {
        var executor = Executor(target: target)
        return indices.compactMap { index in
            let execution = executor.run(goldens[index].case)
            guard execution.digest != goldens[index].digest else { return nil }
            return Difference(
                index: index, golden: goldens[index], digest: execution.digest, skipped: execution.skippedPreemptions)
        }
    }

    /// How many differ by target, and the first few of each.
    var text: String {
        guard !differing.isEmpty else { return "no digest differs" }
        var lines = ["\(differing.count) digests differ"]
        for target in GoldenTarget.all {
            let own = differing.filter { $0.golden.target == target.name }
            guard let count = counts[target.name], !own.isEmpty else { continue }
            lines.append("\(target.name): \(own.count) of \(count) differ, seeds " + GoldenReport.seeds(own))
            let lost = own.count { $0.skipped > 0 }
            if lost > 0 { lines.append("    in \(lost) of them a preemption does not take place") }
        }
        lines.append("If that is meant, run make goldens and say in the commit which differ and why.")
        return lines.joined(separator: "\n")
    }

    private static func seeds(_ differences: [Difference]) -> String {
        differences.prefix(5).map { "\($0.golden.seed)" }.joined(separator: " ") + (differences.count > 5 ? " ..." : "")
    }
}
