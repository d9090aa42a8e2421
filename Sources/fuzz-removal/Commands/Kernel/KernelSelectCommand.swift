import ArgumentParser
import DAXModel
import KernelLab
import RemovalFuzz
import SystemPackage

/// `kernel select`: finds few cases that together show much of what the model and kernels can be compared in.
struct KernelSelectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "select",
        abstract: "Search for a diverse set of cases that a kernel can be compared with.",
        discussion: """
            A search runs on the models of the kernels; from the cases that showed it something new, those are chosen \
            that together show the most different results of operations, signals, shutdowns, sleeps and deaths. They \
            have no preemptions and no faults: all that is in them can be done from user space.

            EXIT STATUS
            0   written
            \(ExitStatus.common)
            """)

    @Option(help: ArgumentHelp("How many cases at most.", valueName: "n"))
    var count = 48

    @Option(help: ArgumentHelp("Of the search; equal seeds choose equal cases.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Where the cases are written, numbered.", valueName: "folder"))
    var output: String

    func validate() throws {
        guard (1...1000).contains(count) else { throw ValidationError("--count is from 1 to 1000") }
    }

    func run() throws {
        try OutputFolder.make(FilePath(output))
        let targets = ["6.1", "6.12"].compactMap { Target.model(ofRelease: $0) }
        Console.note("searching, \(LabSelection.executions) executions on each of \(targets.count) models")
        let selection = LabSelection(count: count, seed: seed, targets: targets)
        for (index, chosen) in selection.cases.enumerated() {
            let number = String(index + 1)
            let name = String(repeating: "0", count: max(0, 3 - number.count)) + number + ".case"
            try CaseFile.write(Crasher(case: chosen), to: FilePath(output).appending(name).string)
        }
        try Console.print("\(selection.cases.count) cases with \(selection.facts) facts written to \(output)")
    }
}
