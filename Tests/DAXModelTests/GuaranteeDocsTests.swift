import DAXModel
import Foundation
import Testing

/// The documents say of each guarantee what the code says.
@Suite struct GuaranteeDocsTests {
    private static func document(_ name: String) throws -> [Substring] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/\(name)"), encoding: .utf8)
        return text.split(separator: "\n")
    }

    @Test func eachIsListed() throws {
        let lines = try Self.document("guarantees.md")
        for guarantee in Guarantee.allCases {
            let row =
                "| `\(guarantee.name)` | \(guarantee.statement) | \(guarantee.kernels) | \(guarantee.cost.name) | "
                + "\(guarantee.harm.words) |"
            #expect(lines.contains(Substring(row)), "docs/guarantees.md lacks this row:\n\(row)")
        }
    }

    @Test func designsHaveWhatTheirTableSays() throws {
        let lines = Set(try Self.document("designs.md"))
        func row(_ first: String, _ cells: [String]) -> String {
            "| \(first) | " + cells.joined(separator: " | ") + " |"
        }
        var table = [row("guarantee", Design.all.map { "`\($0.name)`" })]
        table.append(row("on profile", Design.all.map { $0.profiles[0].name }))
        for guarantee in Guarantee.allCases {
            table.append(
                row("`\(guarantee.name)`", Design.all.map { Target($0).guarantees.contains(guarantee) ? "x" : "" }))
        }
        let missing = table.filter { !lines.contains(Substring($0)) }
        #expect(missing.isEmpty, "docs/designs.md should have these rows:\n\(table.joined(separator: "\n"))")
    }

    /// Whoever reads that a guarantee of the reference is needed, or not, finds it said of each.
    @Test func whatEachIsNeededForIsSaid() throws {
        let lines = try Self.document("guarantees.md")
        let section = lines.drop { $0 != "## What each is needed for" }.prefix { $0 != "## Interventions" }
        for guarantee in Target(Design.named("reference")!).guarantees.members {
            let rows = section.filter { $0.hasPrefix("| `\(guarantee.name)`") }
            #expect(rows.count == 1, "\(guarantee.name)")
        }
    }
}
