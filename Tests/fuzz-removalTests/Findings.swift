import Corpus
import DAXModel
import RemovalFuzz
import SystemPackage

@testable import fuzz_removal

/// The thread's crash as a finding, and what the campaign makes of it.
struct SampleFinding {
    let target: Target
    let crasher: Crasher
    let record: GroupRecord

    /// - Parameter extra: Operations that the crash does not need.
    init(design: String = "v10-without-drop", extra: Int = 0, isMinimized: Bool = true) throws {
        var text = Samples.crash
        for index in 0..<extra { text += "op \(20 + index) t2 create f\(1 + index) d\(1 + index)\n" }
        let replayer = Replayer()
        target = try Targets.named(design)
        let plain = try StoredCase.read(Array(text.utf8)).case
        let execution = replayer.run(plain, on: target)
        guard let signature = execution.signatures.first else { throw Failure.badData("the sample shows nothing") }
        var crasher = Crasher.recording(
            plain, on: target, meant: signature, execution: execution, found: Discovery(seed: 1, executions: 7))
        crasher.isMinimized = isMinimized
        guard let record = GroupRecord(crasher, on: target, file: nil, replayer) else {
            throw Failure.badData("the sample has no group")
        }
        self.crasher = crasher
        self.record = record
    }

    /// As a campaign has it that met it first.
    var new: GroupRecord {
        var record = record
        record.isNew = true
        record.isMinimized = false
        return record
    }

    var fileName: String { record.name + CaseFile.storedSuffix }
}

extension Workbench {
    /// The folder of findings of this bench.
    var crashes: Store { Store(directory: FilePath(path("crashes"))) }

    func saver(_ target: Target, deadline: Deadline = Deadline()) -> GroupSaver {
        let plan = RunPlan(
            targets: [target], seed: 1, jobs: 1, corpus: path("corpus"), crashes: path("crashes"), ignored: [],
            isJSON: true)
        return GroupSaver(plan, deadline: deadline)
    }

    func known() throws -> KnownGroups { try KnownGroups(crashes) }
}
