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
        #expect(complaint(Operation(id: 0xFEFF, task: 7, call: .unbind)) == "valid")
        #expect(
            complaint(Operation(id: 0xFF00, task: 0, call: .unbind))
                == "operation at index 0: found 65280, expected an operation's id, a number from 1 to 65279")
        #expect(
            complaint(Operation(id: 0, task: 0, call: .unbind))
                == "operation at index 0: found 0, expected an operation's id, a number from 1 to 65279")
        #expect(
            complaint(Operation(id: 1, task: 8, call: .unbind))
                == "operation at index 0: found t8, expected a task from t0 to t7")
        #expect(
            complaint(Operation(id: 1, task: 0, call: .rename(0, to: 4)))
                == "operation at index 0: found f4, expected a file from f0 to f3")
        #expect(
            complaint(Operation(id: 1, task: 0, call: .store(4, page: 0)))
                == "operation at index 0: found m4, expected a mapping from m0 to m3")
        #expect(
            complaint(Operation(id: 1, task: 0, call: .write(0, PageRange(255, count: 255))))
                == "operation at index 0: found pages 255+255, expected \(PageRange.expected)")
        #expect(
            complaint(Operation(id: 1, task: 0, call: .kill(8)))
                == "operation at index 0: found t8, expected a task from t0 to t7")
    }

    /// Every number of every kind is refused one above and one below its range.
    @Test func everyNumberIsBounded() {
        var refused = 0
        for kind in OperationKind.allCases {
            for isAbove in [true, false] {
                for index in 0... {
                    var operation = Operation(id: 1, task: 0, call: kind.form.blank)
                    var excess = Excess(rest: index, isAbove: isAbove)
                    operation.call.visitArguments(&excess)
                    guard excess.rest < 0 else { break }
                    guard let expected = excess.expected else { continue }
                    #expect(complaint(operation).contains(expected), "\(kind), number \(index)")
                    refused += 1
                }
            }
        }
        // All the numbers of all kinds above, the rounds of a loop below.
        #expect(refused == 32)
    }

    /// Puts the number that `rest` others come before one above or below its range.
    private struct Excess: ArgumentVisitor {
        var rest: Int
        let isAbove: Bool
        private(set) var expected: String?

        init(rest: Int, isAbove: Bool) {
            self.rest = rest
            self.isAbove = isAbove
        }

        mutating func number<Number: WrittenNumber>(_ number: inout Number) {
            rest -= 1
            guard rest == -1, isAbove || Number.range.lowerBound > 0 else { return }
            number = Number(UInt8(isAbove ? Number.range.upperBound + 1 : Number.range.lowerBound - 1))
            expected = Number.expected
        }

        func pages(_ pages: inout PageRange) {}
        func choice(_ words: [String], _ index: inout Int) {}
        func option(_ word: String, _ isSet: inout Bool) {}
    }

    @Test func fieldsOfFaultsAreBounded() {
        func with(_ fault: Fault) -> String {
            complaint(Case(operations: [Operation(id: 3, task: 0, call: .load(0, page: 0))], faults: [fault]))
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
            let operations = [Operation(id: 3, task: 0, call: .unbind), Operation(id: 4, task: 1, call: .mount)]
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

    /// Rounds that an execution would leave out are no part of what a case says it does.
    @Test func loopsStartNoMoreThanAnExecutionDoes() {
        func loops(_ count: UInt16, rounds: Rounds, background: Bool = false) -> Case {
            Case(
                operations: (0..<count).flatMap { index in
                    [
                        Operation(id: 3 * index + 1, task: 0, call: .repeat(rounds, background: background)),
                        Operation(id: 3 * index + 2, task: 0, call: .close(0)),
                        Operation(id: 3 * index + 3, task: 0, call: .end),
                    ]
                })
        }
        let most = UInt16(Limits.starts / Limits.rounds)
        #expect(complaint(loops(most, rounds: 64)) == "valid")
        #expect(
            complaint(loops(most + 1, rounds: 64))
                == "operation at index 24: found 576 operations to start, the rounds of all loops counted one by one, "
                + "expected at most 512")
        #expect(complaint(loops(most + 1, rounds: 64, background: true)) == "valid", "nothing follows them")
        var repaired = loops(most + 1, rounds: 64)
        repaired.repair()
        #expect(
            complaint(repaired) == "valid" && repaired.operations.count == loops(most + 1, rounds: 64).operations.count)
    }

    @Test func canonicalDropsLaterPreemptionsOfOneKey() {
        let first = Preemption(task: 0, operation: 3, step: "unbind_store:kill_dax", occurrence: 0, run: 1)
        var second = first
        second.run = 2
        let operations = [
            Operation(id: 3, task: 0, call: .unbind), Operation(id: 4, task: 1, call: .mount),
            Operation(id: 5, task: 2, call: .mount),
        ]
        let value = Case(operations: operations, preemptions: [first, second])
        #expect(complaint(value).contains("second preemption of the same step"))
        #expect(value.canonical.preemptions == [first])
        #expect(complaint(value.canonical) == "valid")
        #expect(value.hash == value.canonical.hash)
        #expect(value.encoded == value.canonical.encoded)
        #expect(value.text == value.canonical.text)
    }
}
