import DAXModel
import Foundation
import RemovalFuzz
import Testing

@testable import fuzz_removal

/// What `designs` prints comes from the code: a design or guarantee that is added is there.
@Suite(.timeLimit(.minutes(5))) struct DesignsCommandTests {
    @Test func `the tables are complete`() throws {
        let lines = DesignsPage.text.split(separator: "\n").map(String.init)
        for guarantee in Guarantee.allCases {
            let start = try #require(lines.firstIndex(of: guarantee.name))
            #expect(lines[start + 1] == "    " + guarantee.statement)
            #expect(
                lines[start + 2].hasPrefix("    kernels: \(guarantee.kernels); cost: \(guarantee.cost.name); harm: "))
            let row = try #require(lines.first { $0.hasPrefix(guarantee.name + " ") }).split(separator: " ")
            let marks = Design.all.map { Target($0).guarantees.contains(guarantee) ? "x" : "." }
            #expect(row.dropFirst().map(String.init) == marks)
        }
        let titles = try #require(lines.first { $0.hasPrefix("guarantee ") }).split(separator: " ").dropFirst()
        #expect(titles.map(String.init) == Design.all.map(\.name))
    }

    @Test func `a difference is line by line`() throws {
        let v10 = Target(try #require(Design.named("v10")))
        let merged = Target(try #require(Design.named("merged")))
        let lines = TargetDifference(v10, merged).text.split(separator: "\n").map(String.init)
        #expect(lines.prefix(2) == ["- v10@6.3", "+ merged@6.12.y"])
        for line in [
            "  xfs_rmap_query_range", "- super_drop_pagecache", "+ thaw_super_USERSPACE",
            "- xfs_force_shutdown_CORRUPT_ONDISK  (on error)",
            "- drops-pagecache: \(Guarantee.dropsPagecache.statement)", "- kernels: \(v10.profile.summary)",
        ] { #expect(lines.contains(line), "\(line)") }
        #expect(!lines.contains { $0.contains("pre-remove") }, "both have it")
        // The lines of each side, put together again.
        let callback = TargetDifference(v10, merged).callback
        #expect(callback.filter { $0.side != .second }.map(\.text) == v10.callbackLines)
        #expect(callback.filter { $0.side != .first }.map(\.text) == merged.callbackLines)
    }

    @Test func `what is switched off stands there and does nothing`() throws {
        let merged = try #require(Design.named("merged"))
        let thawing = TargetDifference(Target(merged), Target(merged, without: [.thawsUserFreeze]))
        #expect(
            thawing.callback.filter { $0.side != .both }.map(\.marked) == [
                "- thaw_super_USERSPACE", "+ thaw_super_USERSPACE  (does nothing without thaws-user-freeze)",
            ])
        #expect(thawing.guarantees.map(\.side) == [.first] && thawing.surroundings.isEmpty)
        let emulated = TargetDifference(Target(merged), Target(merged, on: .emulation))
        #expect(emulated.surroundings.map(\.marked) == ["- platform: hardware", "+ platform: emulation"])
    }

    @Test func `names and mistakes`() async throws {
        let bench = try Workbench()
        #expect(try await bench.run("designs", "insertion-gate").output == DesignsPage.text(of: .insertionGate) + "\n")
        let target = try await bench.run("designs", "merged~pre-remove")
        #expect(target.output.hasPrefix("merged~pre-remove@6.12.y\n"), "\(target.errors)")
        let json = try await bench.run("designs", "--diff", "v10", "merged", "--json")
        #expect(json.output.hasPrefix("{\"callback\":[{\"side\":\"both\",\"text\":\"SB_BORN\"}"), "\(json.output)")
        try await bench.run("designs", "insertion-gaet").expectSentence(
            status: 64, containing: "no design or guarantee called \"insertion-gaet\"; did you mean \"insertion-gate\"?"
        )
        try await bench.run("designs", "--diff", "v10").expectSentence(status: 64, containing: "two targets")
        try await bench.run("designs", "--diff", "v10", "mergd").expectSentence(
            status: 64, containing: "did you mean \"merged\"?")
    }
}
