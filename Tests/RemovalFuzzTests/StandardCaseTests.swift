import DAXModel
import Foundation
import Testing

@testable import RemovalFuzz

/// The case that the speed is measured by: what it has to contain, and its length, which may not shrink unnoticed.
@Suite struct StandardCaseTests {
    /// Also stated in Benchmarks/README.md. Smaller only with an argument from fidelity.
    private static let steps = 609

    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Benchmarks")

    private func standardCase() throws -> Case {
        try StoredCase.read(Array(Data(contentsOf: Self.folder.appending(path: "standard.case")))).case
    }

    @Test func `it is a whole workload`() throws {
        let operations = try standardCase().operations
        #expect(Set(operations.map(\.task)).count >= 3)
        let unbind = try #require(operations.firstIndex { $0.kind == .unbind })
        #expect(unbind >= 20)
        for kind in [OperationKind.umount, .bind, .mount] {
            #expect(operations[unbind...].contains { $0.kind == kind })
        }
    }

    @Test func `it has the steps that it is said to have`() throws {
        let design = try #require(Design.named("reference"))
        var executor = Executor(target: Target(design))
        let execution = executor.run(try standardCase())
        #expect(execution.steps >= Self.steps, "the standard case has shrunk")
        #expect(execution.signatures.isEmpty)
        let readme = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains("\(Self.steps) steps"), "Benchmarks/README.md states another number")
    }
}
