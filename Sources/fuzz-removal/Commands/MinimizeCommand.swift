import ArgumentParser
import Corpus
import DAXModel
import RemovalFuzz
import SystemPackage

/// `minimize`: the smallest case that shows the same violation.
struct MinimizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "minimize",
        abstract: "Make a crasher as small as it can be while it shows the same violation.",
        discussion: """
            Without --design the case fails on the target that its file records. The input is never overwritten. An interrupt ends the search; the best case so far is written. The output is packed where its name ends in .zst, else text.

            EXIT STATUS
            0   minimized
            \(ExitStatus.common)
            """)

    @Argument(help: "The crasher, text or packed; - is standard input.")
    var file: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write; - is standard output.", valueName: "file"))
    var output = "-"

    @Option(help: "The violation to keep, where the case has several.")
    var signature: String?

    @Option(help: ArgumentHelp("Most executions to spend.", valueName: "n"))
    var maxExecutions = 100_000

    @OptionGroup var on: TargetOptions

    func validate() throws {
        guard maxExecutions > 0 else { throw ValidationError("--max-executions must be positive") }
    }

    func run() throws {
        try refuseToOverwrite()
        let crasher = try CaseFile.read(file)
        let target = try target(of: crasher)
        let replayer = Replayer()
        let given = replayer.run(crasher.case, on: target)
        let meant = try meantSignature(crasher, target, given)
        // Of the same cause as well: one signature may have several.
        let group = zip(given.violations, given.groups).first { $0.0.signature == meant }?.1
        let interrupted = RaisedFlag()
        let interrupts = Interrupts { interrupted.raise() }
        let reduction = Reduction(of: crasher.case, on: target, budget: maxExecutions) { execution in
            group.map { execution.index(of: meant, in: $0) != nil } ?? execution.signatures.contains(meant)
        } isCancelled: { _ in
            interrupted.isRaised
        }
        withExtendedLifetime(interrupts) {}
        let smallest = reduction.case ?? crasher.case
        var result = Crasher.recording(
            smallest, on: target, meant: meant, execution: replayer.run(smallest, on: target), found: crasher.found)
        result.notes = crasher.notes
        result.isMinimized = reduction.isFinished
        try CaseFile.write(result, to: output)
        Console.note("\(crasher.case.sizeText) became \(smallest.sizeText) in \(reduction.executions) executions")
        if interrupted.isRaised { throw ExitCode(ExitStatus.interrupted) }
    }

    private func refuseToOverwrite() throws(Failure) {
        guard file != "-", output != "-" else { return }
        guard let input = try? CaseFile.existing(file).stat(), let existing = try? FilePath(output).stat() else {
            return
        }
        guard input.deviceID != existing.deviceID || input.inode != existing.inode else {
            throw .usage("\(output) is the input, which minimize never overwrites; choose another name")
        }
    }

    private func target(of crasher: Crasher) throws(Failure) -> Target {
        guard let target = try on.chosen(orRecorded: crasher.target, in: file) else {
            throw .usage("\(file) records no design; name one with --design")
        }
        return target
    }

    private func meantSignature(_ crasher: Crasher, _ target: Target, _ execution: Execution) throws(Failure) -> String
    {
        guard let first = execution.signatures.first else {
            throw .badData("\(file) shows no violation on \(target.name), so there is nothing to keep")
        }
        guard let wanted = signature ?? crasher.meantSignature(on: target) else { return first }
        guard !execution.signatures.contains(wanted) else { return wanted }
        // Signatures are longer than what suggestions compare, so the nearest is found here.
        let nearest = execution.signatures.min {
            Suggestion.distance($0, wanted) < Suggestion.distance($1, wanted)
        }
        let status = signature == nil ? ExitStatus.badData : ExitStatus.usage
        throw Failure(
            "\(file) does not show \(wanted) on \(target.name); did you mean \(nearest ?? first)?", status: status)
    }
}

extension Case {
    /// The size as one phrase.
    var sizeText: String {
        "\(operations.count) operations, \(faults.count) faults, \(preemptions.count) preemptions"
    }
}
