import ArgumentParser
import DAXModel
import RemovalFuzz

/// `worker`: one process of a campaign, started by `run`. A trap of the model ends one process, and not the campaign.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "One process of a campaign; started by run.", shouldDisplay: false)

    @Option(help: "A target's name; may be repeated.")
    var target: [String]

    @Option(help: "The seed of this worker.")
    var seed: UInt64

    @Option(help: "Executions after which to end.")
    var maxExecutions: UInt64?

    @Option(help: "The corpus folder.")
    var corpus: String

    @Option(help: "What is not to be reported, as in run.")
    var ignore: [String] = []

    @Flag(help: "Look for what other workers add to the corpus.")
    var exchange = false

    @Flag(help: "Report files of the corpus that cannot be used.")
    var warn = false

    func run() throws {
        let targets = try target.map { name throws(Failure) in try Targets.named(name) }
        guard !targets.isEmpty else { throw Failure.usage("a worker needs a target") }
        let filter = try SignatureFilter(ignore)
        let rotation = SearchRotation(targets: targets, seed: seed) { filter.matches($0.signature) }
        var worker = Worker(
            rotation: rotation, corpus: WorkerCorpus(directory: corpus), limit: maxExecutions ?? .max,
            exchanges: exchange, warns: warn)
        worker.run()
    }
}
