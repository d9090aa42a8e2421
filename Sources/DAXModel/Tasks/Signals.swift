// kernel/signal.c: queueing, and delivery on the way back to user mode.

extension Machine {
    /// `send_sig_mceerr` or `force_sig_mceerr`: queues the removal's SIGBUS to one thread.
    mutating func queueSigbus(_ receiver: TaskID, from t: TaskID, force: Bool) {
        let process = tasks[receiver].process
        if !force && processes[process].sigbus == .ignore && !tasks[receiver].sigbusMasked { return }
        if force && (tasks[receiver].sigbusMasked || processes[process].sigbus == .ignore) {
            processes[process].sigbus = .standard
            tasks[receiver].sigbusMasked = false
        }
        tasks[receiver].sigbusPending = true
        writes(.signals, process)
        delaySignal(receiver, from: t)
        signalWakeUp(receiver)
    }

    /// `kill(SIGKILL)`, or a fatal signal of one thread: every thread of the group has to die.
    mutating func killGroup(_ process: ProcessID, from t: TaskID) {
        guard processes[process].alive else { return }
        processes[process].exiting = true
        for thread in TaskID.users where tasks[thread].process == process && !isGone(thread) {
            tasks[thread].killed = true
            if thread != t { delaySignal(thread, from: t) }
            signalWakeUp(thread)
        }
    }

    /// The fault that keeps a queued signal from being noticed until another operation has ended.
    private mutating func delaySignal(_ receiver: TaskID, from t: TaskID) {
        guard armedSites & (1 << Int(FaultSite.delaySignal.rawValue)) != 0 else { return }
        for index in FaultIndex.first(faultCount) {
            let armed = faults[index]
            guard armed.fault.site == .delaySignal, !armed.fired, TaskID(Int(armed.fault.task)) == t,
                armed.fault.operation == tasks[t].operationID
            else { continue }
            faults[index].fired = true
            tasks[receiver].delayedUntil = armed.fault.until
            return
        }
    }

    /// The end of an operation releases the signals that wait for it.
    mutating func releaseDelays(_ t: TaskID) {
        guard armedSites & (1 << Int(FaultSite.delaySignal.rawValue)) != 0 else { return }
        let ended = tasks[t].operationID
        readsAll(.signals)
        for thread in TaskID.users where tasks[thread].delayedUntil == ended && ended != 0 {
            tasks[thread].delayedUntil = 0
            writes(.signals, tasks[thread].process)
            signalWakeUp(thread)
        }
    }

    /// `signal_wake_up`: a thread in user space notices at once, one in a killable sleep notices a fatal signal.
    func noticesSignals(_ t: TaskID) -> Bool { tasks[t].delayedUntil == 0 }

    mutating func signalWakeUp(_ t: TaskID) {
        guard noticesSignals(t) else { return }
        writes(.task, t)
        switch tasks[t].state {
        case .idle:
            returnToUserMode(t)
        case .blocked:
            guard tasks[t].killable && fatalSignalPending(t) else { return }
            tasks[t].wakeOrder = nextWake()
            setState(t, .runnable)
        case .absent, .runnable, .dead, .oopsed:
            break
        }
    }

    /// `fatal_signal_pending`.
    @inline(__always) func fatalSignalPending(_ t: TaskID) -> Bool {
        reads(.signals, tasks[t].process)
        return tasks[t].killed && noticesSignals(t)
    }

    /// `exit_to_user_mode`: delivers what is pending to an idle task.
    mutating func returnToUserMode(_ t: TaskID) {
        guard t.isUser else { return }
        reads(.signals, tasks[t].process)
        guard noticesSignals(t) else { return }
        if tasks[t].killed {
            startReserved(t, id: OperationID.exitBySignal, DoExit())
            return
        }
        guard tasks[t].sigbusPending && !tasks[t].sigbusMasked else { return }
        tasks[t].sigbusPending = false
        writes(.signals, tasks[t].process)
        switch processes[tasks[t].process].sigbus {
        case .handler, .ignore:
            return
        case .standard:
            killGroup(tasks[t].process, from: t)
        }
    }

    /// `force_sig_fault(SIGBUS, BUS_ADRERR)`: the task's own access failed. A handler that jumps away survives it.
    mutating func ownSigbus(_ t: TaskID) -> Next {
        let process = tasks[t].process
        // A SIGBUS of the removal that is pending already swallows this one: SIGBUS is no queueing signal.
        let isMerged = tasks[t].sigbusPending && processes[process].sigbus == .standard && !tasks[t].sigbusMasked
        let survives = processes[process].sigbus == .handler && !tasks[t].sigbusMasked
        if !survives { killGroup(process, from: t) }
        return .done(isMerged ? UserResult.killed : UserResult.sigbusAddress)
    }
}
