import DAXModel

/// Notes what can be seen from outside of the kernel.
struct ObservationRecorder: Recorder {
    private(set) var seen = Observation()
    /// Index of each task's current call, or -1.
    private var current = [Int](repeating: -1, count: Limits.tasks)
    private var shutdown = 0
    private var isClosing = false

    mutating func begins(_ start: RecordedStart, _ machine: borrowing Machine) {
        guard start.operation != nil else { return }
        noteSleepers(machine)
        current[start.task] = seen.calls.count
        seen.calls.append(Observation.Call(id: start.id, task: start.task, outcome: .unfinished))
    }

    mutating func executed(_ step: RecordedStep, _ machine: borrowing Machine) {
        if step.runnable.nonzeroBitCount > 1 && !isClosing { seen.hadChoice = true }
        while seen.writers.count < machine.writeCount { seen.writers.append(step.operation) }
        switch step.end {
        case .returned(let result): end(step.task, .returned(result))
        case .killed(let result): end(step.task, ObservationRecorder.outcome(ofKilled: result))
        case .oopsed:
            let table = StepTable.shared
            let names = [table.step(step.id)] + step.stack.map { table.path($0) }
            seen.oopses.append(Observation.Oops(task: step.task, stack: names))
            end(step.task, .oopsed)
        case nil: break
        }
        noteStates(machine)
        if let move = Closing(step.id) { noteClosing(move, machine) }
    }

    /// A task that dies on its way back to user space cannot tell what its call returned, but its own signal can.
    private static func outcome(ofKilled result: Int) -> Observation.Outcome {
        Operation.isSignal(result: result) ? .returned(result) : .killed
    }

    /// Preempted tasks do not sleep: they are able to run.
    private mutating func noteSleepers(_ machine: borrowing Machine) {
        for task in current.indices where current[task] >= 0 && machine.isBlocked(task) {
            seen.calls[current[task]].slept = true
        }
    }

    private mutating func end(_ task: Int, _ outcome: Observation.Outcome) {
        guard current[task] >= 0 else { return }
        seen.calls[current[task]].outcome = outcome
        current[task] = -1
    }

    private mutating func noteStates(_ machine: borrowing Machine) {
        if machine.shutdownFlags != shutdown {
            shutdown = machine.shutdownFlags
            if shutdown != 0 { seen.shutdowns.append(shutdown) }
        }
        for task in 0..<Limits.userTasks
        where machine.isSignalledByRemoval(task) && !seen.signalled.contains(task) {
            seen.signalled.append(task)
            seen.signalled.sort()
        }
    }

    private mutating func noteClosing(_ move: Closing, _ machine: borrowing Machine) {
        let result = machine.result(of: Limits.closer)
        switch move {
        case .kill_all_tasks: seen.closing.wasAttached = machine.isAttached
        case .umount_done: seen.closing.umount = result
        case .remount_done: seen.closing.mount = result
        case .verify: seen.closing.files = (0..<Limits.names).map { machine.listFile($0) }
        case .final_umount_done: seen.closing.lastUmount = result
        case .deliver_signals, .reattach, .fithaw, .fithaw_done, .wait_for_tasks, .umount, .wait_for_super,
            .wait_for_device, .rebind, .remount, .final_umount, .balance:
            break
        }
    }

    mutating func closingBegins(_ machine: borrowing Machine) {
        noteSleepers(machine)
        for task in 0..<Limits.tasks where machine.isBlocked(task) {
            let step = StepTable.shared.qualified(machine.pendingStep(of: task))
            seen.sleepers.append(Observation.Sleeper(task: task, step: step))
        }
        // What ends from here on, ends because the closing lets it.
        for task in current.indices { current[task] = -1 }
        isClosing = true
    }

    mutating func isStuck(_ machine: borrowing Machine) {
        seen.closing.stuck = ObservationRecorder.standstill(of: machine)
        for task in 0..<Limits.userTasks where machine.isBlocked(task) { seen.closing.left.append(task) }
    }

    private static func standstill(of machine: borrowing Machine) -> Observation.Standstill {
        guard !machine.isGone(Limits.closer) else { return .gone }
        let step = machine.pendingStep(of: Limits.closer)
        return Closing(step).map { .move($0) } ?? .inside(step)
    }
}
