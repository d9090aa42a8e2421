import Corpus
import DAXModel
import Foundation
import RemovalFuzz
import SystemPackage
import Testing

@testable import fuzz_removal

/// A guarantee that is switched on or off goes through every command, and what each prints the others accept.
@Suite(.timeLimit(.minutes(5))) struct GuaranteeCommandTests {
    private static let changed = "v10-without-drop+placebo~pre-remove@6.3"

    /// Everything in a text that names a target.
    private func targets(in text: String) -> [String] {
        text.matches(of: /[a-z][a-z0-9.\-]*(?:[+~][a-z\-]+)*@6[.0-9y]+(?:@[a-z]+)?/).map { String($0.0) }
    }

    @Test func `a changed target goes from minimize to list`() async throws {
        let bench = try Workbench()
        try bench.write("crash.case", Samples.crash)
        let minimized = try await bench.run(
            "minimize", "crash.case", "--design", "v10-without-drop", "--with", "placebo", "--without", "pre-remove",
            "--max-executions", "30", "-o", "crashes/small.case.zst")
        #expect(minimized.status == 74, "there is no folder yet")
        try bench.write("crashes/.keep", "")
        let again = try await bench.run(
            "minimize", "crash.case", "--design", Self.changed, "--max-executions", "30", "-o",
            "crashes/small.case.zst")
        #expect(again.status == 0, "\(again.errors)")
        let shown = try await bench.run("show", "small")
        #expect(shown.status == 0 && shown.output.hasPrefix("target \(Self.changed)\n"), "\(shown.output)")
        #expect(shown.output.contains("# timeline on \(Self.changed)\n"))
        #expect(shown.output.contains("must-fail-on \(Self.changed) "))
        let replayed = try await bench.run("replay", "small")
        #expect(replayed.status == 0 && replayed.output.contains("\(Self.changed): reproduced"), "\(replayed.output)")
        // The text form says the same.
        try bench.write("shown.case", shown.output)
        #expect(try await bench.run("replay", "shown.case").output.contains("\(Self.changed): reproduced"))
        let listed = try await bench.run("list")
        #expect(listed.output.hasPrefix("\(Self.changed): 1 cause"), "\(listed.output)")
        #expect(try await bench.run("list", "--json").output.contains("\"target\":\"\(Self.changed)\""))
        let promoted = try await bench.run("promote", "small", "--to", "known")
        let name = try #require(bench.names(in: "known").first, "\(promoted.errors)")
        #expect(name.hasPrefix("v10-without-drop+placebo~pre-remove--"), "\(name)")
        #expect(try await bench.run("replay", "known").status == 0)
        #expect(try await bench.run("export", "small", "-o", "small.c").status == 0)
    }

    @Test func `a file's own target is changed where no design is named`() async throws {
        let bench = try Workbench()
        let file = try await bench.crasher()
        let with = try await bench.run(
            "replay", file, "--with", "deletes-dirty-entries", "--with", "invalidates-records")
        #expect(
            with.output.hasPrefix(file + ": v10-without-drop+invalidates-records+deletes-dirty-entries@6.3: "),
            "\(with.output)\(with.errors)")
        try await bench.run("replay", file, "--with", "pre-remove").expectSentence(
            status: 64, containing: "--with pre-remove changes nothing: v10-without-drop@6.3 has it")
        let shown = try await bench.run("show", file, "--without", "pre-remove")
        #expect(shown.output.hasPrefix("target v10-without-drop~pre-remove@6.3\n"), "\(shown.output)\(shown.errors)")
        #expect(!shown.output.contains("\ndigest"), "what the file records is of another target")
        // Of several files those that have it stay as they are; one has to be changed.
        let other = try await bench.run("minimize", file, "--with", "placebo", "-o", "other.case.zst")
        #expect(other.status == 0, "\(other.errors)")
        let both = try await bench.run("replay", file, "other.case.zst", "--with", "placebo")
        #expect(targets(in: both.output) == Array(repeating: "v10-without-drop+placebo@6.3", count: 2))
        try await bench.run("replay", file, "other.case.zst", "--with", "pre-remove").expectSentence(
            status: 64, containing: "change nothing on the targets of these files")
    }

    @Test func `a campaign keeps two targets of one design apart`() async throws {
        let bench = try Workbench()
        let all = Guarantee.allCases.map(\.name).filter { Guarantee.named($0).map { !v10.contains($0) } ?? false }
        let cured = "v10-without-drop" + all.map { "+" + $0 }.joined()
        let found = try await bench.run(
            "run", "--design", cured, "--design", "v10-without-drop", "--seed", "1", "--jobs", "1",
            "--max-executions", "600", "--minimize-executions", "50", "--json")
        #expect(found.status == 1, "\(found.errors)")
        struct Report: Decodable {
            struct Group: Decodable { var target, group, file: String }
            struct Row: Decodable { var target: String }
            var groups: [Group]
            var violations: [Row]
        }
        let report = try JSONDecoder().decode(Report.self, from: Data(found.output.utf8))
        #expect(report.groups.contains { $0.target == "v10-without-drop@6.3" })
        for group in report.groups {
            let file = try await bench.run("replay", group.file)
            #expect(file.status == 0 && file.output.contains("\(group.target): reproduced"), "\(file.output)")
        }
        for target in Set(report.violations.map(\.target)) {
            #expect(try TargetName(text: target).means(Target(named: TargetName(text: target))))
        }
    }

    private let v10: GuaranteeSet = Target(Design.named("v10-without-drop") ?? .all[0]).guarantees

    @Test func `a run with a guarantee saves and knows its findings`() async throws {
        let bench = try Workbench()
        let arguments = [
            "run", "--design", "v10-without-drop", "--without", "pre-remove", "--seed", "1", "--jobs", "1",
            "--max-executions", "300",
        ]
        let first = try await bench.run(arguments)
        #expect(first.status == 1 && first.output.contains("\nv10-without-drop~pre-remove@6.3: "), "\(first.errors)")
        let names = bench.names(in: "crashes").filter { $0.hasSuffix(CaseFile.storedSuffix) }
        #expect(!names.isEmpty && names.allSatisfy { $0.hasPrefix("v10-without-drop~pre-remove--") }, "\(names)")
        let again = try await bench.run(arguments)
        #expect(again.output.contains("v10-without-drop~pre-remove@6.3: "), "\(again.output)")
        // With the corpus of the first run the second may come further; what is known stays so.
        for name in names {
            let stem = name.dropLast(CaseFile.storedSuffix.utf8.count)
            let isNew = again.output.split(separator: "\n").contains { $0.hasPrefix("new ") && $0.contains(stem) }
            #expect(!isNew, "\(name)\n\(again.output)")
        }
        // The plain design is another target.
        let plain = try await bench.run("run", "--design", "v10-without-drop", "--seed", "1", "--max-executions", "50")
        #expect(plain.output.contains("\nv10-without-drop@6.3: ") && !plain.output.contains("~"), "\(plain.output)")
    }

    @Test func `every target that is printed is accepted`() async throws {
        let bench = try Workbench()
        let file = try await bench.crasher()
        let outputs = [
            try await bench.run("designs").output, try await bench.run("designs", "--json").output,
            try await bench.run("designs", "insertion-gate").output,
            try await bench.run("designs", "--diff", "v10", Self.changed).output,
            try await bench.run("replay", file, "--all-designs", "--with", "placebo", "--without", "range-clamped")
                .output,
            try await bench.run("show", file, "--design", "merged@6.12.y@emulation").output,
            try await bench.run("kernel", "predict", file, "--with", "placebo").output,
            try await bench.run("kernel", "predict", file, "--design", "merged").output,
            try await bench.run("kernel", "predict", file, "--kernel", "9.9").errors,
        ]
        var all: Set<String> = []
        for output in outputs {
            let own = targets(in: output)
            all.formUnion(own)
        }
        #expect(
            all.contains("merged+placebo~range-clamped@6.12.y") && all.contains("merged@6.12.y@emulation"), "\(all)")
        let accepted = try await bench.run(
            ["replay", file, "--expect", "clean", "--json"] + all.sorted().flatMap { ["--design", $0] })
        #expect(accepted.status < 2, "\(accepted.errors)")
        for target in all { #expect(accepted.output.contains("\"target\":\"\(target)\""), "\(target)") }
    }
}
