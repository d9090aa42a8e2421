import Corpus
import DAXModel
import Foundation
import RemovalFuzz
import SystemPackage
import Testing

@testable import fuzz_removal

/// What stands in the way of a group's file is somebody's finding: neither it nor the new one may be lost.
@Suite(.timeLimit(.minutes(10))) struct GroupSaverTests {
    enum Obstacle: String, CaseIterable {
        case damaged, folder, otherDesign, silent, otherGroup
    }

    private func bytes(_ obstacle: Obstacle, _ found: SampleFinding) throws -> [UInt8] {
        var crasher = found.crasher
        switch obstacle {
        case .damaged, .folder: return [9, 9]
        case .otherDesign:
            crasher.target = try TargetName(text: "reference@6.12.y")
        case .silent:
            crasher.expectations = [
                Expectation(TargetName(found.target), signature: "access/none")
            ]
        // Stored under the name of a group that is not its own: see `record`.
        case .otherGroup: break
        }
        return PackedFrame.pack(crasher.encoded)
    }

    /// The record whose file the obstacle is.
    private func record(_ obstacle: Obstacle, _ found: SampleFinding) -> GroupRecord {
        guard obstacle == .otherGroup, let sight = found.record.sights.first else { return found.new }
        return GroupRecord(
            target: found.target, group: .made(.before), found: nil, sight: sight,
            witness: found.record.witness, file: nil, isNew: true)
    }

    @Test(arguments: Obstacle.allCases) func `what is not the group's is left alone`(_ obstacle: Obstacle) async throws
    {
        let bench = try Workbench()
        let found = try SampleFinding()
        let record = record(obstacle, found)
        let own = "crashes/" + record.name + CaseFile.storedSuffix
        let present = try bytes(obstacle, found)
        if obstacle == .folder { try bench.write(own + "/inside", present) } else { try bench.write(own, present) }
        let result = await bench.saver(found.target).save(record, budget: 0)
        #expect(result.failure == nil && !result.wasKnown)
        #expect(try bench.bytes(obstacle == .folder ? own + "/inside" : own) == present)
        let file = try #require(result.file)
        #expect(file.contains(/--[0-9a-f]{32}\.case\.zst$/), "\(file)")
        #expect(try CaseFile.read(file).case == found.crasher.case)
        let sentence = try #require(result.leftAlone)
        #expect(sentence.contains(own) && sentence.contains(file) && !sentence.contains("\n"))
        // Once for a group, however often it is saved.
        var ledger = GroupLedger(known: [record])
        let told = [ledger.saved(record.key, result), ledger.saved(record.key, result)]
        #expect(told == [[sentence], []])
    }

    /// Two campaigns over one folder: the smaller case is the one that somebody will read.
    @Test(arguments: [0, 2]) func `the better case of a group stays`(extra: Int) async throws {
        let bench = try Workbench()
        let (theirs, ours) = (try SampleFinding(extra: 2 - extra), try SampleFinding(extra: extra))
        #expect(theirs.fileName == ours.fileName)
        try bench.write("crashes/" + theirs.fileName, PackedFrame.pack(theirs.crasher.encoded))
        let result = await bench.saver(ours.target).save(ours.new, budget: 0)
        let stored = try StoredCase.read(bench.crashes.get(ours.fileName))
        let best = extra == 0 ? ours : theirs
        #expect(result.wasKnown && stored.case == best.crasher.case && result.witness.case == best.crasher.case)
    }

    /// Otherwise one unlucky group says the same every ten seconds, and keeps the others from their turn.
    @Test func `a group that minimizing lost is told once and not tried again`() async throws {
        let bench = try Workbench()
        let found = try SampleFinding(extra: 2, isMinimized: false)
        var ledger = GroupLedger(known: [found.record])
        #expect(ledger.pending == [found.record.key])
        var result = SavedWitness(witness: found.record.witness, isMinimized: false, wasKnown: false, executions: 5)
        result.isLost = true
        let told = [ledger.saved(found.record.key, result), ledger.saved(found.record.key, result)]
        #expect(told.map(\.count) == [1, 0])
        #expect(ledger.pending == [])
        let lost = try #require(ledger[found.record.key])
        #expect(!lost.isMinimized)
        let again = await bench.saver(found.target).save(lost, budget: 2000)
        #expect(again.executions == 0 && again.isLost)
    }

    /// Otherwise --max-time ends when the last group is as small as can be.
    @Test func `after the deadline a case is saved as it was found, and says so`() async throws {
        let bench = try Workbench()
        let found = try SampleFinding(extra: 3, isMinimized: false)
        let deadline = Deadline()
        deadline.bring(forwardTo: .now)
        let result = await bench.saver(found.target, deadline: deadline).save(found.new, budget: 2000)
        #expect(!result.isMinimized && result.executions <= 1, "\(result.executions)")
        let stored = try StoredCase.read(bench.crashes.get(found.fileName))
        #expect(stored.case == found.crasher.case && !stored.isMinimized)
    }

    @Test func `groups take turns with the saver, and wait there once`() throws {
        let target = try SampleFinding().target
        let keys = RemovalPhase.allCases.prefix(3).map {
            GroupKey(target: target.name, group: .made($0))
        }
        var turns = SaverTurns()
        let first = turns.take(keys[0])
        let second = turns.take(keys[0])
        #expect(first && !second)
        #expect(turns.next(of: [keys[0]]) == nil)
        turns.release(keys[0])
        var order: [GroupKey] = []
        for _ in 0..<6 {
            let key = try #require(turns.next(of: keys))
            guard turns.take(key) else { continue }
            order.append(key)
            turns.release(key)
        }
        #expect(order == [1, 2, 0, 1, 2, 0].map { keys[$0] })
    }
}
