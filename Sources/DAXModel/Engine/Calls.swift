// The kernel stack of a task: calls, locals and results, as steps use them.

extension Machine {
    /// Pushes a callee's frame; the caller goes on with its next step when the callee returns.
    @inline(__always) mutating func call<P: KernelPath>(_ t: TaskID, _ callee: P) -> Next {
        let caller = innermostFrame(t)
        let step = StepID(caller.pointee.path, caller.pointee.pc)
        caller.pointee.pc &+= 1
        push(t, callee, from: step)
        return .called
    }

    /// As `call`, but the caller goes on with a step of its choice.
    @inline(__always) mutating func call<P: KernelPath, S: PathSteps>(_ t: TaskID, _ callee: P, then step: S) -> Next {
        let caller = innermostFrame(t)
        let from = StepID(caller.pointee.path, caller.pointee.pc)
        caller.pointee.pc = step.rawValue
        push(t, callee, from: from)
        return .called
    }

    /// Replaces the current frame by a callee's, which returns in its place, to its caller.
    @inline(__always) mutating func callThenReturn<P: KernelPath>(_ t: TaskID, _ callee: P) -> Next {
        let caller = innermostFrame(t).pointee.caller
        tasks[t].depth -= 1
        push(t, callee, from: caller)
        return .called
    }

    @inline(__always) mutating func push<P: KernelPath>(_ t: TaskID, _ callee: P, from caller: StepID) {
        precondition(MemoryLayout<P>.size <= Frame.localsSize, "more locals than a frame has room for")
        let depth = Int(tasks[t].depth)
        precondition(depth < Limits.stackDepth, "kernel stack overflow")
        tasks[t].depth = Int8(truncatingIfNeeded: depth &+ 1)
        let frame = frames.pointer(innermostIndex(t))
        frame.pointee = Frame(P.path, from: caller)
        Activation<P>(frame: frame).locals = callee
    }

    /// Result of the callee that returned last.
    @inline(__always) func result(_ t: TaskID) -> Int { tasks[t].result }

    /// The innermost frame of the task's kernel stack.
    /// - Precondition: the task is inside an operation.
    @inline(__always) mutating func innermostFrame(_ t: TaskID) -> UnsafeMutablePointer<Frame> {
        frames.pointer(innermostIndex(t))
    }

    @inline(__always) func innermostIndex(_ t: TaskID) -> FrameID {
        FrameID(of: t, depth: Int(tasks[t].depth) &- 1)
    }

    /// The step that is being executed.
    @inline(__always) func here() -> StepID { memory.pointee.currentStep }

    /// The step that a task is about to execute, or sleeps at.
    @inline(__always) func pendingStep(of t: TaskID) -> StepID {
        let frame = innermostIndex(t)
        return StepID(frames[frame].path, frames[frame].pc)
    }

    /// The step that called the task's innermost path; none where that is an operation's first.
    @inline(__always) func caller(_ t: TaskID) -> StepID { frames[innermostIndex(t)].caller }
}
