import Corpus
import DAXModel
import Foundation
import RemovalFuzz
import SystemPackage
import Testing

/// The committed crashers: each still does on every design what it says. Promoting a crasher is all it takes to add it.
@Suite struct KnownCrashersTests {
    /// The committed set, seen from this file.
    private static let folder: FilePath = {
        var path = FilePath(#filePath)
        for _ in 0..<3 { path.removeLastComponent() }
        return path.appending("crashes").appending("known")
    }()

    static let names: [String] = (try? Store(directory: folder).names()) ?? []

    @Test func theSetIsNotEmpty() {
        #expect(!Self.names.isEmpty, "no crasher in \(Self.folder)")
    }

    @Test(arguments: names) func replaysAsRecorded(name: String) throws {
        let crasher = try StoredCase.read(try Store(directory: Self.folder).get(name))
        let recorded = try #require(crasher.target, "\(name) records no target")
        let target = try Target(named: recorded)
        var executor = Executor(target: target)
        let execution = executor.run(crasher.case)
        #expect(execution.skippedPreemptions == 0, "\(name): a preemption of a minimized case no longer takes place")
        #expect(
            crasher.case.faults.indices.allSatisfy { execution.firedFaults & (1 << $0) != 0 },
            "\(name): a fault of a minimized case no longer strikes")
        #expect(execution.signatures == crasher.signatures, "\(name): other violations than the recorded ones")
    }

    @Test(arguments: names) func keepsItsGoldenDigest(name: String) throws {
        let crasher = try StoredCase.read(try Store(directory: Self.folder).get(name))
        let digest = try #require(crasher.digest, "\(name) records no digest")
        guard digest.version == Digest.version else { return }
        let recorded = try #require(crasher.target, "\(name) records no target")
        var executor = Executor(target: try Target(named: recorded))
        #expect(
            executor.run(crasher.case).digest == digest.value, "\(name): another execution than the recorded one")
    }

    @Test(arguments: names) func failsAndPassesWhereItSays(name: String) throws {
        let crasher = try StoredCase.read(try Store(directory: Self.folder).get(name))
        #expect(crasher.expectations.contains { $0.signature != nil }, "\(name) says nowhere that it must fail")
        for expectation in crasher.expectations {
            let target = try Target(named: expectation.target)
            var executor = Executor(target: target)
            let execution = executor.run(crasher.case)
            if let signature = expectation.signature {
                #expect(execution.signatures.contains(signature), "\(name) no longer fails on \(target.name)")
            } else {
                #expect(execution.violations.isEmpty, "\(name) no longer passes on \(target.name)")
            }
        }
    }

    /// The placebo adds a step and does nothing. A finding that it took away would hang on the number of steps, and what a
    /// guarantee takes away would prove nothing.
    @Test(arguments: names) func thePlaceboChangesNoVerdict(name: String) throws {
        let crasher = try StoredCase.read(try Store(directory: Self.folder).get(name))
        let plain = try Target(named: try #require(crasher.target, "\(name) records no target"))
        let target = Target(
            plain.design, plain.profile, on: plain.platform, with: plain.added.union([.placebo]), without: plain.removed
        )
        try #require(target.guarantees.contains(.placebo))
        var executor = Executor(target: target)
        let execution = executor.run(crasher.case)
        #expect(execution.signatures == crasher.signatures, "\(name): a step that does nothing changes what is found")
        #expect(execution.skippedPreemptions == 0, "\(name): a step that does nothing moves a preemption")
    }

    /// What `make goldens` asks for, after a change of what a digest is made of.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["REMOVALFUZZ_GOLDENS"] != nil, "written by make goldens"))
    func renewDigests() throws {
        for name in Self.names {
            try Store(directory: Self.folder).update(name) { content in
                guard case .success(let bytes)? = content, var crasher = try? StoredCase.read(bytes),
                    let recorded = crasher.target, let target = try? Target(named: recorded)
                else { return nil }
                var executor = Executor(target: target)
                let digest = RecordedDigest(value: executor.run(crasher.case).digest, version: Digest.version)
                guard crasher.digest != digest else { return nil }
                crasher.digest = digest
                return crasher.encoded
            }
        }
    }
}
