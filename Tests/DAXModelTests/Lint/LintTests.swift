import Foundation
import Testing

/// What the model must not contain, and which way modules may import each other: asked of the sources themselves.
@Suite struct LintTests {
    /// Clocks, randomness, threads, hashing order, reference types, input and output.
    private static let forbidden = [
        "Foundation", "Glibc", "Darwin", "Dispatch", "Clock", "Date", "DispatchTime", "random", "shuffled", "shuffle",
        "SystemRandomNumberGenerator", "Hasher", "hashValue", "Set", "Dictionary", "class", "actor", "async", "await",
        "Thread", "Mutex", "Atomic", "print", "readLine", "getenv", "fopen", "Mirror", "lazy", "weak",
    ]

    @Test func modelIsPure() throws {
        let files = try SourceFile.all(of: "DAXModel")
        #expect(files.count > 50)
        for file in files {
            for (number, line) in file.lines.enumerated() {
                let words = SourceFile.words(line)
                for word in Self.forbidden where words.contains(Substring(word)) {
                    Issue.record("\(file.name):\(number + 1): \(word)")
                }
                // A dictionary type or literal.
                #expect(!line.contains("[String:") && !line.contains("[Int:"), "\(file.name):\(number + 1)")
            }
        }
    }

    private static let systems = ["Glibc", "Musl", "Darwin"]

    /// What the Swift files of a module may import. It is also the order of the modules.
    private static let rules: [(module: String, allowed: [String])] = [
        ("DAXModel", []),
        ("RemovalFuzz", ["DAXModel", "CSanitizerCoverage", "DequeModule"]),
        ("Corpus", ["CZstd", "SystemPackage"] + systems),
        ("Puzzles", ["DAXModel", "RemovalFuzz"]),
        ("KernelLab", ["DAXModel", "RemovalFuzz", "Foundation", "Subprocess", "Synchronization", "SystemPackage"]),
        (
            "fuzz-removal",
            [
                "DAXModel", "RemovalFuzz", "Corpus", "KernelLab", "ArgumentParser", "Dispatch", "Foundation",
                "Subprocess",
                "Synchronization", "SystemPackage",
            ] + systems
        ),
        (
            "removal-bench",
            ["DAXModel", "RemovalFuzz", "Corpus", "Puzzles", "CLibFuzzer", "ArgumentParser", "SystemPackage"] + systems
        ),
        ("removal-mutants", ["ArgumentParser", "Foundation", "Subprocess", "SystemPackage", "Yams"] + systems),
    ]
    /// Targets without Swift code of the product.
    private static let withoutRules = ["CZstd", "CSanitizerCoverage", "CLibFuzzer", "CAllocationCounter"]

    @Test(arguments: rules.map(\.module)) func importsPointOneWay(module: String) throws {
        let allowed = try #require(Self.rules.first { $0.module == module }).allowed
        let files = try SourceFile.all(of: module)
        #expect(!files.isEmpty)
        for file in files {
            for line in file.lines {
                let words = line.split(separator: " ")
                guard let at = words.firstIndex(of: "import"), at <= 2, words.count > at + 1 else { continue }
                #expect(allowed.contains(String(words[at + 1])), "\(module)/\(file.name): \(line)")
            }
        }
    }

    /// A new module gets a rule with its line in Package.swift, and none may import what comes after it.
    @Test func everyModuleHasItsRule() throws {
        let manifest = try String(contentsOf: SourceFile.root.appending(path: "Package.swift"), encoding: .utf8)
        var modules: Set<String> = []
        for match in manifest.matches(of: /\.(?:target|executableTarget|systemLibrary)\(\s*name: "([^"]+)"/) {
            modules.insert(String(match.output.1))
        }
        #expect(modules == Set(Self.rules.map(\.module) + Self.withoutRules))
        for (index, rule) in Self.rules.enumerated() {
            let later = Set(Self.rules[index...].map(\.module))
            #expect(later.isDisjoint(with: rule.allowed), "\(rule.module)")
        }
    }
}
