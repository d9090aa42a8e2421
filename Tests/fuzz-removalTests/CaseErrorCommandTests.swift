import Foundation
import Testing

/// What a user mistypes is told where it stands, with the nearest word.
@Suite(.timeLimit(.minutes(10))) struct CaseErrorCommandTests {
    @Test func `a mistyped step has a place and a nearest name`() async throws {
        let bench = try Workbench()
        try bench.write(
            "x.case", Samples.crash + "preempt t0 op 5 at dax_iomap_fault:dax_insert_entri run t1\n")
        try await bench.run("show", "x.case").expectSentence(
            status: 65,
            containing: "x.case:9:20: no path has a step dax_iomap_fault:dax_insert_entri; "
                + "nearest: dax_iomap_fault:dax_insert_entry")
        try await bench.run("replay", "-", input: Samples.crash + "fault agf-read t0 op 5\n").expectSentence(
            status: 65, containing: "standard input:9:22: op 5 (store) never comes to agf-read; op 6 (unbind) does")
    }

    @Test func `what is no case, and no command`() async throws {
        let bench = try Workbench()
        try bench.write("letter.txt", "Dear Sir or Madam\n")
        try bench.write("noise.case", [0x7F, 0xFE, 0x31, 0x0A, 0x80, 0xC3, 0x28])
        try await bench.run("show", "letter.txt").expectSentence(
            status: 65, containing: "letter.txt:1:1: found \"Dear\", expected a header line or \"case 1\"")
        try await bench.run("show", "noise.case").expectSentence(status: 65, containing: "neither text nor a case")
        try await bench.run("shwo", "letter.txt").expectSentence(status: 64, containing: "did you mean \"show\"?")
        for word in ["help", "--help", "--version"] { #expect(try await bench.run(word).status == 0) }
    }

    @Test func `a design has the names that outputs print`() async throws {
        let bench = try Workbench()
        try bench.write("harmless.case", Samples.harmless)
        for design in ["merged@6.12.y", "notify-6.1@6.1.0", "merged"] {
            let shown = try await bench.run("show", "harmless.case", "--design", design)
            #expect(shown.status == 0 && shown.output.contains("# timeline on " + design), "\(shown.errors)")
        }
        let same = try await bench.run("replay", "harmless.case", "--design", "v10@6.3", "--profile", "6.3")
        #expect(same.status == 0 && same.output.contains("v10@6.3: clean"))
        try await bench.run("replay", "harmless.case", "--design", "merged@6.12.y", "--profile", "6.1.y")
            .expectSentence(status: 64, containing: "--profile says 6.1.y")
        try await bench.run("show", "harmless.case", "--design", "merged@6.12").expectSentence(
            status: 64, containing: "did you mean \"6.12.y\"?")
        try await bench.run("show", "harmless.case", "--design", "mergd@6.12.y").expectSentence(
            status: 64, containing: "did you mean \"merged\"?")
        try await bench.run("show", "harmless.case", "--design", "all").expectSentence(
            status: 64, containing: "one design is needed")
        let predicted = try await bench.run("kernel", "predict", "harmless.case", "--design", "merged@6.12.y")
        #expect(predicted.status == 0, "\(predicted.errors)")
    }

    @Test func `a kernel that was never compared has no profile`() async throws {
        let bench = try Workbench()
        try bench.write("harmless.case", Samples.harmless)
        try await bench.run("kernel", "predict", "harmless.case", "--kernel", "7.3").expectSentence(
            status: 64, containing: "there is no profile for Linux 7.3")
        try await bench.run("kernel", "predict", "harmless.case", "--kernel", "7.3").expectSentence(
            status: 64, containing: "--design merged@6.12.y@emulation")
        let anyway = try await bench.run(
            "kernel", "predict", "harmless.case", "--kernel", "7.3", "--design", "merged", "--profile", "6.12.y")
        #expect(anyway.status == 0 && anyway.output.contains("Linux 7.3"), "\(anyway.errors)")
    }

    @Test func `designs as JSON`() async throws {
        struct Report: Decodable {
            struct Entry: Decodable {
                var name, origin: String
                var profiles, targets: [String]
            }
            struct Profile: Decodable { var name, kernels: String }
            var designs: [Entry]
            var profiles: [Profile]
        }
        let bench = try Workbench()
        let outcome = try await bench.run("designs", "--json")
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        let merged = try #require(report.designs.first { $0.name == "merged" })
        #expect(merged.targets.first == "merged@" + (merged.profiles.first ?? "") && !merged.origin.isEmpty)
        #expect(report.profiles.contains { $0.name == "6.12.y" && !$0.kernels.isEmpty })
        // Every target that is printed can be typed.
        try bench.write("harmless.case", Samples.harmless)
        let all = report.designs.flatMap(\.targets).flatMap { ["--design", $0] }
        let replayed = try await bench.run(["replay", "harmless.case"] + all)
        #expect(replayed.status == 0 && replayed.output.contains("\(all.count / 2) clean"), "\(replayed.errors)")
    }
}
