import DAXModel
import Foundation
import RemovalFuzz
import Testing

/// Cases that once showed a mistake of the model: on the reference design they run to their end without a violation.
@Suite struct CleanCasesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Clean")

    static let names: [String] = {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return all.filter { $0.hasSuffix(".case") }.sorted()
    }()

    @Test func theSetIsNotEmpty() {
        #expect(!Self.names.isEmpty, "no case in \(Self.folder.path)")
    }

    @Test(arguments: names) func isCleanOnTheReference(name: String) throws {
        let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        var executor = Executor(target: Target(try #require(Design.named("reference"))))
        let execution = executor.run(try Case(text: text))
        #expect(execution.violations.isEmpty, "\(name): \(execution.signatures)")
    }
}
