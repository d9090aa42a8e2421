import RemovalFuzz
import Testing

@testable import DAXModel

/// The walk of the reverse map reaches every block: one that it misses keeps its entry, and its process its mapping.
@Suite struct ReverseMapTests {
    /// Six open files without names fill the blocks of both groups; the last page of each is mapped and written.
    private func fullFilesystem() throws -> Case {
        var operations = ["t0 mount"]
        for file in 0..<6 {
            let (task, slot, pages) = ("t\(1 + file / 3)", file % 3, file < 4 ? 8 : 7)
            operations += [
                "\(task) create f0 d\(slot)", "\(task) write d\(slot) pages 0+\(pages)", "\(task) unlink f0",
                "\(task) mmap m\(slot) d\(slot) pages 0+\(pages) shared write",
                "\(task) store m\(slot) page \(pages - 1)",
            ]
        }
        operations.append("t0 unbind")
        return try workload(operations.enumerated().map { "op \($0 + 1) \($1)\n" }.joined())
    }

    @Test func everyBlockOfAFullFilesystemIsTreated() throws {
        let subject = try fullFilesystem()
        let seen = Observation(of: subject, on: try target("merged"))
        for operation in subject.operations.dropLast() where operation.kind != .store && operation.kind != .write {
            #expect(seen.result(of: operation.id) == "0", "\(operation.text)")
        }
        #expect(seen.execution.signatures == [])
        #expect(seen.signalled == [1, 2])
    }
}
