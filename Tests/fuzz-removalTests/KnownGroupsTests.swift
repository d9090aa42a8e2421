import Corpus
import DAXModel
import Foundation
import RemovalFuzz
import Testing

@testable import fuzz_removal

/// What a later run and `list` take from the folder of findings.
@Suite(.timeLimit(.minutes(10))) struct KnownGroupsTests {
    private struct Listing: Decodable {
        struct Group: Decodable {
            var group, file: String
            var minimized: Bool
            var operations: Int
        }
        var groups: [Group]
        var others, unread: Int
    }

    private func list(_ bench: Workbench) async throws -> Listing {
        try JSONDecoder().decode(Listing.self, from: Data(await bench.run("list", "--json").output.utf8))
    }

    /// Otherwise a case that no time was left for stays as large as it was found, for ever.
    @Test func `a case that was not minimized is known as such, and minimized by a later run`() async throws {
        let bench = try Workbench()
        let rough = try SampleFinding(extra: 3, isMinimized: false)
        try bench.write("crashes/" + rough.fileName, PackedFrame.pack(rough.crasher.encoded))
        #expect(try await list(bench).groups.map(\.minimized) == [false])
        let known = try bench.known().records
        let ledger = GroupLedger(known: known)
        #expect(ledger.pending == [rough.record.key])
        let result = await bench.saver(rough.target).save(try #require(known.first), budget: 2000)
        #expect(result.isMinimized && result.leftAlone == nil && result.failure == nil)
        let after = try #require(try await list(bench).groups.first)
        #expect(after.minimized && after.operations < rough.crasher.case.operations.count)
        #expect(GroupLedger(known: try bench.known().records).pending.isEmpty)
    }

    /// A case that was small from the beginning need not get smaller to count as minimized.
    @Test func `a case that cannot get smaller loses its note`() async throws {
        let bench = try Workbench()
        let small = try SampleFinding()
        _ = await bench.saver(small.target).save(small.new, budget: 2000)
        var stored = try StoredCase.read(bench.crashes.get(small.fileName))
        #expect(stored.isMinimized)
        stored.isMinimized = false
        stored.notes.append("also met: access/elsewhere")
        try bench.write("crashes/" + small.fileName, PackedFrame.pack(stored.encoded))
        let record = try #require(try bench.known().records.first)
        #expect(!record.isMinimized)
        _ = await bench.saver(small.target).save(record, budget: 2000)
        let again = try StoredCase.read(bench.crashes.get(small.fileName))
        #expect(again.isMinimized && again.case == stored.case)
        #expect(
            again.lacks != nil && again.notes.suffix(1) == ["also met: access/elsewhere"], "what the file knew stays")
    }

    @Test func `the note survives both forms, and files without it are minimized`() throws {
        let rough = try SampleFinding(isMinimized: false).crasher
        #expect(try !StoredCase.read(rough.encoded).isMinimized)
        #expect(try !StoredCase.read(Array(rough.text.utf8)).isMinimized)
        #expect(try SampleFinding().crasher.notes.isEmpty && SampleFinding().record.isMinimized)
        var full = rough
        full.notes = (0..<Crasher.noteLimit).map { "note \($0)" }
        full.isMinimized = false
        #expect(throws: Never.self) { try full.validate() }
    }

    /// --keep-all must not turn the page from names of groups to hashes.
    @Test func `of equal cases the group's own file is the one that is shown`() async throws {
        let bench = try Workbench()
        let found = try SampleFinding()
        var raw = found.crasher
        raw.isMinimized = false
        raw.found = Discovery(seed: 1, executions: 99)
        _ = try bench.crashes.put(raw.encoded, prefix: found.record.name + "--")
        try bench.write("crashes/" + found.fileName, PackedFrame.pack(found.crasher.encoded))
        let known = try bench.known()
        #expect(known.others == 1)
        #expect(known.records.map(\.isOwnFile) == [true])
        #expect(known.records.first?.isMinimized == true && known.records.first?.firstAt == 7)
    }

    @Test func `files beyond the limit are counted`() throws {
        let bench = try Workbench()
        for name in ["a", "b", "c"] { try bench.write("crashes/\(name).case.zst", "damaged") }
        let known = try KnownGroups(bench.crashes, limit: 1)
        #expect(known.failures.count == 1 && known.unread == 2)
        #expect(known.unreadSentence?.hasPrefix("2 files beyond the first ") == true)
        #expect(try bench.known().unreadSentence == nil)
    }
}
