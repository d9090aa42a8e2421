import Foundation
import RemovalFuzz
import Testing

/// Every case of the repository is read: none holds what cannot take place.
@Suite struct CommittedCasesTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let names: [String] = ["lab", "examples", "corpus/seeds", "Benchmarks"].flatMap { folder in
        let files = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        let names = files?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".case") }.sorted().map { folder + "/" + $0 }
    }

    @Test func allAreRead() throws {
        #expect(Self.names.count > 130)
        for name in Self.names {
            let bytes = Array(try Data(contentsOf: Self.root.appending(path: name)))
            do throws(StoredCaseError) { _ = try StoredCase.read(bytes) } catch {
                Issue.record("\(error.description(in: name))")
            }
        }
    }
}
