import ArgumentParser
import DAXModel
import RemovalFuzz

/// `designs`: what can be tested.
struct DesignsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "designs",
        abstract: "List the removal designs, the kernel profiles they exist in, and what can be switched on and off.",
        discussion: """
            The first profile of a design is its default. Wherever a design is named, so can be a target: \
            merged@6.12.y, merged+insertion-gate@6.12.y with a guarantee added, reference~insertion-gate@6.12.y with one \
            removed, merged@6.12.y@emulation on another platform than hardware.

            EXIT STATUS
            0   listed
            \(ExitStatus.common)
            """)

    @Argument(help: ArgumentHelp("A guarantee, a design or a target to show in full.", valueName: "name"))
    var name: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Show line by line in what two targets differ.", valueName: "name name"))
    var diff: [String] = []

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard diff.isEmpty || diff.count == 2 else { throw ValidationError("--diff takes two targets") }
        guard diff.isEmpty || name == nil else { throw ValidationError("--diff and a name exclude each other") }
    }

    func run() throws {
        if diff.count == 2 {
            let difference = TargetDifference(try Targets.named(diff[0]), try Targets.named(diff[1]))
            return try Console.print(json ? JSON.text(difference) : difference.text)
        }
        guard let name else {
            let report = DesignsReport()
            return try Console.print(json ? JSON.text(report) : DesignsPage.text)
        }
        if let guarantee = Guarantee.named(name) {
            return try Console.print(
                json ? JSON.text(DesignsReport.GuaranteeEntry(guarantee)) : DesignsPage.text(of: guarantee))
        }
        let target = try target(name)
        try Console.print(json ? JSON.text(DesignsReport.TargetEntry(target)) : DesignsPage.text(of: target))
    }

    private func target(_ text: String) throws(Failure) -> Target {
        if let name = try? TargetName(text: text), Design.named(name.design) == nil, name.description == name.design {
            let known = Design.all.map(\.name) + Guarantee.allCases.map(\.name)
            throw .unknown("design or guarantee", text, among: known, status: ExitStatus.usage)
        }
        return try Targets.named(text)
    }
}
