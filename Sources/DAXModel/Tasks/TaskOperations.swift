// kernel/fork.c, kernel/sys.c, kernel/signal.c: system calls on tasks. Each is one atomic step here: nothing of the
// removal happens inside them that a switch could expose.

/// System calls that act on tasks alone.
enum TaskCall: UInt8, PathSteps {
    case do_syscall_64
}

extension Machine {
    mutating func taskCall(_ t: Int) -> Next {
        let process = tasks[t].process
        switch currentOperation(t).call {
        case .kill(let target):
            let victim = target.number
            guard victim < Limits.userTasks, tasks[victim].state != .absent else { return .done(Errno.ENOENT) }
            killGroup(tasks[victim].process, from: t)
        case .sigaction(let action):
            processes[process].sigbus = action
            if processes[process].sigbus == .ignore { dropPendingSigbus(process) }
        case .sigprocmask(let block):
            tasks[t].sigbusMasked = block
        case .mceKill(let early):
            tasks[t].mceEarly = early
        default:
            preconditionFailure("not a call on tasks")
        }
        return .done(0)
    }

    private mutating func dropPendingSigbus(_ process: Int) {
        for thread in 0..<Limits.userTasks where tasks[thread].process == process {
            tasks[thread].sigbusPending = false
        }
    }

    /// A process that exists from the start.
    mutating func createProcess(leader t: Int) {
        processes[t] = Process(alive: true, leader: t, threads: 1)
        tasks[t].process = t
        setState(t, .idle)
    }
}

/// `fork` and `clone(CLONE_THREAD)`.
///
/// A simplification: the child becomes visible to i_mmap and to the task list in the same step.
enum CopyProcess: UInt8, PathSteps {
    case copy_process
}

extension Machine {
    mutating func copyProcess(_ t: Int) -> Next {
        let operation = currentOperation(t)
        let child = operation.call.createdTask!.number
        let parent = tasks[t].process
        guard child < Limits.userTasks, tasks[child].state == .absent else { return .done(Errno.EAGAIN) }
        if operation.kind == .thread {
            processes[parent].threads += 1
            createTask(child, process: parent, like: t)
            return .done(0)
        }
        guard processes[parent].mmapLock.isFree else { return .wait(Channel(.processMmapLock, parent)) }
        guard freeAreas >= usedAreas(parent) else { return .done(Errno.ENOMEM) }
        copyFiles(from: parent, to: child)
        duplicateAreas(from: parent, to: child)
        createTask(child, process: child, like: t)
        return .done(0)
    }

    private mutating func createTask(_ child: Int, process: Int, like t: Int) {
        tasks[child] = Task()
        tasks[child].process = process
        setState(child, .idle)
        tasks[child].sigbusMasked = tasks[t].sigbusMasked
        guard processes[process].exiting else { return }
        tasks[child].killed = true
        returnToUserMode(child)
    }

    private mutating func copyFiles(from parent: Int, to child: Int) {
        processes[child] = Process(alive: true, leader: child, threads: 1)
        processes[child].sigbus = processes[parent].sigbus
        processes[child].cwdInside = processes[parent].cwdInside
        for slot in 0..<Limits.descriptors {
            let file = descriptors[parent * Limits.descriptors + slot]
            descriptors[child * Limits.descriptors + slot] = file
            if file >= 0 { files[file].references += 1 }
        }
    }

    /// File mappings are refaulted by the child, unless the area has private copies: then all its entries are copied.
    private mutating func duplicateAreas(from parent: Int, to child: Int) {
        var copy = 0
        for area in 0..<areaBound where areas[area].used && areas[area].process == parent {
            while areas[copy].used { copy += 1 }
            areas[copy] = areas[area]
            noteArea(copy)
            areas[copy].process = child
            processes[child].hasMapped = true
            files[areas[area].file].references += 1
            let copies = hasPrivateCopies(area)
            for page in 0..<Limits.filePages {
                var pte = copies ? ptes[area * Limits.filePages + page] : PageTableEntry()
                pte.owed = false
                ptes[copy * Limits.filePages + page] = pte
            }
        }
    }

    private var freeAreas: Int {
        var count = 0
        for area in 0..<Limits.areas where !areas[area].used { count += 1 }
        return count
    }

    private func usedAreas(_ process: Int) -> Int {
        var count = 0
        for area in 0..<areaBound where areas[area].used && areas[area].process == process { count += 1 }
        return count
    }

    private func hasPrivateCopies(_ area: Int) -> Bool {
        for page in 0..<areas[area].count where ptes[area * Limits.filePages + page].kind == .anonymous {
            return true
        }
        return false
    }
}
