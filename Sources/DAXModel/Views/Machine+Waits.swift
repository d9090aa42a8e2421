// Who waits for what, who has it, and since when: questions to a machine in which somebody does not get on.

extension Machine {
    /// Every task that sleeps in the kernel, in the order of their numbers, and the closing's own where it only polls.
    public func waits() -> [Wait] {
        (0..<Limits.tasks).compactMap { wait(of: $0) }
    }

    /// What a task waits for; nil while it can get on.
    public func wait(of t: Int) -> Wait? { wait(of: TaskID(t)) }

    private func wait(of t: TaskID) -> Wait? {
        guard tasks[t].state == .blocked else { return closerWait(t) }
        let channel = tasks[t].channel
        let (object, description, holding) = subject(of: t, channel)
        return Wait(
            task: t.index, operation: tasks[t].operationID, step: pendingStep(of: t), since: Int(tasks[t].asleepSince),
            object: object,
            description: description, holders: holders(holding), taken: taken(holding))
    }

    /// What is known of who has something: a set of tasks, and the first taking.
    private struct Holding {
        /// Bit n: task n.
        var tasks: UInt32 = 0
        var first = Mark()

        init() {}
        init(_ mark: Mark) {
            first = mark
            if mark.task >= 0 { tasks = 1 << UInt32(mark.task) }
        }
        init(_ crowd: Crowd) {
            tasks = crowd.tasks
            first = crowd.first
        }
        init(_ lock: RWLock) {
            self = lock.writer >= 0 ? Holding(lock.writtenAt) : Holding(lock.reading)
        }
    }

    private func subject(of t: TaskID, _ channel: Channel) -> (WaitObject, String, Holding) {
        let index = channel.index
        switch channel.kind {
        case .deviceLock: return (.deviceLock, "device_lock", Holding(!driver.lock.isNone ? driver.lockedAt : Mark()))
        case .srcu: return (.srcu, "readers of dax_srcu", Holding())
        case .sUmount: return (.superblockLock, "s_umount", Holding(sb.sUmount))
        case .thaw: return (.thaw, describeFreeze(), Holding(sb.frozen > .none ? sb.frozenAt : Mark()))
        case .freezeState: return (.freezeState, describeFreeze(), Holding(sb.freezer.isNone ? Mark() : sb.frozenAt))
        case .freezeWriters: return levelUsers()
        case .daxEntry: return entrySubject(of: t, InodeID(index))
        case .pagesLock:
            return (.mappingLock, "i_pages lock of inode \(index)", Holding(inodes[InodeID(index)].pagesLockAt))
        case .inodeState: return (.inodeState, describeInode(index), Holding(inodeOwner(InodeID(index))))
        case .ioLock: return (.inodeIO, "i_rwsem of inode \(index)", Holding(inodes[InodeID(index)].ioLock))
        case .mmapLock:
            return (.inodeMapping, "invalidate_lock of inode \(index)", Holding(inodes[InodeID(index)].mmapLock))
        case .iLock: return (.inodeLock, "ILOCK of inode \(index)", Holding(inodes[InodeID(index)].iLock))
        case .agf: return (.groupHeader, "AGF \(index)", Holding(agf[GroupID(index)]))
        case .processMmapLock:
            return (.processMapping, "mmap_lock of t\(index)'s process", Holding(processes[ProcessID(index)].mmapLock))
        case .ail: return (.log, "the AIL to empty, on a dead disk", Holding())
        case .exit, .delay, .none: return (.other, "nothing that the model names", Holding())
        }
    }

    private func describeFreeze() -> String {
        ["no freeze", "freeze level WRITE", "freeze level PAGEFAULT", "freeze level FS", "a complete freeze"][
            Int(sb.frozen.rawValue)]
    }

    /// The users of the levels that a freeze waits for.
    private func levelUsers() -> (WaitObject, String, Holding) {
        switch sb.frozen {
        case .write: (.levelUsers, "users of freeze level WRITE", Holding(sb.users[level: .write]))
        case .pagefault: (.levelUsers, "users of freeze level PAGEFAULT", Holding(sb.users[level: .pagefault]))
        case .none, .fs, .complete: (.levelUsers, "users of freeze level FS", Holding(sb.users[level: .fs]))
        }
    }

    /// The wait queue is the inode's: of its locked entries the one that the task itself wants comes first.
    private func entrySubject(of t: TaskID, _ inode: InodeID) -> (WaitObject, String, Holding) {
        let others = Pages.wholeFile.map { inode.page($0) }
        guard let entry = ([entryAwaited(by: t)] + others).first(where: { entries[$0].locked }) else {
            return (.daxEntry, "a DAX entry of inode \(inode.index)", Holding())
        }
        return (
            .daxEntry, "DAX entry of inode \(inode.index) page \(entry.page.index)", Holding(entries[entry].lockedAt)
        )
    }

    private func describeInode(_ inode: Int) -> String {
        switch inodes[InodeID(inode)].state {
        case .new: "I_NEW of inode \(inode)"
        case .freeing: "I_FREEING of inode \(inode)"
        case .needInactive, .inactivating: "XFS_INACTIVATING of inode \(inode)"
        case .free, .uncached, .live, .reclaimable: "the state of inode \(inode)"
        }
    }

    /// The task whose stack shows that it sets the inode up or frees it.
    private func inodeOwner(_ inode: InodeID) -> Mark {
        for t in TaskID.all where tasks[t].state == .blocked || tasks[t].state == .runnable {
            for depth in 0..<Int(tasks[t].depth) {
                let frame = frames[FrameID(of: t, depth: depth)]
                guard inodeInTransition(frame) == inode else { continue }
                return Mark(task: Int32(t.index), operation: tasks[t].operationID, step: StepID(frame.path, 0), at: -1)
            }
        }
        return Mark()
    }

    /// The inode that a path sets up or frees.
    private func inodeInTransition(_ frame: Frame) -> InodeID? {
        switch frame.path {
        case .evict: frame.locals(Evict.self).inode
        case .xfs_iget: frame.locals(XfsIget.self).inode
        case .xfs_inodegc_worker: frame.locals(XfsInodegcWorker.self).inode
        default: nil
        }
    }

    private func holders(_ holding: Holding) -> [Wait.Holder] {
        // A freeze that is complete belongs to no operation any more.
        let isLeft = sb.frozen == .complete && sb.freezer.isNone && holding.first == sb.frozenAt
        return TaskID.all.filter { holding.tasks & 1 << UInt32($0.index) != 0 }.map { t in
            let isInside = tasks[t].state == .blocked || tasks[t].state == .runnable
            return Wait.Holder(
                task: t.index, state: isLeft ? .returned : holderState(t), operation: tasks[t].operationID,
                step: isInside ? pendingStep(of: t) : nil)
        }
    }

    private func holderState(_ t: TaskID) -> Wait.Holder.State {
        switch tasks[t].state {
        case .blocked: .asleep
        case .idle, .runnable: .awake
        case .oopsed: .died
        case .dead, .absent: tasks[t].isOopsed ? .died : .exited
        }
    }

    private func taken(_ holding: Holding) -> Wait.Taken? {
        guard holding.first.task >= 0 else { return nil }
        return Wait.Taken(
            task: Int(holding.first.task), operation: holding.first.operation, step: holding.first.step,
            at: Int(holding.first.at))
    }

    /// The closing does not sleep for others: it asks again in each round.
    private func closerWait(_ t: TaskID) -> Wait? {
        guard t == TaskID.closer, tasks[t].state == .runnable, tasks[t].depth == 1 else { return nil }
        let (object, description, holding): (WaitObject, String, Holding)
        switch Closing(rawValue: frames[FrameID(of: t, depth: 0)].pc)! {
        case .kill_all_tasks, .wait_for_tasks, .reattach:
            (object, description, holding) = (.taskExit, "the exit of every task", unfinishedTasks())
        case .umount, .umount_done:
            (object, description, holding) = (.mountUsers, "users of the mount (EBUSY)", unfinishedTasks())
        case .wait_for_super:
            let frozen = sb.frozen > .none ? sb.frozenAt : sb.sUmount.writtenAt
            (object, description, holding) = (.superblockEnd, "the end of the super block", Holding(frozen))
        case .wait_for_device:
            let lock = !driver.lock.isNone ? driver.lockedAt : Mark()
            (object, description, holding) = (.deviceLock, "device_lock", Holding(lock))
        default: return nil
        }
        return Wait(
            task: t.index, operation: tasks[t].operationID, step: pendingStep(of: t), since: stepCount, object: object,
            description: description, holders: holders(holding), taken: taken(holding))
    }

    private func unfinishedTasks() -> Holding {
        var holding = Holding()
        for t in TaskID.users where !isGone(t) || tasks[t].state == .oopsed { holding.tasks |= 1 << UInt32(t.index) }
        return holding
    }
}
