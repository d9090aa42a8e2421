import RemovalFuzz
import Testing

@testable import DAXModel

@Suite struct StepTableTests {
    @Test(arguments: Path.allCases)
    func stepsOfAPathAreFewAndDistinct(path: Path) {
        let names = path.row.stepNames
        #expect((1...64).contains(names.count))
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { Preemption.isStepName(path.row.name + ":" + $0) })
    }

    @Test func identitiesMapBack() throws {
        let table = StepTable.shared
        #expect(table.all.count == Path.allCases.reduce(0) { $0 + $1.row.stepNames.count })
        #expect(table.all == table.all.sorted())
        #expect(Set(table.all).count == table.all.count)
        for path in Path.allCases {
            for (index, name) in path.row.stepNames.enumerated() {
                let id = StepID(path, UInt8(index))
                #expect(Int(id.rawValue) < StepID.bound)
                #expect(table.path(id) == path.row.name)
                #expect(table.step(id) == name)
                #expect(table.qualified(id) == path.row.name + ":" + name)
                #expect(table.hash(id) == Digest.hash(table.qualified(id)))
            }
        }
        #expect(table.qualified(.none) == "none")
        #expect(table.hash(optional: .none) == 0)
    }

    /// A preemption means one step.
    @Test func noTwoStepsShareAName() {
        let table = StepTable.shared
        let hashes = Set(table.all.map { id in table.hash(id) })
        let names = Set(table.all.map { id in table.qualified(id) })
        #expect(names.count == table.all.count)
        #expect(hashes.count == names.count)
    }
}
