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

/// Runs cases in the order of their operations and lets a test change the state by hand in between.
struct DamagedRun: ~Copyable {
    typealias Change = (inout Machine) -> Void

    private var machine: Machine
    /// By step, "path:step": how often it is still let by, and what is done before it is executed then.
    private var changes: [String: (left: Int, change: Change)]

    /// The violations of a run in which `damage` changes the state once, right before `step` ("path:step") is executed
    /// for the `occurrence`-th time, from 0.
    static func violations(
        of subject: Case, on target: Target, before step: String, occurrence: Int = 0, damage: @escaping Change
    ) throws -> [Violation] {
        try violations(of: subject, on: target, changes: [step: (occurrence, damage)])
    }

    /// As above, with changes before several steps.
    static func violations(
        of subject: Case, on target: Target, changes: [String: (left: Int, change: Change)]
    ) throws -> [Violation] {
        var run = DamagedRun(machine: Machine(target: target), changes: changes)
        run.execute(subject)
        for (step, change) in run.changes { #expect(change.left < 0, "the run never came to \(step)") }
        return (0..<run.machine.violationCount).map { run.machine.violation($0) }
    }

    private mutating func execute(_ subject: Case) {
        machine.load(mkfs: subject.mkfs, operations: subject.operations, faults: subject.faults)
        for index in subject.operations.indices where machine.isIdle(Int(subject.operations[index].task)) {
            machine.start(operation: index)
            while machine.runnableTasks != 0 { turn() }
        }
        machine.beginClosing()
        var rounds = 0
        while !machine.isClosed && rounds < 1000 {
            turn()
            rounds += 1
        }
        if !machine.isClosed { machine.reportStuck() }
    }

    /// One step of each task that can run.
    private mutating func turn() {
        for task in 0..<Limits.tasks where machine.isRunnable(task) {
            let step = StepTable.shared.qualified(machine.pendingStep(of: task))
            if let change = changes[step], change.left >= 0 {
                changes[step]?.left -= 1
                if change.left == 0 { change.change(&machine) }
            }
            _ = machine.step(task)
        }
    }
}
