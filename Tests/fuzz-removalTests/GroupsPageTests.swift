import Corpus
import DAXModel
import Foundation
import RemovalFuzz
import Testing

@testable import fuzz_removal

/// What people read first after a night.
@Suite(.timeLimit(.minutes(10))) struct GroupsPageTests {
    private func page(_ records: [GroupRecord], folder: String = "crashes") -> String {
        let header = GroupsPage.Header(target: records[0].target, circumstances: "1 executions, seed 1")
        return GroupsPage(
            headers: [header], records: records, by: .group, of: [folder], showsAll: false, tellsNew: true
        ).text
    }

    @Test func `a new group stands before known ones that are worse`() throws {
        let found = try SampleFinding()
        var known = found.record
        known.file = "crashes/known.case.zst"
        let sight = GroupRecord.Sight(
            signature: "s", observable: .nothing, isConsequence: true, executions: 1, bug: nil)
        var fresh = GroupRecord(
            target: found.target, group: found.record.group, found: nil, sight: sight, witness: found.record.witness,
            file: "crashes/fresh.case.zst", isNew: true)
        fresh.isMinimized = true
        let lines = page(Array(repeating: known, count: 9) + [fresh]).split(separator: "\n").map(String.init)
        #expect(lines[2].hasPrefix("new ") && lines[2].hasSuffix(" fresh"), "\(lines[2])")
        #expect(lines.contains("    … and 2 more; --all shows them"))
        #expect(lines.contains("show one      fuzz-removal show fresh"))
    }

    @Test func `new groups that are not shown are counted`() throws {
        let fresh = try SampleFinding().new
        let lines = page(Array(repeating: fresh, count: 11)).split(separator: "\n").map(String.init)
        #expect(lines.contains("    … and 3 more, 3 of them new; --all shows them"))
    }

    @Test(arguments: ["crashes", "night/of/the/long/folder/crashes"])
    func `no name makes a line wider than the page`(_ folder: String) throws {
        let longest = String(repeating: "n", count: FindingGroup.stemLimit)
        let hash = String(repeating: "0123456789abcdef", count: 2)
        for name in [longest, longest + "--" + hash, String(repeating: "x", count: 240)] {
            var record = try SampleFinding().new
            record.file = "\(folder)/\(name).case.zst"
            let text = page([record], folder: folder)
            #expect(text.contains("make smaller"))
            for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
        }
        var unsaved = try SampleFinding().new
        unsaved.file = nil
        for line in page([unsaved]).split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    }

    /// A script asks for the file of a group, and gets an answer also where there is none.
    @Test func `what a group does not have is null`() throws {
        var unsaved = try SampleFinding().new
        unsaved.file = nil
        let text = try JSON.text(GroupReport(unsaved))
        #expect(text.contains("\"file\":null") && text.contains("\"executions_to_first\":7"), "\(text)")
    }

    /// What the page prints can be typed.
    @Test func `a short name means its file`() async throws {
        let bench = try Workbench()
        let found = try SampleFinding()
        let long = found.record.name + "--" + String(repeating: "5", count: 32)
        try bench.write("crashes/\(long).case.zst", PackedFrame.pack(found.crasher.encoded))
        let short = ShortName.of(long, 40)
        #expect(short.count == 40 && ShortName.of(long, 200) == long)
        for name in [short, "crashes/" + short] {
            let shown = try await bench.run("show", name)
            #expect(shown.status == 0, "\(shown.errors)")
        }
        try bench.write("crashes/\(long.dropLast(9))655555555.case.zst", PackedFrame.pack(found.crasher.encoded))
        try await bench.run("show", short).expectSentence(status: 74)
    }
}
