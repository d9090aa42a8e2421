import DAXModel
import Testing

@testable import RemovalFuzz

@Suite struct CaseValidationTests {
    private func complaint(_ value: Case) -> String {
        do throws(CaseError) { try value.validate() } catch { return error.description }
        return "valid"
    }

    private func complaint(_ operation: Operation) -> String { complaint(Case(operations: [operation])) }

    @Test func randomCasesAreValid() throws {
        for seed in 0..<200 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            #expect(complaint(random.case(noise: true)) == "valid", "seed \(seed)")
        }
    }

    @Test func rangesOfOperations() {
        #expect(complaint(Operation(id: 0xFEFF, task: 7, kind: .unbind)) == "valid")
        #expect(
            complaint(Operation(id: 0xFF00, task: 0, kind: .unbind))
                == "operation at index 0: found 65280, expected an operation's id, a number from 1 to 65279")
        #expect(
            complaint(Operation(id: 0, task: 0, kind: .unbind))
                == "operation at index 0: found 0, expected an operation's id, a number from 1 to 65279")
        #expect(
            complaint(Operation(id: 1, task: 8, kind: .unbind))
                == "operation at index 0: found t8, expected a task from t0 to t7")
        #expect(
            complaint(Operation(id: 1, task: 0, kind: .rename, page: 4))
                == "operation at index 0: found f4, expected a file from f0 to f3")
        #expect(
            complaint(Operation(id: 1, task: 0, kind: .store, mapping: 4))
                == "operation at index 0: found m4, expected a mapping from m0 to m3")
        #expect(
            complaint(Operation(id: 1, task: 0, kind: .write, page: 255, count: 255))
                == "operation at index 0: found pages 255+255, expected \(Operation.pagesExpected)")
        #expect(
            complaint(Operation(id: 1, task: 0, kind: .kill, target: 8))
                == "operation at index 0: found t8, expected a task from t0 to t7")
    }

    /// Every number of every kind is refused one above and one below its range.
    @Test func everyNumberIsBounded() {
        for kind in OperationKind.allCases {
            for case .number(let number) in kind.form.arguments {
                var operation = Operation(id: 1, task: 0, kind: kind, page: 1)
                operation[number.field] = UInt8(number.range.upperBound + 1)
                #expect(complaint(operation).contains(number.expected), "\(kind)")
                guard number.range.lowerBound > 0 else { continue }
                operation[number.field] = UInt8(number.range.lowerBound - 1)
                #expect(complaint(operation).contains(number.expected), "\(kind)")
            }
        }
    }

    @Test func fieldsOfFaultsAreBounded() {
        func with(_ fault: Fault) -> String {
            complaint(Case(operations: [Operation(id: 3, task: 0, kind: .load)], faults: [fault]))
        }
        #expect(with(Fault(site: .mediaError, task: 0, operation: 3)) == "valid")
        #expect(with(Fault(site: .mediaError, task: 10, operation: 3)).contains("found t10"))
        #expect(with(Fault(site: .mediaError, task: 0, operation: 3, until: 9)) == "valid")
        #expect(with(Fault(site: .mediaError, task: 0, operation: 3, file: 4)).contains("found file f4 page 0"))
        #expect(with(Fault(site: .mediaError, task: 0, operation: 3, page: 8)).contains("found file f0 page 8"))
    }

    @Test func fieldsOfPreemptionsAreBounded() {
        func with(task: UInt8 = 0, step: String = "unbind_store:kill_dax", run: UInt8 = 1) -> String {
            let preemption = Preemption(task: task, operation: 3, step: step, occurrence: 0, run: run)
            let operations = [Operation(id: 3, task: 0, kind: .unbind), Operation(id: 4, task: 1, kind: .mount)]
            return complaint(Case(operations: operations, preemptions: [preemption]))
        }
        #expect(with() == "valid")
        #expect(with(task: 10).contains("found t10"))
        #expect(with(run: 10).contains("found t10"))
        let long = String(repeating: "a", count: 95) + ":b"
        for step in ["", ":", "a:", ":b", "a", "a:b:c", "a b:c", "a:é", "a:\n", long] {
            #expect(with(step: step).contains("expected a step as path:step"), "\(step)")
        }
    }

    @Test func canonicalDropsLaterPreemptionsOfOneKey() {
        let first = Preemption(task: 0, operation: 3, step: "unbind_store:kill_dax", occurrence: 0, run: 1)
        var second = first
        second.run = 2
        let operations = [
            Operation(id: 3, task: 0, kind: .unbind), Operation(id: 4, task: 1, kind: .mount),
            Operation(id: 5, task: 2, kind: .mount),
        ]
        let value = Case(operations: operations.map(\.canonical), preemptions: [first, second])
        #expect(complaint(value).contains("second preemption of the same step"))
        #expect(value.canonical.preemptions == [first])
        #expect(complaint(value.canonical) == "valid")
        #expect(value.hash == value.canonical.hash)
        #expect(value.encoded == value.canonical.encoded)
        #expect(value.text == value.canonical.text)
    }
}
