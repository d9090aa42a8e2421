import Foundation
import Testing

@testable import fuzz_removal

/// `explain` as users call it.
@Suite(.timeLimit(.minutes(10))) struct ExplainCommandTests {
    private static let known = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "crashes/known").path

    @Test(arguments: ["merged--made-after-its-walk", "merged--hang-agf-dax-entry", "v10--left-frozen-agf"])
    func `the page answers what breaks and what is missing`(_ name: String) async throws {
        let bench = try Workbench()
        let file = "\(Self.known)/\(name).case.zst"
        let told = try await bench.run("explain", file)
        #expect(told.status == 0, "\(told.errors)")
        let lines = told.output.split(separator: "\n").map(String.init)
        #expect(lines[0].contains("/") && lines[0].contains(", on ") && lines[0].contains("known as B"))
        #expect(lines.contains { $0.hasPrefix("missing  ") })
        #expect(lines.contains { $0.hasPrefix("op 1 ") && $0.contains("else ") })
        #expect(lines.contains { $0.hasPrefix("+ ") } && lines.contains { $0.hasPrefix("- ") })
        for line in lines where !line.contains(Self.known) { #expect(line.count <= 100, "\(line)") }
        let json = try await bench.run("explain", file, "--json")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(
            Set(report.keys) == [
                "target", "signature", "lacks", "cures", "parts", "windows", "executions",
            ])
        let parts = try #require(report["parts"] as? [[String: String]])
        #expect(parts.allSatisfy { Set($0.keys) == ["line", "without"] && $0["without"] != "same" })
    }

    @Test func `a case that shows nothing has nothing to explain`() async throws {
        let bench = try Workbench()
        try bench.write("harmless.case", Samples.harmless)
        let told = try await bench.run("explain", "harmless.case", "--design", "merged")
        #expect(told.status == 2 && told.output == "nothing is wrong on merged@6.12.y\n")
        try await bench.run("explain", "harmless.case").expectSentence(status: 64, containing: "--design")
        let file = try await bench.crasher()
        try await bench.run("explain", file, "--signature", "no/such").expectSentence(status: 64, containing: "no/such")
    }

    @Test func `two designs are shown beside each other`() async throws {
        let bench = try Workbench()
        try bench.write("crash.case", Samples.crash)
        let shown = try await bench.run("show", "crash.case", "--design", "v10-without-drop", "--design", "v10")
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(shown.output.contains("\n# - v10-without-drop@6.3\n# + v10@6.3\n"), "\(shown.output)")
        #expect(shown.output.contains("\n# + "), "\(shown.output)")
        #expect(shown.output.contains("invalidate_inode_pages2_range"), "\(shown.output)")
        // The output is a case again.
        try bench.write("again.case", shown.output)
        #expect(try await bench.run("replay", "again.case", "--design", "merged").status == 0)
        let same = try await bench.run("show", "crash.case", "--design", "v10", "--design", "v10@6.3")
        #expect(same.output.hasSuffix("# both are v10@6.3\n"))
        try await bench.run("show", "crash.case", "--design", "v10", "--design", "all").expectSentence(status: 64)
        try await bench.run("show", "crash.case", "--design", "v10", "--design", "merged", "--design", "v10")
            .expectSentence(status: 64)
    }

    @Test func `what both have is left out, and what one has is marked`() {
        let left = (1...9).map { "line \($0)" } + ["a", "end"]
        let right = (1...9).map { "line \($0)" } + ["b", "c", "end"]
        let lines = TimelineDifference(left, right).lines(limit: 40, width: 100)
        #expect(lines == ["  …", "  line 8", "  line 9", "- a", "+ b", "+ c", "  end"])
        #expect(TimelineDifference(left, left).lines(limit: 40, width: 100) == ["  …"])
        #expect(TimelineDifference([], right).lines(limit: 3, width: 100).last == "  … and 9 lines more")
        // What a step has changed is no difference; what stands alone in its column is.
        let step = "    freeze_super:sb_wait_write".padding(toLength: 60, withPad: " ", startingAt: 0)
        #expect(
            TimelineDifference([step + "frozen"], [step + "frozen, revoked"]).lines(limit: 9, width: 100) == ["  …"])
        let note = String(repeating: " ", count: 60)
        #expect(TimelineDifference([note + "x"], [note + "y"]).lines(limit: 9, width: 100).count == 2)
    }
}
