import ArgumentParser
import DAXModel
import RemovalFuzz

/// `show`: a case, and what happens in it.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print a case as text, then the timeline of its execution.",
        discussion: """
            Without --design it is executed on the target that its file records. The timeline names the steps by the kernel functions they stand for, and shows those that changed \
            something. It ends with what breaks and, for a hang, with who waits for whom. All of it is comment, so that \
            the output is a case again. With --design twice it is what the two designs do differently, step by step: - \
            the first, + the second.

            EXIT STATUS
            0   shown
            \(ExitStatus.common)
            """)

    @Argument(help: "The case, text or packed; - is standard input.")
    var file: String

    @OptionGroup var on: TargetOptions

    @Flag(help: "Also the steps that changed nothing.")
    var everyStep = false

    func run() throws {
        if on.design.count == 2 { return try compare(try on.selected()) }
        var chosen = try on.chosen()
        var crasher = try CaseFile.read(file)
        if chosen == nil && on.hasChanges { chosen = try on.recorded(crasher.target, in: file) }
        if let target = chosen, crasher.target?.means(target) != true {
            // What the file records is about another target; the output is a case of this one.
            (crasher.target, crasher.digest, crasher.signatures) = (TargetName(target), nil, [])
            crasher.expectations.removeAll { !$0.isAbout(target) }
        }
        try Console.write(crasher.text)
        let recorded = try chosen == nil ? crasher.target.map { try Targets.recorded($0, in: file) } : nil
        guard let target = chosen ?? recorded else {
            return try Console.print("\n# no design recorded: name one with --design to see a timeline")
        }
        let timeline = Timeline(of: crasher.case, on: target)
        try Console.print("\n# timeline on \(target.name)")
        for line in timeline.lines(everyStep: everyStep) { try Console.print("# " + line) }
        if timeline.execution.violations.isEmpty { try Console.print("# no violation") }
        for line in IdleParts(of: crasher.case, in: timeline.execution).lines { try Console.print("# " + line) }
    }

    /// The case, and the timelines of two targets beside each other.
    private func compare(_ targets: [Target]) throws {
        guard targets.count <= 2 else { throw Failure.usage("two designs stand beside each other; name two") }
        let subject = try CaseFile.read(file).case
        try Console.write(Crasher(case: subject).text)
        guard targets.count == 2 else { return try Console.print("\n# both are \(targets[0].name)") }
        let timelines = targets.map { Timeline(of: subject, on: $0).lines(everyStep: everyStep) }
        let difference = TimelineDifference(timelines[0], timelines[1]).lines(limit: .max, width: .max)
        try Console.print("\n# - \(targets[0].name)\n# + \(targets[1].name)")
        for line in difference { try Console.print("# " + line) }
    }
}
