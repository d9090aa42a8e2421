import Corpus
import Foundation
import RemovalFuzz
import Subprocess
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct HostileFileTests {
    @Test(arguments: ["replay", "show", "minimize", "promote"])
    func `whatever stands there, one sentence`(_ command: String) async throws {
        let bench = try Workbench()
        try bench.write("empty", "")
        try bench.write("folder/x", "")
        try bench.write("noise", [0, 255, 1, 254])
        try bench.write("mistyped.case", Samples.crash.replacing("mmap", with: "mmpa"))
        try bench.write("design.case", "target v10-without-dorp@6.3\n" + Samples.crash)
        try bench.write("profile.case", "target v10@6.33\n" + Samples.crash)
        try await bench.run(command, "missing").expectSentence(status: 74, containing: "missing does not exist")
        // A folder stands for the cases in it, where there may be several.
        let isFolderFine = command == "replay"
        try await bench.run(command, "folder").expectSentence(
            status: isFolderFine ? 65 : 74,
            containing: isFolderFine ? "folder folder holds no file" : "folder is a folder")
        try await bench.run(command, "empty").expectSentence(status: 65, containing: "empty")
        try await bench.run(command, "noise").expectSentence(status: 65, containing: "noise")
        try await bench.run(command, "mistyped.case").expectSentence(status: 65, containing: #"did you mean "mmap"?"#)
        try await bench.run(command, "design.case").expectSentence(status: 65, containing: #""v10-without-drop"?"#)
        try await bench.run(command, "profile.case").expectSentence(status: 65, containing: #""6.3"?"#)
        try await bench.run(command, "-").expectSentence(status: 65, containing: "standard input is empty")
    }

    @Test func `flipped bits and cuts of a packed crasher`() async throws {
        let bench = try Workbench()
        let whole = try bench.bytes(await bench.crasher())
        var names: [String] = []
        for position in stride(from: 0, to: whole.count, by: max(1, whole.count / 20)) {
            var flipped = whole
            flipped[position] ^= 1 << UInt8(position % 8)
            try bench.write("flipped-\(position).case.zst", flipped)
            try bench.write("cut-\(position).case.zst", Array(whole[..<position]))
            names += ["flipped-\(position).case.zst", "cut-\(position).case.zst"]
        }
        let outcome = try await bench.run(["replay"] + names + ["crash.case.zst"])
        #expect(outcome.status == 65)
        let sentences = outcome.errors.split(separator: "\n")
        #expect(sentences.count == names.count && sentences.allSatisfy { $0.hasPrefix("fuzz-removal: error: ") })
        #expect(outcome.output.contains("crash.case.zst: v10-without-drop@6.3: reproduced"))
    }

    @Test func `a damaged neighbour does not hide the list`() async throws {
        let bench = try Workbench()
        let whole = try bench.bytes(await bench.crasher())
        try bench.write("crashes/a.case.zst", whole)
        try bench.write("crashes/b.case.zst", Array(whole.dropLast(3)))
        let outcome = try await bench.run("list")
        outcome.expectSentence(status: 65, containing: "b.case.zst")
        #expect(outcome.output.contains(" a\n") || outcome.output.hasSuffix(" a"), "\(outcome.output)")
        try await bench.run("list", "nowhere").expectSentence(status: 74)
        try await bench.run("list", "crash.case").expectSentence(status: 74)
    }

    @Test func `a bomb stays small`() async throws {
        let bench = try Workbench()
        let bomb = PackedFrame.pack([UInt8](repeating: UInt8(ascii: "#"), count: 8 << 20))
        try bench.write("bomb.case.zst", bomb)
        try await bench.run("show", "bomb.case.zst").expectSentence(status: 65, containing: "bomb.case.zst")
    }

    @Test func `help explains the statuses`() async throws {
        let bench = try Workbench()
        for arguments in [["--help"], ["run", "--help"], ["replay", "--help"], ["help", "minimize"]] {
            let outcome = try await bench.run(arguments)
            #expect(outcome.status == 0 && outcome.output.contains("EXIT STATUS") && outcome.output.contains("130"))
        }
        let designs = try await bench.run("designs")
        #expect(designs.status == 0 && designs.output.contains("reference"))
    }

    @Test func `a full disk is an error of output`() async throws {
        let bench = try Workbench()
        try bench.write("a.case", Samples.crash)
        let program = Workbench.program.string
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", "\(program) show a.case --design v10 >/dev/full; echo $?"],
            workingDirectory: FilePath(bench.folder.path), input: .none, output: .string(limit: 100),
            error: .discarded)
        #expect(result.standardOutput == "74\n")
    }
}
