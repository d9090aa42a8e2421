import ArgumentParser
import DAXModel
import RemovalFuzz

/// `designs`: what can be tested.
struct DesignsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "designs",
        abstract: "List the removal designs, the kernel profiles they exist in, and where they come from.",
        discussion: "The first profile of a design is its default.")

    func run() throws {
        for design in Design.all {
            try Console.print(design.name + "  (" + design.profiles.map(\.name).joined(separator: ", ") + ")")
            try Console.print("    " + design.origin)
        }
        var table = TextTable([.text("profile"), .text("kernels")])
        for profile in KernelProfile.all { table.add([profile.name, profile.summary]) }
        try Console.print("\n" + table.text)
    }
}
