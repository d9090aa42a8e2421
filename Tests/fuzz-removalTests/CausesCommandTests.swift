import Corpus
import DAXModel
import Foundation
import RemovalFuzz
import Testing

@testable import fuzz_removal

/// What designs lack, as users ask for it and as pages show it.
@Suite(.timeLimit(.minutes(10))) struct CausesCommandTests {
    private static let cause = "drops-pagecache|invalidates-records"

    @Test func `the crash of the thread is cured by what the thread concluded`() async throws {
        let bench = try Workbench()
        let file = try await bench.crasher()
        let told = try await bench.run("causes", file, "--ways")
        #expect(told.status == 0, "\(told.errors)")
        #expect(told.output.contains("v10-without-drop@6.3: 1 cause\n"), "\(told.output)")
        #expect(told.output.contains("\nv10-without-drop/\(Self.cause)\n"), "\(told.output)")
        for line in told.output.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
        let json = try await bench.run("causes", file, "--json")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let causes = try #require(report["causes"] as? [[String: Any]])
        try #require(causes.count == 1)
        #expect(causes[0]["cures"] as? [[String]] == [["drops-pagecache"], ["invalidates-records"]])
        #expect(causes[0]["cause"] as? String == "v10-without-drop/" + Self.cause)
        #expect(
            Set(causes[0].keys) == [
                "target", "cause", "cures", "breaks", "new", "bugs", "executions_to_first", "groups", "signatures",
                "file",
            ])
        #expect(Set(report.keys) == ["causes", "findings", "clean", "executions"])
        #expect((report["executions"] as? Int ?? 0) > 100)
    }

    @Test func `plain text needs a design, and a clean case is told`() async throws {
        let bench = try Workbench()
        try bench.write("crash.case", Samples.crash)
        try bench.write("harmless.case", Samples.harmless)
        try await bench.run("causes", "crash.case").expectSentence(status: 64, containing: "--design")
        let told = try await bench.run("causes", "crash.case", "harmless.case", "--design", "v10-without-drop")
        #expect(told.status == 0 && told.output.contains(Self.cause), "\(told.output)\(told.errors)")
        #expect(told.output.hasSuffix("nothing is wrong in harmless.case\n"), "\(told.output)")
        try await bench.run("causes", "missing.case").expectSentence(status: 74)
        let mixed = try await bench.run("causes", "crash.case", "missing.case", "--design", "v10-without-drop")
        #expect(mixed.status == 74 && mixed.output.contains(Self.cause), "one bad file must not hide the others")
    }

    /// A cure that is switched on is none that is missing.
    @Test func `the cured design lacks something else`() async throws {
        let bench = try Workbench()
        let file = try await bench.crasher()
        let told = try await bench.run("causes", file, "--with", "invalidates-records", "--ways")
        #expect(told.status == 0 && told.output.hasPrefix("v10-without-drop+invalidates-records@6.3: "))
        #expect(!told.output.contains(Self.cause), "\(told.output)")
        try await bench.run("causes", file, "--with", "no-such").expectSentence(status: 64)
    }

    // MARK: Lines

    private func record(
        _ lacks: Attribution.Outcome?, file: String? = nil, design: String = "v10-without-drop"
    ) throws
        -> GroupRecord
    {
        var record = try SampleFinding(design: design).record
        record.lacks = lacks
        record.file = file
        return record
    }

    @Test func `groups of one cause are one line, with the best file`() throws {
        let cause = Attribution.Outcome.cause(try #require(Cause(text: Self.cause)))
        let other = Attribution.Outcome.cause(try #require(Cause(text: "insertion-gate")))
        let records = [
            try record(cause), try record(other), try record(cause, file: "crashes/b.case.zst"),
            try record(cause, design: "notify-6.1"), try record(nil), try record(nil), try record(.uncured),
        ]
        let lines = PageLine.lines(of: records, by: .cause)
        #expect(lines.count == 6)
        let own = try #require(lines.first { $0.ways.count == 2 })
        #expect(own.best.file == "crashes/b.case.zst" && own.name == "v10-without-drop/" + Self.cause)
        #expect(lines.count { $0.lacks == "not attributed yet" } == 2, "what has no cause is never taken together")
        #expect(PageLine.lines(of: records, by: .group).count == records.count)
        #expect(CauseReport.all(of: records).count == 3)
    }

    @Test func `a file keeps what was found out`() throws {
        var crasher = try SampleFinding().crasher
        crasher.notes = (0..<Crasher.noteLimit).map { "note \($0)" }
        crasher.isMinimized = false
        #expect(crasher.lacks == nil)
        let outcome = try #require(Attribution.Outcome(text: Self.cause))
        crasher.lacks = outcome
        #expect(crasher.notes.count <= Crasher.noteLimit && !crasher.isMinimized)
        #expect(try StoredCase.read(crasher.encoded).lacks == outcome)
        #expect(try StoredCase.read(Array(crasher.text.utf8)).lacks == outcome)
        crasher.lacks = .uncured
        #expect(crasher.lacks == .uncured && crasher.notes.count { $0.hasPrefix("lacks") } == 1)
        crasher.notes = ["lacks: insertion-gate (of the guarantees 1)"]
        #expect(crasher.lacks == nil, "found out with other guarantees")
        crasher.lacks = nil
        #expect(crasher.notes.isEmpty)
    }

    @Test func `a better case has to be asked about again`() throws {
        let found = try SampleFinding()
        var known = try SampleFinding(extra: 2).record
        known.lacks = .uncured
        known.isMinimized = true
        var ledger = GroupLedger(known: [known])
        let finding = Finding(
            signature: found.record.witness.signature, group: found.record.group, observable: .oops, bug: nil,
            isConsequence: false, executions: 9, case: found.crasher.case)
        #expect(ledger.add(finding, on: found.target, found: Discovery(seed: 1, executions: 9)) == .betterWitness)
        #expect(ledger[known.key]?.lacks == nil)
    }

    /// What is left when the executions are used up stands as it was.
    @Test func `the book keeps to its executions`() throws {
        var records = [try record(nil), try record(nil), try record(nil)]
        var book = CauseBook()
        book.attribute(&records, budget: 1)
        #expect(records.map { $0.lacks?.text } == [Self.cause, nil, nil])
        var rest = CauseBook()
        rest.attribute(&records)
        #expect(records.map { $0.lacks?.text } == [Self.cause, Self.cause, Self.cause])
        #expect(rest.executions < 2 * book.executions + 10, "a known cause is tried first")
        var cancelled = [try record(nil)]
        book.attribute(&cancelled) { true }
        #expect(cancelled[0].lacks == nil)
    }

    @Test func `a campaign says what its design lacks`() async throws {
        let bench = try Workbench()
        let run = try await bench.run(
            "run", "--design", "v10-without-drop", "--max-executions", "40", "--seed", "1", "--jobs", "1",
            "--minimize-executions", "3000")
        #expect(run.status == 1 && run.output.contains("the design lacks"), "\(run.output)")
        #expect(run.output.contains(Self.cause), "\(run.output)")
        let list = try await bench.run("list")
        #expect(list.output.contains(Self.cause))
        let groups = try await bench.run("list", "--by", "group")
        #expect(groups.output.contains("what the design lets pass") && !groups.output.contains("lacks"))
    }
}
