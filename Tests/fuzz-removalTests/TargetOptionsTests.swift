import DAXModel
import Foundation
import RemovalFuzz
import Testing

@testable import fuzz_removal

/// `--with` and `--without` beside `--design`: what they come to, and what they refuse.
@Suite(.timeLimit(.minutes(5))) struct TargetOptionsTests {
    private func selected(_ arguments: String, usual: [String]? = nil) throws -> [String] {
        try TargetOptions.parse(arguments.split(separator: " ").map(String.init)).selected(usual: usual).map(\.name)
    }

    private func sentence(_ arguments: String, usual: [String]? = nil) throws -> String {
        let options = try TargetOptions.parse(arguments.split(separator: " ").map(String.init))
        do throws(Failure) { return "selected \(try options.selected(usual: usual).map(\.name))" } catch {
            #expect(error.status == 64)
            return error.sentence
        }
    }

    @Test func `options and names come to the same`() throws {
        let gated = ["merged+insertion-gate@6.12.y"]
        #expect(try selected("--design merged --with insertion-gate") == gated)
        #expect(try selected("--design merged+insertion-gate") == gated)
        #expect(
            try selected("--design merged+insertion-gate@6.12.y --design merged --with placebo --with drains-faults")
                == ["merged+insertion-gate+drains-faults+placebo@6.12.y", "merged+drains-faults+placebo@6.12.y"])
        #expect(
            try selected("--design reference@6.12.y@emulation --without insertion-gate --with placebo")
                == ["reference+placebo~insertion-gate@6.12.y@emulation"])
        #expect(
            try selected("--design notify-6.1+placebo --profile 6.1.0 --with insertion-gate")
                == ["notify-6.1+insertion-gate+placebo@6.1.0"])
        #expect(try selected("--with insertion-gate", usual: ["merged"]) == gated)
    }

    @Test func `of all designs those that have it stay as they are`() throws {
        let all = try selected("--design all --with pre-remove")
        #expect(all.count == Design.all.count)
        #expect(
            all.filter { $0.contains("+") } == ["notify-6.1+pre-remove@6.1.y", "reference+pre-remove@6.12.y"])
        #expect(
            try sentence("--design all --with range-clamped")
                == "--with range-clamped changes nothing: every one of these targets has it")
        #expect(
            try sentence("--design all --without placebo")
                == "--without placebo changes nothing: every one of these targets lacks it")
        #expect(try selected("--profile 6.12.y --with insertion-gate").count == 2)
    }

    @Test(arguments: [
        ("--design reference --with insertion-gate", "--with insertion-gate changes nothing: reference@6.12.y has it"),
        (
            "--design merged --without insertion-gate",
            "--without insertion-gate changes nothing: merged@6.12.y lacks it"
        ),
        (
            "--design merged+placebo --with placebo",
            "--with placebo changes nothing: merged+placebo@6.12.y has it"
        ),
        (
            "--design merged --with placebo --without placebo",
            "placebo is switched on and off; use --with or --without, not both"
        ),
        (
            "--design merged~pre-remove --with pre-remove",
            "merged~pre-remove@6.12.y is without pre-remove, --with asks for it; choose one"
        ),
        (
            "--design merged+placebo --without placebo",
            "merged+placebo@6.12.y has placebo added, --without takes it away; choose one"
        ),
        (
            "--design merged --with insertion-gaet",
            #"there is no guarantee called "insertion-gaet"; did you mean "insertion-gate"?"#
        ),
        (
            "--design merged+insertion-gaet",
            #"there is no guarantee called "insertion-gaet"; did you mean "insertion-gate"?"#
        ),
        (
            "--design merged@6.12.y@emulaton",
            #"there is no platform called "emulaton"; did you mean "emulation"?"#
        ),
        (
            "--design merged@6.12.y --profile 6.3",
            "merged@6.12.y names the profile 6.12.y, --profile says 6.3; name one"
        ),
        (
            "--design merged@6.12.y+placebo",
            #""merged@6.12.y+placebo" is no target: column 14: found "+placebo", expected guarantees before the "#
                + "profile, as in design+guarantee@profile"
        ),
        (
            "--design all+placebo",
            #""all" stands alone; use --with, --without and --profile for what all of them are to have"#
        ),
    ]) func `mistakes are one sentence`(arguments: String, expected: String) throws {
        #expect(try sentence(arguments) == expected)
    }

    @Test func `commands that take one design say so`() throws {
        let two = try TargetOptions.parse(["--design", "merged", "--design", "v10"])
        #expect(throws: Failure.usage("one design is needed here, and --design names 2")) { try two.chosen() }
        let all = try TargetOptions.parse(["--design", "all"])
        #expect(throws: Failure.usage("one design is needed here, and \"all\" is several")) { try all.chosen() }
        let profile = try TargetOptions.parse(["--profile", "6.3"])
        #expect(throws: Failure.usage("--profile needs --design")) { try profile.chosen() }
    }

    @Test func `what a file records may be undone`() throws {
        let options = try TargetOptions.parse(["--with", "insertion-gate"])
        let canary = try TargetName(text: "reference~insertion-gate@6.12.y")
        #expect(try options.recorded(canary, in: "x")?.name == "reference@6.12.y")
        let back = try TargetOptions.parse(["--without", "placebo"])
        #expect(try back.recorded(TargetName(text: "v10+placebo@6.3"), in: "x")?.name == "v10@6.3")
        #expect(throws: Failure.self) { try back.recorded(TargetName(text: "v10@6.3"), in: "x") }
    }
}
