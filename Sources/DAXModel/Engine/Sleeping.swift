// Sleeping on a channel and being woken.

extension Machine {
    /// The task sleeps on the channel.
    mutating func block(_ t: TaskID, _ channel: Channel, killable: Bool) -> StepOutcome {
        setState(t, .blocked)
        tasks[t].channel = channel
        tasks[t].killable = killable
        digest.fold(UInt64(channel.index) << 1 | 1)
        return .blocked
    }

    mutating func nextWake() -> Int32 {
        wakeCounter += 1
        return Int32(truncatingIfNeeded: wakeCounter)
    }

    /// Puts a task into a state. The only way to do so: the sets of runnable and of sleeping tasks have to follow.
    @inline(__always) mutating func setState(_ t: TaskID, _ state: TaskState) {
        tasks[t].state = state
        let others = ~(1 &<< t.index)
        runnableTasks &= others
        sleepingTasks &= others
        if state == .runnable { runnableTasks |= ~others }
        if state == .blocked { sleepingTasks |= ~others }
    }

    /// Wakes every task that sleeps on the channel, in the order of their numbers.
    ///
    /// A simplification: all waiters wake and try again; the kernel's exclusive wake-ups choose one.
    mutating func wake(_ channel: Channel) {
        var sleepers = sleepingTasks
        while sleepers != 0 {
            let t = TaskID(sleepers.trailingZeroBitCount)
            sleepers &= sleepers &- 1
            guard tasks[t].channel == channel else { continue }
            tasks[t].wakeOrder = nextWake()
            setState(t, .runnable)
        }
    }
}
