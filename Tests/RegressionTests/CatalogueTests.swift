import Corpus
import DAXModel
import Foundation
import RemovalFuzz
import SystemPackage
import Testing

/// docs/catalogue.md names a crasher for each measured row, and the page of a campaign names the row of each finding:
/// both have to speak of the same bugs.
@Suite struct CatalogueTests {
    struct Row: Hashable, Sendable, CustomTestStringConvertible {
        var bug, target, signature, file: String
        var testDescription: String { "\(bug) \(file)" }
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let rows: [Row] = {
        let text = (try? String(contentsOf: root.appending(path: "docs/catalogue.md"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { $0.hasPrefix("| B") }.compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 9 else { return nil }
            let bug = String(cells[0].prefix { $0 != " " })
            func plain(_ cell: String) -> String { cell.replacing("`", with: "") }
            return Row(bug: bug, target: cells[1], signature: plain(cells[2]), file: plain(cells[8]))
        }
    }()

    @Test func everyCrasherIsInTheTable() throws {
        let store = Store(directory: FilePath(Self.root.appending(path: "crashes/known").path))
        let names = try store.names().map { String($0.dropLast(store.suffix.count)) }
        #expect(Set(Self.rows.map(\.file)) == Set(names))
    }

    @Test(arguments: rows) func theRowIsNamedByTheParts(row: Row) throws {
        let store = Store(directory: FilePath(Self.root.appending(path: "crashes/known").path))
        let crasher = try StoredCase.read(try store.get(row.file + store.suffix))
        let name = try #require(crasher.target)
        #expect(name.description == row.target)
        let target = try Target(named: name)
        var executor = Executor(target: target)
        let execution = executor.run(crasher.case)
        let index = try #require(execution.signatures.firstIndex(of: row.signature), "\(execution.signatures)")
        #expect(KnownBugs.row(of: execution.violations[index], on: target.design.name) == row.bug)
        // The file's name says the group, and more where a group has several files.
        #expect(row.file.hasPrefix(execution.groups[index].fileStem(on: target)))
    }
}
