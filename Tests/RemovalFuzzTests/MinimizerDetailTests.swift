import DAXModel
import Testing

@testable import RemovalFuzz

@Suite struct MinimizerDetailTests {
    /// Two stores, wherever they come from: written twice they are shorter than a loop.
    @Test func unrollsShortLoops() {
        let base = Case(operations: [
            Operation(id: 1, task: 0, call: .repeat(50, background: false)),
            Operation(id: 2, task: 0, call: .store(0, page: 0)),
            Operation(id: 3, task: 1, call: .mount), Operation(id: 4, task: 0, call: .end),
        ])
        let result = Minimizer.minimize(base, trial: SyntheticTrial.when { stores($0) >= 2 })
        #expect(result.best.operations.map(\.kind) == [.store, .store])
        #expect(result.isOneMinimal)
    }

    /// Nine stores need a loop, of nine rounds and not more.
    @Test func shortensLongLoops() {
        let base = Case(operations: [
            Operation(id: 1, task: 0, call: .repeat(50, background: true)),
            Operation(id: 2, task: 0, call: .store(0, page: 0)), Operation(id: 3, task: 0, call: .fsync(0)),
            Operation(id: 4, task: 0, call: .end),
        ])
        let result = Minimizer.minimize(base, trial: SyntheticTrial.when { stores($0) >= 9 })
        #expect(result.best.operations.map(\.kind) == [.repeat, .store, .end])
        #expect(result.best.operations.first?.call == .repeat(9, background: false))
        #expect(result.isOneMinimal)
    }

    private func stores(_ subject: Case) -> Int {
        var rounds = [Rounds](repeating: 1, count: Limits.userTasks)
        var count = 0
        for operation in subject.operations {
            switch operation.call {
            case .repeat(let number, _): rounds[Int(operation.task)] = number
            case .end: rounds[Int(operation.task)] = 1
            case .store: count += rounds[Int(operation.task)].number
            default: break
            }
        }
        return count
    }

    /// The arguments depend on each other: the store's page on the mapping's first one.
    @Test func simplifiesArgumentsTasksAndSlots() {
        let base = Case(
            mkfs: MkfsOptions(rmapbt: false),
            operations: [
                Operation(id: 7, task: 6, call: .create(3, 2)),
                Operation(
                    id: 9, task: 6, call: .mmap(3, 2, PageRange(2, count: 4), [.shared, .write, .sync])),
                Operation(id: 11, task: 6, call: .store(3, page: 1)),
            ])
        func holds(_ subject: Case) -> Bool {
            guard subject.operations.count == 3,
                case .create(_, let created) = subject.operations[0].call,
                case .mmap(let mapping, let mapped, let pages, let flags) = subject.operations[1].call,
                case .store(let stored, let page) = subject.operations[2].call
            else { return false }
            return created == mapped && mapping == stored && page.rawValue < pages.count
                && pages.first + page.rawValue >= 3 && flags.contains(.write)
        }
        let result = Minimizer.minimize(base, trial: SyntheticTrial.when(holds))
        let expected = Case(operations: [
            Operation(id: 1, task: 0, call: .create(0, 0)),
            Operation(id: 2, task: 0, call: .mmap(0, 0, PageRange(3, count: 1), [.shared, .write])),
            Operation(id: 3, task: 0, call: .store(0, page: 0)),
        ])
        #expect(result.best == expected, "\(result.best.text)")
    }

    /// The operations of one task stand together where the order between tasks does not matter.
    @Test func groupsTheOperationsOfATask() {
        var base = Case()
        for id in 1...8 as ClosedRange<UInt16> {
            let task = UInt8(id + 1) % 2
            base.operations.append(Operation(id: id, task: task, call: task == 0 ? .fsync(0) : .dropCaches))
        }
        let result = Minimizer.minimize(
            base,
            trial: SyntheticTrial.when { subject in
                let first = subject.operations.first?.task
                return subject.operations.count == 8 && subject.tasksInOrder.count == 2
                    && subject.operations.allSatisfy { ($0.kind == .fsync) == ($0.task == first) }
            })
        #expect(result.best.operations.map(\.task) == [0, 0, 0, 0, 1, 1, 1, 1])
        #expect(result.best.operations.map(\.id) == [1, 2, 3, 4, 5, 6, 7, 8])
    }

    /// The decision sits in an operation that is not needed; another schedule has to be found, and it is written down.
    @Test func bakesTheDecisionsOfSeededSchedules() throws {
        var base = Case()
        for id in 1...12 as ClosedRange<UInt16> {
            base.operations.append(Operation(id: id, task: UInt8(id - 1) % 3, call: .store(0, page: 0)))
        }
        base.preemptions = [
            Preemption(task: 0, operation: 1, step: "user_access:user_instruction", occurrence: 0, run: 1),
            Preemption(task: 1, operation: 5, step: "user_access:user_instruction", occurrence: 0, run: 2),
        ]
        // Two interrupted stores; a seeded schedule finds them in the first two operations.
        func trial(_ subject: Case, _ plan: SchedulePlan) -> Execution? {
            var execution = Execution()
            execution.preemptions = subject.preemptions
            if case .bounded(let seed, 2..., _) = plan, seed & 1 == 0, subject.operations.count >= 2 {
                execution.preemptions = subject.operations.prefix(2).map {
                    Preemption(
                        task: $0.task, operation: $0.id, step: "user_access:user_instruction", occurrence: 0,
                        run: UInt8(Limits.inodegcWorker))
                }
            }
            let interrupted = subject.operations.filter { operation in
                execution.preemptions.contains { $0.operation == operation.id }
            }
            return interrupted.count >= 2 ? execution : nil
        }
        let result = Minimizer.minimize(base, trial: trial)
        try result.best.validate()
        #expect(result.best.operations.count == 2 && result.best.preemptions.count == 2)
        #expect(trial(result.best, .recorded) != nil)
        #expect(result.isOneMinimal && result.isVerified)
    }

    /// Faults that do not strike, and preemptions that do not take place, are dropped.
    @Test func dropsWhatDidNotHappen() {
        var base = SyntheticTrial.noise(seed: 8)
        base.preemptions.append(Preemption(task: 6, operation: 60003, step: "no:where", occurrence: 0, run: 5))
        let result = Minimizer.minimize(base) { subject, plan in
            guard plan == .recorded, SyntheticTrial.needsPreemption(subject) else { return nil }
            var execution = Execution()
            execution.preemptions = subject.preemptions.filter { $0.step.hasPrefix("dax") }
            return execution
        }
        #expect(result.best.faults.isEmpty && result.best.preemptions.count == 1)
        #expect(result.droppedFaults == base.faults.count)
    }
}
