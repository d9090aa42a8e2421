import DAXModel
import Testing

@testable import RemovalFuzz

/// The order of operations, with loops unrolled. Programs are written as the ids of the operations started.
@Suite struct ProgramTests {
    private func ids(_ operations: [Operation]) -> [UInt16] {
        var program = Program()
        program.load(operations)
        return program.entries.map { operations[$0.operation].id }
    }

    private func close(_ id: UInt16, _ task: UInt8 = 0) -> Operation { Operation(id: id, task: task, call: .close(0)) }
    private func loop(_ rounds: Rounds, background: Bool = false) -> Operation {
        Operation(id: 90, task: 0, call: .repeat(rounds, background: background))
    }
    private let end = Operation(id: 91, task: 0, call: .end)

    @Test func `operations stand in the case's order`() {
        #expect(ids([close(1), close(2, 1), close(3)]) == [1, 2, 3])
    }

    @Test func `ordinals count the starts of each task`() {
        var program = Program()
        program.load([close(1), close(2, 1), close(3), close(4, 1)])
        #expect(program.entries.map(\.ordinal) == [0, 0, 1, 1])
        program.load([close(1, 1)])
        #expect(program.entries.map(\.ordinal) == [0])
    }

    @Test func `a loop repeats the operations of its task`() {
        #expect(ids([loop(3), close(1), close(2, 1), close(3), end, close(4)]) == [1, 3, 1, 3, 1, 3, 2, 4])
    }

    @Test func `a loop in the background goes round beside what follows`() {
        let operations = [loop(2, background: true), close(1), close(2), end, close(3, 1), close(4, 1), close(5, 1)]
        #expect(ids(operations) == [3, 1, 4, 2, 5, 1])
    }

    @Test func `a loop in the background ends after its rounds`() {
        let operations = [loop(1, background: true), close(1), end, close(3, 1), close(4, 1)]
        #expect(ids(operations) == [3, 1, 4])
    }

    @Test func `an empty loop is nothing`() {
        #expect(ids([loop(64), end, close(1)]) == [1])
        #expect(ids([loop(64, background: true), end, close(1)]) == [1])
    }

    @Test func `starts are limited`() {
        let operations = (1...16).flatMap { [loop(64), close($0), end] }
        #expect(ids(operations).count == Limits.starts)
        #expect(Program.starts(of: operations) == 16 * 64)
    }
}
