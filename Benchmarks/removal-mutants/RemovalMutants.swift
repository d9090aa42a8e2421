import ArgumentParser
import Foundation
import SystemPackage

/// How good the tests are at noticing: puts each fault of a committed list into the code and runs the tests.
@main
struct RemovalMutants: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "removal-mutants",
        abstract: "Run the tests against every fault of Tests/Mutants.",
        discussion: """
            All faults are compiled together into a copy of the checkout in .build-mutants, each behind a switch; no \
            build of the checkout itself has them. An interrupted run is taken up where it ended, as long as no file \
            has changed.

            EXIT STATUS
            0   at least the share --at-least was noticed
            1   less was
            """)

    @Argument(help: "The faults to try; all where none is named.")
    var ids: [String] = []

    @Option(help: ArgumentHelp("The checkout.", valueName: "dir"))
    var root = "."

    @Option(help: ArgumentHelp("Faults tried at the same time.", valueName: "n"))
    var jobs = 2

    @Option(help: ArgumentHelp("The share that has to be noticed.", valueName: "percent"))
    var atLeast = 90

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the table to this file as well.", valueName: "file"))
    var output: String?

    @Flag(help: "Only check that every fault has its place in the code, and that they build.")
    var buildOnly = false

    func validate() throws {
        guard jobs > 0 else { throw ValidationError("--jobs must be positive") }
    }

    func run() async throws {
        let source = URL(filePath: root, directoryHint: .isDirectory).standardizedFileURL
        let list = try MutantList(folder: source.appending(path: "Tests/Mutants"))
        let chosen = try chosen(from: list)
        let tree = MutatedTree(of: source)
        try await tree.update(with: list)
        let bundle = TestBundle(root: tree.root)
        Progress.say("building \(list.mutants.count) faults")
        try await bundle.build()
        guard !buildOnly else { return }
        var campaign = MutantCampaign(bundle: bundle, list: list)
        let kept = source.appending(path: ".build-mutants/results.json")
        var file = ResultFile(kept, tree: try await tree.state())
        let open = chosen.filter { file[$0.id] == nil }
        if !open.isEmpty { try await campaign.measureBaseline(for: open) }
        try await judge(open, by: campaign, into: &file)
        let results = chosen.compactMap { mutant in file[mutant.id].map { (mutant, $0) } }
        let text = MutantTable.text(results, commit: try await tree.commit())
        Progress.say(text)
        if let output { try text.write(toFile: output, atomically: true, encoding: .utf8) }
        let noticed = results.count { $0.1.verdict != .survived }
        if noticed * 100 < atLeast * results.count { throw ExitCode(1) }
    }

    private func chosen(from list: MutantList) throws -> [Mutant] {
        guard !ids.isEmpty else { return list.mutants }
        return try ids.map { id in
            guard let mutant = list.mutants.first(where: { $0.id == id }) else {
                throw MutantError("no mutant is called \(id); the lists are in Tests/Mutants")
            }
            return mutant
        }
    }

    private func judge(_ open: [Mutant], by campaign: MutantCampaign, into file: inout ResultFile) async throws {
        var waiting = open[...]
        var done = 0
        try await withThrowingTaskGroup(of: MutantResult.self) { group in
            for mutant in waiting.prefix(jobs) { group.addTask { try await campaign.judge(mutant) } }
            waiting = waiting.dropFirst(jobs)
            while let result = try await group.next() {
                try file.add(result)
                done += 1
                let tests = result.tests.first.map { ": " + $0 } ?? ""
                Progress.say("\(done)/\(open.count) \(result.id) \(result.verdict.rawValue)\(tests)")
                if let next = waiting.popFirst() { group.addTask { try await campaign.judge(next) } }
            }
        }
    }
}

/// Lines that appear at once, wherever standard output leads to.
enum Progress {
    static func say(_ text: String) { _ = try? FileDescriptor.standardOutput.writeAll(Array((text + "\n").utf8)) }
}
