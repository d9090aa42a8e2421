import DAXModel
import RemovalFuzz

/// What `designs` prints for people.
enum DesignsPage {
    static var text: String { [designs, profiles, guarantees, owners].joined(separator: "\n\n") }

    private static var designs: String {
        Design.all.map { design in
            "\(design.name)  (\(design.profiles.map(\.name).joined(separator: ", ")))\n    \(design.origin)"
        }.joined(separator: "\n")
    }

    private static var profiles: String {
        var table = TextTable([.text("profile"), .text("kernels")])
        for profile in KernelProfile.all { table.add([profile.name, profile.summary]) }
        return table.text
    }

    private static var guarantees: String {
        (["Guarantees, switched on by --with and off by --without:"] + Guarantee.allCases.map(entry))
            .joined(separator: "\n")
    }

    private static func entry(_ guarantee: Guarantee) -> String {
        """
        \(guarantee.name)
            \(guarantee.statement)
            kernels: \(guarantee.kernels); cost: \(guarantee.cost.name); harm: \(guarantee.harm.words)
        """
    }

    /// Who has which: a column for each design.
    private static var owners: String {
        let targets = Design.all.map { Target($0) }
        var table = TextTable([.text("guarantee")] + targets.map { .text($0.design.name) })
        table.add(["on profile"] + targets.map(\.profile.name))
        for guarantee in Guarantee.allCases {
            table.add([guarantee.name] + targets.map { $0.guarantees.contains(guarantee) ? "x" : "." })
        }
        return table.text
    }

    /// One guarantee in full.
    static func text(of guarantee: Guarantee) -> String {
        let owners = Design.all.flatMap { design in design.profiles.map { Target(design, $0) } }
            .filter { $0.guarantees.contains(guarantee) }.map(\.name)
        return """
            \(guarantee.name)
                \(guarantee.statement)
            kernels  \(guarantee.kernels)
            cost     \(guarantee.cost.name)
            harm     \(guarantee.harm.words)
            have it  \(owners.isEmpty ? "none" : owners.joined(separator: ", "))
            """
    }

    /// One target in full.
    static func text(of target: Target) -> String {
        var lines = [target.name, "    " + target.design.origin, "", "callback"]
        lines += target.callbackLines.map { "    " + $0 }
        lines += ["", "guarantees"] + target.guarantees.members.map { "    " + $0.name }
        lines += ["", "surroundings"] + target.facts.map { "    \($0.name): \($0.value)" }
        return lines.joined(separator: "\n")
    }
}

extension Target {
    /// The callback's steps as lines, with what is special about each.
    var callbackLines: [String] {
        callbackSteps.map { step in
            var words: [String] = []
            if step.isOnError { words.append("on error") }
            if step.isIdle {
                let missing = step.guarantee.flatMap { guarantees.contains($0) ? nil : $0 }
                words.append(missing.map { "does nothing without \($0.name)" } ?? "does nothing")
            }
            return words.isEmpty ? step.name : "\(step.name)  (\(words.joined(separator: ", ")))"
        }
    }

    /// What surrounds the design, beyond guarantees.
    var facts: [(name: String, value: String)] {
        [
            ("kernels", profile.summary),
            (
                "open with O_CREAT looks the name up before it asks for write access",
                words(profile.looksUpBeforeCreating)
            ),
            ("a read fault tags its entry dirty", words(profile.readFaultsDirty)),
            ("platform", platform.rawValue),
        ]
    }

    private func words(_ flag: Bool) -> String { flag ? "yes" : "no" }
}
