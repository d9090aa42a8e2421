import Foundation
import RemovalFuzz
import Testing

@testable import DAXModel

/// Who can come to a step: too few and a finding could not be stored, too many and a mistake would pass.
@Suite struct PerformersTests {
    /// Every call that the sources spell out stands in the table of callees: `call(t, Path(`,
    /// wherever the line breaks.
    @Test func everyCallOfTheSourcesIsKnown() throws {
        let known = Set(Path.allCases.flatMap(\.row.callees) + OperationKind.allCases.compactMap(\.fileCallee))
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/DAXModel")
        let texts = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOf: sources.appending(path: $0), encoding: .utf8) }
        var names: [Substring: Substring] = [:]
        for text in texts {
            for match in text.matches(of: #/struct (\w+): KernelPath \{[\s\S]*?static var path: Path \{ \.(\w+) \}/#) {
                names[match.1] = match.2
            }
        }
        var calls = 0
        for text in texts {
            for match in text.matches(of: #/(?:call|callThenReturn|callForLine)\(\s*t,\s*(?:f,\s*)?([A-Z]\w+)\(/#) {
                calls += 1
                let callee = names[match.1]
                let path = Path.allCases.first { "\($0)" == callee }
                #expect(path.map(known.contains) == true, "a call of \(match.0)")
            }
        }
        #expect(calls > 60)
    }

    /// Kernel stacks of many executions: a caller's frame is always one whose path lists the callee's.
    @Test(arguments: Design.all.map(\.name))
    func everyStackIsMadeOfKnownCalls(design: String) throws {
        var random = Random(seed: 11)
        let target = try target(design)
        var stack: [StepID] = []
        for _ in 0..<60 {
            let subject = Generator.make(random: &random)
            var machine = Machine(target: target)
            machine.load(mkfs: subject.mkfs, operations: subject.operations, faults: subject.faults)
            for (index, operation) in subject.operations.enumerated() where operation.kind.entry != nil {
                let t = Int(operation.task)
                guard machine.isIdle(t) else { continue }
                machine.start(operation: index)
                while machine.isRunnable(t) && machine.operationID(of: t) == operation.id {
                    machine.copyKernelStack(of: t, into: &stack)
                    check(stack, operation.kind)
                    _ = machine.step(t)
                }
            }
        }
    }

    private func check(_ stack: [StepID], _ kind: OperationKind) {
        let table = StepTable.shared
        for step in stack { #expect(table.performers(of: step).contains(kind), "\(kind): \(table.qualified(step))") }
    }

    @Test func reservedPerformers() throws {
        let table = StepTable.shared
        func performers(_ name: String) throws -> Performers {
            table.performers(of: try #require(table.all.first { table.qualified($0) == name }))
        }
        let evict = try performers("evict:truncate_inode_pages_final")
        #expect(evict.contains(reserved: OperationID.exitBySignal) && !evict.contains(reserved: OperationID.inodegc))
        #expect(!evict.contains(reserved: OperationID.closing) && evict.contains(.munmap) && !evict.contains(.kill))
        let worker = try performers("xfs_inodegc_worker:llist_del_all")
        #expect(worker.contains(reserved: OperationID.inodegc))
        #expect(OperationKind.allCases.allSatisfy { !worker.contains($0) })
        let freeze = try performers("freeze_super:sb_freeze_write")
        #expect(freeze.contains(.freeze) && freeze.contains(.unbind) && !freeze.contains(.thaw))
    }

    /// An old name that exists again, or a new one that does not, would send a preemption nowhere.
    @Test func renamesLeadFromGoneStepsToOnesThatExist() {
        let names = Set(StepTable.shared.all.map { StepTable.shared.qualified($0) })
        for rename in StepTable.renames {
            #expect(!names.contains(rename.old) && names.contains(rename.new), "\(rename)")
            #expect(StepTable.shared.currentName(rename.old) == rename.new)
        }
        #expect(Set(StepTable.renames.map(\.old)).count == StepTable.renames.count)
        #expect(StepTable.shared.currentName("a:b") == "a:b")
    }
}
