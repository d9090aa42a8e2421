// kernel/fork.c, kernel/sys.c, kernel/signal.c: system calls on tasks. Each is one atomic step here: nothing of the
// removal happens inside them that a switch could expose.

/// System calls that act on tasks alone.
struct TaskCall: KernelPath {
    enum Step: UInt8, PathSteps {
        case do_syscall_64
    }
    static var path: Path { .task_call }
}

extension Machine {
    mutating func taskCall(_ t: TaskID) -> Next {
        let process = tasks[t].process
        switch currentOperation(t).call {
        case .kill(let target):
            let victim = TaskID(target.number)
            reads(.task, victim)
            guard victim.isUser, tasks[victim].state != .absent else { return .done(Errno.ENOENT) }
            killGroup(tasks[victim].process, from: t)
        case .sigaction(let action):
            processes[process].sigbus = action
            if processes[process].sigbus == .ignore { dropPendingSigbus(process) }
        case .sigprocmask(let block):
            tasks[t].sigbusMasked = block
            writes(.signals, process)
        case .mceKill(let early):
            tasks[t].mceEarly = early
            writes(.signals, process)
        default:
            preconditionFailure("not a call on tasks")
        }
        return .done(0)
    }

    private mutating func dropPendingSigbus(_ process: ProcessID) {
        for thread in TaskID.users where tasks[thread].process == process {
            tasks[thread].sigbusPending = false
        }
    }

    /// A process that exists from the start.
    mutating func createProcess(leader t: TaskID) {
        let process = ProcessID(t.index)
        processes[process].replace(by: Process(alive: true, leader: t, threads: 1))
        tasks[t].process = process
        setState(t, .idle)
    }
}

/// `fork` and `clone(CLONE_THREAD)`.
///
/// A simplification: the child becomes visible to i_mmap and to the task list in the same step.
struct CopyProcess: KernelPath {
    enum Step: UInt8, PathSteps {
        case copy_process
    }
    static var path: Path { .copy_process }
}

extension Machine {
    mutating func copyProcess(_ t: TaskID) -> Next {
        let operation = currentOperation(t)
        let child = TaskID(operation.createdTask!.number)
        let parent = tasks[t].process
        writes(.task, child)
        guard child.isUser, tasks[child].state == .absent else { return .done(Errno.EAGAIN) }
        if operation.kind == .thread {
            processes[parent].threads += 1
            createTask(child, process: parent, like: t)
            return .done(0)
        }
        guard processes[parent].mmapLock.isFree else { return .wait(Channel(.processMmapLock, parent)) }
        guard freeAreas >= usedAreas(parent) else { return .done(Errno.ENOMEM) }
        let process = ProcessID(child.index)
        processes[process].replace(by: Process(alive: true, leader: child, threads: 1))
        copyFiles(from: parent, to: process)
        duplicateAreas(t, from: parent, to: process)
        createTask(child, process: process, like: t)
        return .done(0)
    }

    private mutating func createTask(_ child: TaskID, process: ProcessID, like t: TaskID) {
        tasks[child] = Task()
        tasks[child].process = process
        setState(child, .idle)
        tasks[child].sigbusMasked = tasks[t].sigbusMasked
        guard processes[process].exiting else { return }
        tasks[child].killed = true
        returnToUserMode(child)
    }

    private mutating func copyFiles(from parent: ProcessID, to child: ProcessID) {
        processes[child].sigbus = processes[parent].sigbus
        processes[child].cwdInside = processes[parent].cwdInside
        for slot in 0..<Limits.descriptors {
            let file = descriptors[parent.descriptor(slot)]
            descriptors[child.descriptor(slot)] = file
            if !file.isNone { files[file].references += 1 }
        }
    }

    /// File mappings are refaulted by the child, unless the area has private copies: then all its entries are copied.
    private mutating func duplicateAreas(_ t: TaskID, from parent: ProcessID, to child: ProcessID) {
        reads(.areas, parent)
        for area in AreaID.first(areaBound) where areas[area].used && areas[area].process == parent {
            guard let copy = AreaID.all.first(where: { !areas[$0].used }) else {
                preconditionFailure("free areas were counted before")
            }
            areas[copy] = areas[area]
            areas[copy].process = child
            writesArea(copy)
            files[areas[area].file].references += 1
            let copies = hasPrivateCopies(area)
            var ptes = pteTable
            for page in 0..<Limits.filePages {
                ptes[copy.pte(page)] = copies ? ptes[area.pte(page)] : PageTableEntry()
            }
            noteArea(t, copy)
            emit(.areaInherited(copy), t)
        }
    }

    private var freeAreas: Int {
        reads(.areaSlots)
        var count = 0
        for area in AreaID.all where !areas[area].used { count += 1 }
        return count
    }

    private func usedAreas(_ process: ProcessID) -> Int {
        reads(.areas, process)
        var count = 0
        for area in AreaID.first(areaBound) where areas[area].used && areas[area].process == process { count += 1 }
        return count
    }

    private func hasPrivateCopies(_ area: AreaID) -> Bool {
        for page in 0..<areas[area].pages.count where pteTable[area.pte(page)].kind == .anonymous { return true }
        return false
    }
}
