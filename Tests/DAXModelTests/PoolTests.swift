import Testing

@testable import DAXModel

@Suite struct PoolTests {
    @Test func aPoolIsAViewOfItsTable() {
        var machine = Machine(target: Target(Design.all[0]))
        #expect(machine.frames.count == Limits.tasks * Limits.stackDepth)
        machine.frames[1].pc = 5
        machine.frames.pointer(1).pointee.pc += 1
        #expect(machine.frames[1].pc == 6)
        #expect(machine.frames[0].pc == 0 && machine.frames[2].pc == 0, "the neighbours are untouched")
        machine.durableNames.fill(InodeID(3))
        #expect(NameID.all.allSatisfy { machine.durableNames[$0] == InodeID(3) })
    }
}
