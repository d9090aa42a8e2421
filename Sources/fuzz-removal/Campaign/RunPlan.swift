import Corpus
import DAXModel
import RemovalFuzz
import SystemPackage

/// Everything that a campaign was asked for.
struct RunPlan: Sendable {
    var targets: [Target]
    var seed: UInt64
    var jobs: Int
    var maxSeconds: Int?
    var maxExecutions: UInt64?
    var corpus: String
    var crashes: String
    var ignored: [String]
    /// Most executions to minimize one group with, where the user said so; else a tenth of the campaign's.
    var minimizeBudget: Int?
    /// By what the page takes findings together.
    var grouping = Grouping.cause
    /// Every finding is saved, not just the best of each group.
    var keepsAll = false
    /// The page shows every group.
    var showsAll = false
    var isJSON: Bool

    /// Most executions to minimize one group with.
    static let largestMinimizeBudget = 20_000

    /// The folder of findings.
    var crashStore: Store { Store(directory: FilePath(crashes), limit: StoredCase.sizeLimit) }

    /// Makes both folders, removes what killed processes left in them, and finds out now whether they can be written.
    func prepare() throws(Failure) {
        for folder in [corpus, crashes] {
            let probe = Store(directory: FilePath(folder), suffix: ".probe")
            try storing { () throws(CorpusError) in
                try probe.sweep()
                try probe.remove(probe.put(Array("probe \(seed)".utf8)).name)
            }
        }
    }

    /// The cases in which the model has stopped. They are no findings: who replays them stops there too.
    var stoppedStore: Store {
        Store(directory: FilePath(crashes).appending("model-stopped"), limit: StoredCase.sizeLimit)
    }

    /// The command line of each worker. Their seeds come from the campaign's, their executions add up to its limit.
    /// - Parameters:
    ///   - life: So many workers have stopped in this one's place. It must not do again what they did.
    ///   - done: Executions of theirs.
    func workerArguments(life: Int = 0, done: UInt64 = 0) -> [[String]] {
        var random = Random(seed: seed)
        return (0..<jobs).map { index in
            var seed = random.next()
            for _ in 0..<life {
                var following = Random(seed: seed)
                seed = following.next()
            }
            var arguments = ["worker", "--seed", "\(seed)", "--corpus=" + corpus]
            for target in targets { arguments += ["--target", target.name] }
            for signature in ignored { arguments.append("--ignore=" + signature) }
            if let maxExecutions {
                let share = maxExecutions / UInt64(jobs) + (UInt64(index) < maxExecutions % UInt64(jobs) ? 1 : 0)
                arguments += ["--max-executions", "\(share - min(share, done))"]
            }
            if jobs > 1 { arguments.append("--exchange") }
            if index == 0 { arguments.append("--warn") }
            return arguments
        }
    }
}
