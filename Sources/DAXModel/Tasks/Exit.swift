/// `do_exit`: of one thread; the last thread of a group takes the mm and the files with it.
enum DoExit: UInt8, PathSteps {
    case exit_signals, exit_mm, unmap_vmas, exit_files, filp_close, exit_fs, exit_notify
}

extension Machine {
    mutating func doExit(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        let process = tasks[t].process
        switch DoExit(rawValue: f.pointee.pc)! {
        case .exit_signals:
            if f.pointee.flags.contains(.group) { killOtherThreads(t, process) }
            return .next
        case .exit_mm:
            if processes[process].leader == t { processes[process].leaderExited = true }
            processes[process].threads -= 1
            return processes[process].threads == 0 ? .next : .to(DoExit.exit_notify)
        case .unmap_vmas:
            for area in 0..<areaBound where areas[area].used && areas[area].process.index == process {
                return call(t, .fput, file: unlinkArea(area), then: DoExit.unmap_vmas)
            }
            return .next
        case .exit_files:
            f.pointee.cursor = 0
            return .next
        case .filp_close:
            while f.pointee.cursor < Limits.descriptors {
                let slot = process * Limits.descriptors + f.pointee.cursor
                let file = descriptors[slot]
                f.pointee.cursor += 1
                guard file >= 0 else { continue }
                descriptors[slot] = -1
                return call(t, .fput, file: file, then: DoExit.filp_close)
            }
            return .next
        case .exit_fs:
            processes[process].cwdInside = false
            return .next
        case .exit_notify:
            if processes[process].threads == 0 { processes[process].alive = false }
            setState(t, tasks[t].isOopsed ? .oopsed : .dead)
            wake(Channel(.exit))
            return .done(0)
        }
    }

    /// `make_task_dead`: a task that dies in the kernel still gives its mm and its files back, but not the locks and
    /// references that its stack held. One that dies while it exits stays where it is ("Fixing recursive fault").
    mutating func makeTaskDead(_ t: Int) {
        guard t < Limits.userTasks, frames[t * Limits.stackDepth].path != .do_exit else {
            return setState(t, .oopsed)
        }
        tasks[t].isOopsed = true
        startReserved(t, id: OperationID.exitBySignal, path: .do_exit)
    }

    private mutating func killOtherThreads(_ t: Int, _ process: Int) {
        processes[process].exiting = true
        for thread in 0..<Limits.userTasks
        where thread != t && tasks[thread].process == process && !isGone(thread) {
            tasks[thread].killed = true
            signalWakeUp(thread)
        }
    }
}
