import DAXModel
import Testing

/// The closing's moves are known by what they are: recorders and predictions switch over them.
@Suite struct ClosingMoveTests {
    @Test func everyMoveIsOneStepOfTheClosing() {
        let table = StepTable.shared
        let steps = table.all.filter { Closing($0) != nil }
        #expect(steps.compactMap { Closing($0) } == Closing.allCases)
        #expect(steps.map { table.qualified($0) } == Closing.allCases.map { "closing:\($0)" })
        #expect(table.all.allSatisfy { (Closing($0) != nil) == (table.path($0) == "closing") })
        #expect(Closing(.none) == nil)
    }
}
