import RemovalFuzz
import Testing

@testable import DAXModel

/// What an oracle says of a case: object and detail of each of its violations, sorted, each once.
func verdict(_ oracle: Oracle, _ subject: Case, _ target: Target) -> [String] {
    var executor = Executor(target: target)
    return words(of: executor.run(subject).violations, by: oracle)
}

/// Object and detail of an oracle's violations, sorted, each once.
func words(of violations: [Violation], by oracle: Oracle) -> [String] {
    let words = violations.filter { $0.oracle == oracle }.map { found in
        found.object.name + (found.detail.name.map { "/" + $0 } ?? "")
    }
    return Set(words).sorted()
}

/// The reference design, which keeps every promise, with one step done wrong.
func reference(_ step: FaultyStep) throws -> Target {
    Target(try #require(Design.named("reference")), faulty: step)
}

/// Runs cases in the order of their operations and lets a test damage the state by hand in between.
enum DamagedRun {
    /// The violations of a run in which `damage` changes the state once, right before `step` ("path:step") is executed
    /// for the `occurrence`-th time, from 0.
    static func violations(
        of subject: Case, on target: Target, before step: String, occurrence: Int = 0,
        damage: (borrowing Machine) -> Void
    ) throws -> [Violation] {
        var machine = Machine(target: target)
        machine.load(mkfs: subject.mkfs, operations: subject.operations, faults: subject.faults)
        var left = occurrence + 1
        for index in subject.operations.indices where machine.isIdle(Int(subject.operations[index].task)) {
            machine.start(operation: index)
            while machine.runnableTasks != 0 { turn(&machine, step, &left, damage) }
        }
        machine.beginClosing()
        var rounds = 0
        while !machine.isClosed && rounds < 1000 {
            turn(&machine, step, &left, damage)
            rounds += 1
        }
        if !machine.isClosed { machine.reportStuck() }
        #expect(left <= 0, "the run never came to \(step)")
        return (0..<machine.violationCount).map { machine.violation($0) }
    }

    /// One step of each task that can run.
    private static func turn(
        _ machine: inout Machine, _ step: String, _ left: inout Int, _ damage: (borrowing Machine) -> Void
    ) {
        for task in 0..<Limits.tasks where machine.isRunnable(task) {
            if StepTable.shared.qualified(machine.pendingStep(of: task)) == step {
                left -= 1
                if left == 0 { damage(machine) }
            }
            _ = machine.step(task)
        }
    }
}
