import Corpus
import DAXModel
import RemovalFuzz
import SystemPackage
import Testing

/// What committed crashers need to fail, part by part.
@Suite(.timeLimit(.minutes(5))) struct ExplanationTests {
    private static func crasher(_ name: String) throws -> (Case, Target, String) {
        var folder = FilePath(#filePath)
        for _ in 0..<3 { folder.removeLastComponent() }
        let store = Store(directory: folder.appending("crashes").appending("known"))
        let crasher = try StoredCase.read(try store.get(name + store.suffix))
        return (crasher.case, try Target(named: try #require(crasher.target)), crasher.signatures[0])
    }

    /// Committed cases are minimized: each part is needed. A decision's window is what executions say.
    @Test(arguments: [
        "merged--made-after-its-walk", "merged--hang-agf-dax-entry", "v10--made-after-thaw",
        "seed-proposal--not-walked-xfs_alloc_read_agf",
    ])
    func everyPartIsNeeded(name: String) throws {
        let (subject, target, signature) = try Self.crasher(name)
        let explanation = try #require(Explanation(of: subject, signature, on: target))
        #expect(explanation.violation.signature == signature)
        #expect(explanation.operations.count == subject.operations.count)
        #expect(explanation.faults.count == subject.faults.count)
        #expect(explanation.decisions.count == subject.preemptions.count)
        let parts = explanation.operations + explanation.faults + explanation.decisions
        #expect(!parts.contains(.same), "\(parts)")
        for window in explanation.windows {
            #expect(window.length >= 1 && window.tried >= window.length + window.elsewhere)
            #expect(window.tried > 10 && window.nearest?.effect != .same)
        }
    }

    /// The walk has passed the page, and the shutdown is not there yet: the window that the reader is told.
    @Test func theWindowIsThatOfTheRace() throws {
        let (subject, target, signature) = try Self.crasher("merged--made-after-its-walk")
        let window = try #require(Explanation(of: subject, signature, on: target)?.windows.first)
        #expect(
            window.last == "xfs_force_shutdown:test_and_set_shutdown" && window.length >= 3 && window.elsewhere == 0)
        #expect(window.nearest?.effect == .clean)
    }

    @Test func whatIsNotNeededIsTold() throws {
        var (subject, target, signature) = try Self.crasher("merged--refused-dirty-dax_invalidate_mapping_entry_sync")
        let idle = Operation(id: 900, task: 3, call: .dropCaches)
        subject.operations.append(idle)
        let explanation = try #require(Explanation(of: subject, signature, on: target))
        #expect(explanation.operations.last == .same)
        #expect(explanation.operations.dropLast().allSatisfy { $0 != .same })
        #expect(Explanation(of: subject, "no/such", on: target) == nil)
        target = Target(Design.named("reference")!)
        #expect(Explanation(of: subject, signature, on: target) == nil)
    }
}
