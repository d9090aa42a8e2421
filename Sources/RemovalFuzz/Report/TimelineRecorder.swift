import DAXModel

/// Writes down every step, and what it changed.
struct TimelineRecorder: Recorder {
    private(set) var events: [Timeline.Event] = []
    private(set) var waits: [Wait] = []
    /// By task: the last operation, and which start of all it was.
    private var starts = [(id: UInt16, number: Int, text: String)](repeating: (0, -1, ""), count: Limits.tasks)
    private var startCount = 0
    private var facts: [Machine.Fact] = []

    mutating func loaded(_ machine: borrowing Machine) { facts = machine.summary() }

    mutating func begins(_ start: RecordedStart, _ machine: borrowing Machine) {
        // Of what the kernel does by itself, the rounds of one task in a row are told as one.
        guard start.operation != nil || starts[start.task].id != start.id else { return }
        startCount += 1
        starts[start.task] = (start.id, startCount, start.operation?.text ?? CaseNames.operation(start.id))
    }

    mutating func executed(_ step: RecordedStep, _ machine: borrowing Machine) {
        var notes = changes(machine)
        switch step.outcome {
        case .ran, .ended: break
        case .blocked: notes.append("sleeps")
        case .oopsed: notes.append("OOPS: the task dies here and keeps what it holds")
        }
        for index in step.violations { notes.append("VIOLATION " + machine.violation(index).signature) }
        let start = starts[step.task]
        events.append(
            Timeline.Event(
                task: step.task, operation: start.text, start: start.number, id: step.id, depth: step.stack.count,
                notes: notes, result: TimelineRecorder.result(of: step.end)))
    }

    private static func result(of end: RecordedStep.End?) -> String? {
        switch end {
        case .returned(let result), .killed(let result): Operation.describe(result: result)
        case .oopsed, nil: nil
        }
    }

    /// What the step changed, object by object.
    private mutating func changes(_ machine: borrowing Machine) -> [String] {
        let now = machine.summary()
        var notes: [String] = []
        for fact in now where !facts.contains(fact) {
            notes.append(fact.object + ": " + fact.value)
        }
        for fact in facts where !now.contains(where: { $0.object == fact.object }) {
            notes.append(fact.object + ": none")
        }
        facts = now
        return notes
    }

    mutating func isStuck(_ machine: borrowing Machine) { waits = machine.waits() }
}
