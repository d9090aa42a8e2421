import Corpus
import DAXModel
import Foundation
import RemovalFuzz
import SystemPackage
import Testing

/// What the committed crashers' designs lack, by experiment. The figures of all of them stand in docs/causes.md.
@Suite(.timeLimit(.minutes(5))) struct CausesTests {
    /// A crasher, how the class begins that is to be explained, and its cause.
    struct Row: Sendable, CustomTestStringConvertible {
        var file: String
        var wanted: String
        var cause: String
        var testDescription: String { "\(file) \(wanted)" }
    }

    static let rows = [
        Row(file: "merged--made-after-its-walk", wanted: "access/", cause: "insertion-gate"),
        Row(file: "merged--access-super-block", wanted: "access/", cause: "super-block-held"),
        Row(file: "merged--allocation-failed-collect_procs_fsdax", wanted: "signal", cause: "kill-list-cannot-fail"),
        Row(file: "merged--leader-exited-collect_procs_fsdax", wanted: "signal", cause: "kills-leaderless-groups"),
        Row(file: "merged--hang-agf-dax-entry", wanted: "liveness/", cause: "walk-releases-agf|walks-inodes"),
        Row(
            file: "merged--refused-dirty-dax_invalidate_mapping_entry_sync", wanted: "access/",
            cause: "flushes-first|deletes-dirty-entries"),
        Row(
            file: "merged--not-walked-xfs_has_rmapbt", wanted: "access/",
            cause: "walks-inodes|drops-pagecache+goes-on-without-reverse-map"),
        Row(file: "merged--not-walked-xfs_alloc_read_agf", wanted: "access/", cause: "drops-pagecache|walks-inodes"),
        // What the thread concluded: dropping the page cache, or invalidating what the walk comes to.
        Row(
            file: "v10-without-drop--not-invalidated-collect_procs_fsdax", wanted: "access/",
            cause: "drops-pagecache|invalidates-records"),
        Row(
            file: "merged--made-after-memunmap_pages", wanted: "access/",
            cause: "walks-inodes|insertion-gate+goes-on-without-reverse-map|drops-pagecache+goes-on-without-reverse-map"
        ),
        Row(file: "seed-proposal--made-after-thaw", wanted: "access/", cause: "insertion-gate|shuts-down-before-thaw"),
        Row(
            file: "notify-6.1--made-after-memunmap_pages", wanted: "freeze-state/",
            cause: "goes-on-without-reverse-map|disk-death-shuts-down"),
        Row(
            file: "v10--not-signalled-unmap_mapping_pages", wanted: "signal",
            cause: "walks-inodes+kills-unpopulated-mappers"),
    ]

    @Test(arguments: rows) func aCrasherHasItsCause(row: Row) throws {
        let subject = try Subject(row.file, row.wanted)
        let attribution = Attribution(of: subject.case, subject.wanted, on: subject.target)
        #expect(attribution.outcome.text == row.cause)
        #expect(attribution.executions <= 2000)
        #expect(attribution.exceptions == 0, "more guarantees cured less")
        // A step more does nothing: it is no cure, and takes none away.
        let withPlacebo = Attribution(
            of: subject.case, subject.wanted, on: subject.target, among: Attribution.universe.union([.placebo]))
        #expect(withPlacebo.outcome == attribution.outcome)
        // Known as one of several, it takes fewer executions, and is the same.
        let cause = try #require(Cause(text: row.cause))
        let other = Cause([[.placebo]])
        let known = Attribution(of: subject.case, subject.wanted, on: subject.target, known: [other, cause])
        #expect(known.outcome == .cause(cause))
    }

    /// The same key, whatever the tasks are called and whatever else happens.
    @Test(arguments: rows) func theCauseDoesNotHangOnNames(row: Row) throws {
        let subject = try Subject(row.file, row.wanted)
        let renamed = try Subject.renamingTasks(of: subject.case)
        var executor = Executor(target: subject.target)
        try #require(
            executor.run(renamed).violations.contains { ViolationClass($0) == subject.wanted },
            "the renamed case no longer shows the class")
        #expect(Attribution(of: renamed, subject.wanted, on: subject.target).outcome.text == row.cause)
    }

    /// A committed crasher and one of its classes.
    private struct Subject {
        let `case`: Case
        let target: Target
        let wanted: ViolationClass

        init(_ file: String, _ prefix: String) throws {
            var folder = FilePath(#filePath)
            for _ in 0..<3 { folder.removeLastComponent() }
            let store = Store(directory: folder.appending("crashes").appending("known"))
            let crasher = try StoredCase.read(try store.get(file + store.suffix))
            `case` = crasher.case
            target = try Target(named: try #require(crasher.target))
            var executor = Executor(target: target)
            let violation = executor.run(crasher.case).violations.first { $0.signature.hasPrefix(prefix) }
            wanted = ViolationClass(try #require(violation))
        }

        /// Tasks 0 to 2 are called 2, 0 and 1, wherever a case names them.
        static func renamingTasks(of subject: Case) throws -> Case {
            let names = ["t0": "t2", "t1": "t0", "t2": "t1"]
            let lines = subject.text.split(separator: "\n").map { line in
                line.split(separator: " ").map { names[String($0)] ?? String($0) }.joined(separator: " ")
            }
            return try StoredCase.read(Array((lines.joined(separator: "\n") + "\n").utf8)).case
        }
    }
}
