// Running the machine: one step of one task, or several in a row.

extension Machine {
    /// Executes the task's pending step.
    /// - Precondition: the task is runnable.
    public mutating func step(_ t: Int) -> StepOutcome { advance(TaskID(t), alone: 1).outcome }

    /// One step of each task that can run when its turn comes, in the order of their numbers. While the closing is alone
    /// and inside something that moves on, its next rounds are taken at once.
    /// - Returns: whether anybody got on, and how many rounds that were, at most `limit`.
    public mutating func takeTurns(limit: Int) -> (moved: Bool, rounds: Int) {
        var moved = false
        var rounds = 1
        var ahead = runnableTasks
        let isAlone = ahead == 1 &<< TaskID.closer.index
        while ahead != 0 {
            let t = TaskID(ahead.trailingZeroBitCount)
            let taken = advance(t, alone: isAlone && t == .closer ? limit : 1).count
            rounds = max(rounds, taken)
            if t != .closer || closingMoves { moved = true }
            // Only the tasks after this one: it may have woken some of them.
            ahead = runnableTasks & (-2 &<< t.index)
        }
        return (moved, rounds)
    }

    /// One step of a task; and further ones up to `limit` while no other task can run and the stack is so deep that the
    /// closing is sure to move on.
    private mutating func advance(_ t: TaskID, alone limit: Int) -> Burst.End {
        let task = tasks.pointer(t)
        precondition(task.pointee.state == .runnable, "only a runnable task can be stepped")
        let alone = 1 &<< t.index
        var count = 0
        repeat {
            let frame = innermostFrame(t)
            let id = StepID(frame.pointee.path, frame.pointee.pc)
            count &+= 1
            memory.pointee.currentStep = id
            forgetTouches()
            let next = execute(t, frame)
            noteStep(id, t, task.pointee.operationID)
            switch next {
            case .next: frame.pointee.pc &+= 1
            case .jump(let step): frame.pointee.pc = step
            case .again, .called: break
            case .done, .wait, .waitKillable, .oops:
                let outcome = leave(next, t)
                guard outcome == .ran else {
                    noteSleep(t, isRetry: count == 1, outcome)
                    return Burst.End(outcome, count)
                }
            }
        } while count < limit && task.pointee.depth > 2 && runnableTasks == alone
        task.pointee.asleepSince = -1
        return Burst.End(.ran, count)
    }

    /// Counts and folds a step that was executed.
    @inline(__always) private mutating func noteStep(_ id: StepID, _ t: TaskID, _ operation: UInt16) {
        stepCount &+= 1
        digest.fold(stepHash(id) ^ (UInt64(operation) << 8 | UInt64(truncatingIfNeeded: t.index)))
    }

    /// Executes the task's steps, from the pending one on, until it cannot go on, its operation ends, or the burst is
    /// over.
    /// - Precondition: the task is runnable.
    public mutating func run(_ t: Int, _ burst: Burst) -> Burst.End { run(TaskID(t), burst) }

    @inline(__always) private mutating func run(_ t: TaskID, _ burst: Burst) -> Burst.End {
        let task = tasks.pointer(t)
        precondition(task.pointee.state == .runnable, "only a runnable task can be stepped")
        var frame = innermostFrame(t)
        var count = 0
        repeat {
            let id = StepID(frame.pointee.path, frame.pointee.pc)
            if count > 0 && burst.stops[Int(id.rawValue)] { break }
            burst.trace[count] = TaskPosition(task: t.index, operation: task.pointee.operationID, step: id)
            count &+= 1
            memory.pointee.currentStep = id
            forgetTouches()
            let next = execute(t, frame)
            noteStep(id, t, task.pointee.operationID)
            switch next {
            case .next:
                frame.pointee.pc &+= 1
            case .jump(let step):
                frame.pointee.pc = step
            case .again:
                break
            case .called:
                frame = innermostFrame(t)
            case .done, .wait, .waitKillable, .oops:
                let outcome = leave(next, t)
                guard outcome == .ran else {
                    noteSleep(t, isRetry: count == 1, outcome)
                    return Burst.End(outcome, count)
                }
                frame = innermostFrame(t)
            }
        } while count < burst.limit
        task.pointee.asleepSince = -1
        return Burst.End(.ran, count)
    }

    /// A task that was woken begins a burst with the step that it slept at.
    @inline(__always) private mutating func noteSleep(_ t: TaskID, isRetry: Bool, _ outcome: StepOutcome) {
        guard outcome == .blocked else { return tasks[t].asleepSince = -1 }
        if !isRetry || tasks[t].asleepSince < 0 { tasks[t].asleepSince = Int32(truncatingIfNeeded: stepCount - 1) }
    }

    /// The step was the path's last, or could not be executed.
    @inline(__always) private mutating func leave(_ next: Next, _ t: TaskID) -> StepOutcome {
        switch next {
        case .done(let result):
            return finishPath(t, result)
        case .wait(let channel):
            return block(t, channel, killable: false)
        case .waitKillable(let channel):
            return block(t, channel, killable: true)
        case .oops:
            violations.oopsed = true
            digest.fold(0x6f6f7073 as UInt64)
            makeTaskDead(t)
            return .oopsed
        case .next, .again, .jump, .called:
            return .ran
        }
    }

    private mutating func finishPath(_ t: TaskID, _ result: Int) -> StepOutcome {
        digest.fold(result)
        tasks[t].result = result
        tasks[t].depth -= 1
        guard tasks[t].depth == 0 else { return .ran }
        if tasks[t].state == .dead || tasks[t].state == .oopsed { return .ended }
        emit(.operationEnded(result: result), t)
        noteOperationEnd(t, result)
        releaseDelays(t)
        setState(t, .idle)
        writes(.task, t)
        tasks[t].operation = .none
        returnToUserMode(t)
        return tasks[t].state == .idle ? .ended : .ran
    }

    /// A tuple of abstract state at the end of each operation, as a feature of the search.
    private mutating func noteOperationEnd(_ t: TaskID, _ result: Int) {
        // What only the search looks at is not touched.
        let (sb, removal) = (memory.pointee.state.fileSystem.sb, memory.pointee.state.watching.removal)
        var state = UInt64(truncatingIfNeeded: min(0, result)) << 8 | UInt64(sb.frozen.rawValue)
        if sb.shutdown != .none { state |= 1 << 4 }
        if removal.notified { state |= 1 << 5 }
        if removal.killed { state |= 1 << 6 }
        if removal.pagesGone { state |= 1 << 7 }
        features.note((stepHash(StepID(frames[FrameID(of: t, depth: 0)].path, 0)) ^ state) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// A feature of the search: before this step, another task goes on in that path.
    public mutating func notePreemption(at step: StepID, by t: Int) {
        let other = frames[innermostIndex(TaskID(t))].path
        features.note(stepHash(step) &* 3 ^ stepHash(StepID(other, 0)))
    }
}
