/// `do_exit`: of one thread; the last thread of a group takes the mm and the files with it.
struct DoExit: KernelPath {
    enum Step: UInt8, PathSteps {
        case exit_signals, exit_mm, unmap_vmas, exit_files, filp_close, exit_fs, exit_notify
    }
    static var path: Path { .do_exit }
    /// The descriptors not closed yet.
    var left = DescriptorID.first(0)
    /// `exit_group`: the other threads have to exit too.
    let wholeGroup: Bool

    init(wholeGroup: Bool = false) { self.wholeGroup = wholeGroup }
}

extension Machine {
    mutating func doExit(_ t: TaskID, _ f: Activation<DoExit>) -> Next {
        let process = tasks[t].process
        switch f.step {
        case .exit_signals:
            if f.locals.wholeGroup { killOtherThreads(t, process) }
            return .next
        case .exit_mm:
            if processes[process].leader == t { processes[process].leaderExited = true }
            processes[process].threads -= 1
            return processes[process].threads == 0 ? .next : .to(DoExit.Step.exit_notify)
        case .unmap_vmas:
            reads(.areas, process)
            for area in AreaID.first(areaBound) where areas[area].used && areas[area].process == process {
                return call(t, Fput(file: unlinkArea(area)), then: DoExit.Step.unmap_vmas)
            }
            return .next
        case .exit_files:
            f.locals.left = process.descriptors
            return .next
        case .filp_close:
            while let slot = f.locals.left.next() {
                let file = descriptors[slot]
                guard !file.isNone else { continue }
                descriptors[slot] = .none
                return call(t, Fput(file: file), then: DoExit.Step.filp_close)
            }
            return .next
        case .exit_fs:
            processes[process].cwdInside = false
            return .next
        case .exit_notify:
            if processes[process].threads == 0 { processes[process].alive = false }
            writes(.signals, process)
            writes(.task, t)
            setState(t, tasks[t].isOopsed ? .oopsed : .dead)
            wake(Channel(.exit))
            return .done(0)
        }
    }

    /// `make_task_dead`: a task that dies in the kernel still gives its mm and its files back, but not the locks and
    /// references that its stack held. One that dies while it exits stays where it is ("Fixing recursive fault").
    mutating func makeTaskDead(_ t: TaskID) {
        writes(.task, t)
        if !tasks[t].process.isNone { writes(.signals, tasks[t].process) }
        guard t.isUser, frames[FrameID(of: t, depth: 0)].path != .do_exit else {
            return setState(t, .oopsed)
        }
        tasks[t].isOopsed = true
        startReserved(t, id: OperationID.exitBySignal, DoExit())
    }

    private mutating func killOtherThreads(_ t: TaskID, _ process: ProcessID) {
        processes[process].exiting = true
        for thread in TaskID.users
        where thread != t && tasks[thread].process == process && !isGone(thread) {
            tasks[thread].killed = true
            signalWakeUp(thread)
        }
    }
}
