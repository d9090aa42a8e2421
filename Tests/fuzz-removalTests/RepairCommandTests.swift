import Corpus
import DAXModel
import Foundation
import RemovalFuzz
import Testing

@testable import fuzz_removal

/// `repair` as users call it.
@Suite(.timeLimit(.minutes(10))) struct RepairCommandTests {
    private static let less = [
        "--design", "reference", "--without", "insertion-gate", "--without", "kill-list-cannot-fail",
        "--max-executions", "1500",
    ]

    @Test func `the page says what fails without each guarantee`() async throws {
        let bench = try Workbench()
        let told = try await bench.run(["repair"] + Self.less + ["-o", "witnesses"])
        #expect(told.status == 0, "\(told.errors)")
        let lines = told.output.split(separator: "\n").map(String.init)
        #expect(
            lines[0].hasPrefix(
                "reference~insertion-gate~kill-list-cannot-fail@6.12.y survives 1,500 executions with 2 guarantees"))
        #expect(
            lines.contains { $0.hasPrefix("insertion-gate ") }
                && lines.contains { $0.hasPrefix("kill-list-cannot-fail ") })
        #expect(lines.contains { $0.contains("less than once in 500 executions") })
        for line in lines { #expect(line.count <= 100, "\(line)") }
        #expect(!told.output.contains("the suite"), "there is no suite here")
        // Each saved case fails on the repaired design without its guarantee, and says so.
        let files = bench.names(in: "witnesses")
        #expect(
            files == [
                "reference--without-insertion-gate.case.zst", "reference--without-kill-list-cannot-fail.case.zst",
            ])
        let replay = try await bench.run("replay", "witnesses")
        #expect(replay.status == 0 && replay.output.contains("2 reproduced"), "\(replay.output)")
    }

    @Test func `a program gets an object`() async throws {
        let bench = try Workbench()
        let told = try await bench.run(["repair"] + Self.less + ["--json"])
        #expect(told.status == 0)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(told.output.utf8)) as? [String: Any])
        #expect(
            Set(report.keys) == [
                "target", "outcome", "survived", "searched", "rounds", "witnesses", "guarantees", "as_small", "harmful",
                "harmed", "hole", "least",
            ])
        #expect(report["outcome"] as? String == "survived" && report["survived"] as? Int == 1500)
        let rows = try #require(report["guarantees"] as? [[String: Any]])
        #expect(rows.allSatisfy { Set($0.keys) == ["guarantee", "breaks", "signature", "witnesses", "file"] })
    }

    @Test func `wrong calls get one sentence`() async throws {
        let bench = try Workbench()
        try await bench.run("repair").expectSentence(status: 64, containing: "--design")
        try await bench.run("repair", "--design", "no-such").expectSentence(status: 64)
        try await bench.run("repair", "--design", "merged", "--max-executions", "0").expectSentence(status: 64)
        try bench.write("file", "")
        try await bench.run(["repair"] + Self.less + ["-o", "file"]).expectSentence(status: 74)
    }

    /// A set that breaks what worked is told.
    @Test func `the suite is asked`() async throws {
        let bench = try Workbench()
        try bench.write("suite/harmless.case", Samples.harmless)
        let told = try await bench.run(["repair"] + Self.less + ["--suite", "suite"])
        #expect(told.output.contains("the suite           every case that passes on"), "\(told.output)")
    }

    @Test func `time may be over before a set survives`() async throws {
        let bench = try Workbench()
        let told = try await bench.run(
            "repair", "--design", "merged", "--max-executions", "100000000", "--max-time", "2s")
        #expect(told.status == 2 && told.output.contains("unfinished"), "\(told.output)")
    }
}
