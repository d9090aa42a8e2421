import DAXModel
import Testing

@testable import RemovalFuzz

@Suite struct GeneratorTests {
    /// Cases of one seed, each under a mask of its own.
    private static func cases(seed: UInt64, count: Int, shape: Generator.Shape = .crowded) -> [Case] {
        var random = Random(seed: seed)
        return (0..<count).map { _ in
            let mask = SwarmMask(random: &random)
            return Generator.make(mask: mask, shape: shape, random: &random)
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func generatedCasesAreValid(seed: UInt64) throws {
        for (index, subject) in Self.cases(seed: seed, count: 500).enumerated() {
            do throws(CaseError) {
                try subject.validate()
            } catch {
                Issue.record("seed \(seed), case \(index): \(error)")
            }
            #expect(subject.preemptions.isEmpty)
            #expect((3...32).contains(subject.operations.count), "seed \(seed), case \(index)")
            let ids = subject.operations.map(\.id)
            #expect(ids == ids.sorted(), "seed \(seed), case \(index)")
            #expect(subject == subject.canonical, "seed \(seed), case \(index)")
        }
    }

    @Test(arguments: [(Generator.Shape.spread, 15...30), (.crowded, 30...45)])
    func mostCasesRemoveTheDeviceUnderAFaultedMapping(shape: Generator.Shape, faulty: ClosedRange<Int>) {
        let cases = Self.cases(seed: 5, count: 2000, shape: shape)
        func share(_ condition: (Case) -> Bool) -> Int { cases.filter(condition).count * 100 / cases.count }
        #expect(cases.allSatisfy { $0.operations.first?.kind == .mount })
        #expect(cases.allSatisfy { subject in subject.operations.filter { $0.kind == .unbind }.count <= 1 })
        #expect(share { $0.operations.contains { $0.kind == .unbind } } >= 90)
        #expect(share(Self.faultsBeforeRemoval) >= 75)
        #expect((5...20).contains(share { !$0.mkfs.rmapbt }))
        #expect(faulty.contains(share { !$0.faults.isEmpty }))
        #expect(share { $0.tasksInOrder.count >= 2 } >= 80)
        for kind in OperationKind.allCases {
            #expect(cases.contains { $0.operations.contains { $0.kind == kind } }, "no \(kind)")
        }
        for site in FaultSite.allCases {
            #expect(cases.contains { $0.faults.contains { $0.site == site } }, "no \(site)")
        }
    }

    /// In a crowd, other tasks than the one that unbinds go on with files and mappings right behind the removal.
    @Test func aCrowdStandsBesideTheRemoval() {
        func share(_ shape: Generator.Shape) -> Int {
            let cases = Self.cases(seed: 6, count: 2000, shape: shape)
            let crowded = cases.filter { subject in
                guard let removal = subject.operations.firstIndex(where: { $0.kind == .unbind }) else { return false }
                let behind = subject.operations[(removal + 1)...].prefix(3)
                return behind.count == 3
                    && behind.allSatisfy {
                        $0.task != subject.operations[removal].task && OperationMix.besideRemoval.contains($0.kind)
                    }
            }
            return crowded.count * 100 / cases.count
        }
        let (crowded, spread) = (share(.crowded), share(.spread))
        #expect(crowded > 15 && crowded > 3 * spread / 2, "\(crowded), \(spread)")
    }

    /// Before the device goes, a file with a size is mapped and touched through the mapping.
    private static func faultsBeforeRemoval(_ subject: Case) -> Bool {
        var state = WorkloadState(after: 0, of: subject.operations)
        for operation in subject.operations {
            if operation.kind == .unbind { return false }
            if let slot = operation.mapping, let page = operation.mappingPage {
                let area = state.areas[state.areaBase(operation.task) + slot.number]
                if area.inode > 0 && state.sizes[Int(area.inode)] > area.first + page.rawValue { return true }
            }
            state.apply(operation)
        }
        return false
    }

    @Test(arguments: [0, 1, 99, .max] as [UInt64])
    func generationIsAFunctionOfTheSeed(seed: UInt64) {
        var first = Random(seed: seed)
        var second = Random(seed: seed)
        for index in 0..<50 {
            let masks = (SwarmMask(random: &first), SwarmMask(random: &second))
            #expect(masks.0 == masks.1)
            let one = Generator.make(mask: masks.0, random: &first)
            let two = Generator.make(mask: masks.1, random: &second)
            #expect(one == two, "seed \(seed), case \(index)")
        }
        #expect(first.next() == second.next(), "seed \(seed): the draws differ")
    }

    @Test(arguments: [7, 8] as [UInt64])
    func whatTheMaskSwitchesOffIsNotGenerated(seed: UInt64) {
        var random = Random(seed: seed)
        for index in 0..<500 {
            let mask = SwarmMask(random: &random)
            let subject = Generator.make(mask: mask, random: &random)
            for operation in subject.operations {
                #expect(mask.allows(operation.kind), "seed \(seed), case \(index): \(operation.text)")
                #expect(
                    mask.allows(modifiers: operation.call.modifiers), "seed \(seed), case \(index): \(operation.text)")
            }
            #expect(subject.faults.allSatisfy { mask.allows(site: $0.site) }, "seed \(seed), case \(index)")
        }
    }
}

@Suite struct FaultProposalTests {
    /// A task that waits for an operation of its own waits for ever: the workload after it is lost.
    @Test(arguments: [1, 2, 3] as [UInt64]) func aDelayEndsWithAnotherTask(seed: UInt64) throws {
        var random = Random(seed: seed)
        var delays = 0
        for _ in 0..<2000 {
            let subject = Generator.make(random: &random)
            for fault in subject.faults where fault.until != 0 && fault.until < OperationID.firstReserved {
                delays += 1
                let release = try #require(subject.operations.first { $0.id == fault.until }, "seed \(seed)")
                #expect(release.task != fault.task, "seed \(seed): \(subject.text)")
            }
        }
        #expect(delays > 20, "seed \(seed)")
    }
}
