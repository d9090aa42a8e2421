import ArgumentParser
import DAXModel
import RemovalFuzz

/// `designs`: what can be tested.
struct DesignsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "designs",
        abstract: "List the removal designs, the kernel profiles they exist in, and where they come from.",
        discussion: """
            The first profile of a design is its default. Wherever a design is named, design@profile names both.

            EXIT STATUS
            0   listed
            \(ExitStatus.common)
            """)

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        if json { return try Console.print(JSON.text(DesignsReport())) }
        for design in Design.all {
            try Console.print(design.name + "  (" + design.profiles.map(\.name).joined(separator: ", ") + ")")
            try Console.print("    " + design.origin)
        }
        var table = TextTable([.text("profile"), .text("kernels")])
        for profile in KernelProfile.all { table.add([profile.name, profile.summary]) }
        try Console.print("\n" + table.text)
    }
}

/// What `designs --json` prints.
struct DesignsReport: Encodable {
    struct DesignEntry: Encodable {
        var name: String
        /// Its default first.
        var profiles: [String]
        /// With each profile, as every output prints it.
        var targets: [String]
        var origin: String
    }

    struct ProfileEntry: Encodable {
        var name: String
        var kernels: String
    }

    var designs = Design.all.map { design in
        DesignEntry(
            name: design.name, profiles: design.profiles.map(\.name),
            targets: design.profiles.map { Target(design, $0).name }, origin: design.origin)
    }
    var profiles = KernelProfile.all.map { ProfileEntry(name: $0.name, kernels: $0.summary) }
}
