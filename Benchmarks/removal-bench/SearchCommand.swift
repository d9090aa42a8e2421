import ArgumentParser
import DAXModel
import RemovalFuzz

/// `search`: one search for a long time; its memory has to stay flat.
struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Run one search and print, now and then, how far it is and what it uses.")

    @Option(help: "Executions in all.")
    var executions = 10_000_000

    @Option(help: "Executions between two lines.")
    var every = 1_000_000

    @Option(help: "The design to search on.")
    var design = "v10"

    @Option(help: "The seed of the search.")
    var seed: UInt64 = 1

    func run() throws {
        let search = Search(target: try Input.target(design), seed: seed)
        var events = SearchEvents()
        var findings = 0
        let clock = ContinuousClock()
        let start = clock.now
        while search.executions < executions {
            let slice = min(1000, executions - Int(search.executions), every - Int(search.executions) % every)
            search.advance(executions: slice, into: &events)
            findings += events.findings.count
            events.removeAll()
            guard search.executions % UInt64(every) == 0 || search.executions == executions else { continue }
            let seconds = (clock.now - start).seconds
            Output.line(
                "executions \(search.executions) steps \(search.steps) features \(search.features)"
                    + " pool \(search.poolCount) findings \(findings)"
                    + " executions/second \(Int(Double(search.executions) / seconds))"
                    + " resident \(ResidentMemory.kibibytes) KiB")
        }
    }
}
