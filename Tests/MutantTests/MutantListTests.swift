import Foundation
import Testing

@testable import removal_mutants

/// The committed list of faults: each still has its place in the code, so that a table of what the tests notice is
/// about the code of today.
@Suite struct MutantListTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func everyFaultHasItsPlaceInTheCode() throws {
        let list = try MutantList(folder: Self.root.appending(path: "Tests/Mutants"))
        for (file, mutants) in Dictionary(grouping: list.mutants, by: \.file).sorted(by: { $0.key < $1.key }) {
            let text = try String(contentsOf: Self.root.appending(path: file), encoding: .utf8)
            let mutated = try MutatedText.of(text, with: mutants.map { (list.number(of: $0), $0) })
            for mutant in mutants { #expect(mutated.contains("Mutant.isOn(\(list.number(of: mutant)))")) }
        }
    }

    /// What a figure about all of the code has to cover.
    @Test func coversEveryModule() throws {
        let list = try MutantList(folder: Self.root.appending(path: "Tests/Mutants"))
        #expect(list.mutants.count >= 80)
        for module in ["DAXModel", "RemovalFuzz", "Corpus", "KernelLab", "fuzz-removal"] {
            #expect(list.mutants.count { $0.module == module } >= 5, "\(module)")
        }
    }
}

/// A fault takes the place of its lines, behind its switch and nowhere else.
@Suite struct MutatedTextTests {
    private static let code = """
        func take(_ lock: Lock) -> Bool {
            guard lock.isFree else { return false }
            lock.owner = 1
            return true
        }
        """

    private static func mutant(_ original: String, _ mutated: String, id: String = "one") -> Mutant {
        Mutant(id: id, file: "Sources/A/B.swift", fault: "", original: original, mutated: mutated)
    }

    @Test func standsBehindItsSwitch() throws {
        let mutant = Self.mutant(
            "guard lock.isFree else { return false }", "guard MUTANT || lock.isFree else { return false }")
        let text = try MutatedText.of(Self.code, with: [(7, mutant)])
        #expect(text.contains("guard Mutant.isOn(7) || lock.isFree else { return false }"))
        #expect(text.split(separator: "\n").count == 5)
    }

    @Test func takesSeveralLinesAndSeveralFaults() throws {
        let first = Self.mutant("lock.owner = 1\nreturn true", "if !MUTANT { lock.owner = 1 }\nreturn true")
        let second = Self.mutant("guard lock.isFree else { return false }", "if MUTANT {}", id: "two")
        let text = try MutatedText.of(Self.code, with: [(1, first), (2, second)])
        #expect(text.contains("\n    if !Mutant.isOn(1) { lock.owner = 1 }\n    return true\n"), "as far in")
        #expect(text.contains("\n    if Mutant.isOn(2) {}\n"))
    }

    @Test func refusesWhatIsNotThereExactlyOnce() {
        #expect(throws: MutantError.self) {
            try MutatedText.of(Self.code, with: [(1, Self.mutant("return false", "MUTANT"))])
        }
        #expect(throws: MutantError.self) {
            try MutatedText.of(Self.code + "\n" + Self.code, with: [(1, Self.mutant("return true", "MUTANT"))])
        }
    }

    @Test func refusesTwoFaultsOfOneLine() {
        let first = Self.mutant("lock.owner = 1\nreturn true", "MUTANT")
        let second = Self.mutant("return true", "MUTANT", id: "two")
        #expect(throws: MutantError.self) { try MutatedText.of(Self.code, with: [(1, first), (2, second)]) }
    }
}

/// What a run of the tests says is read as it is meant.
@Suite struct TestRunTests {
    @Test(arguments: [
        ("✘ Test \"two words\" failed after 0.1 seconds with 1 issue.", "\"two words\""),
        ("✘ Test name() failed after 0.1 seconds with 2 issues.", "name()"),
        ("✘ Test name() with 4 test cases failed after 0.1 seconds with 1 issue.", "name()"),
    ])
    func namesTheTestThatFailed(line: String, name: String) {
        #expect(TestBundle.failedTest(line) == name)
    }

    @Test(arguments: [
        "✔ Test name() passed after 0.1 seconds.", "✘ Suite A failed after 0.1 seconds with 1 issue.",
        "✘ Test run with 3 tests in 2 suites failed after 1 seconds with 1 issue.",
    ])
    func passesOverOtherLines(line: String) {
        #expect(TestBundle.failedTest(line) == nil)
    }

    @Test func goldensComeLastAndApart() {
        let selections = TestSelection.all(for: "DAXModel")
        #expect(selections.filter(\.withGoldens).count == 1 && selections.last?.withGoldens == true)
        #expect(selections.dropLast().allSatisfy { $0.arguments.contains("Golden") })
    }
}
