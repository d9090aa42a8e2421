/// What a state can still lead to, as one number: by it a search knows an end of the hostile part that it has seen.
extension Machine {
    /// A hash of all that a closing can see. Of two states of one workload with equal hashes the closings find the same.
    ///
    /// Left out is what no path and no oracle asks for: when something was done, counters, the running digest, what was
    /// found, and what is left in places that are not in use. The same in every process and build.
    public var endHash: UInt64 {
        var end = End(of: memory.pointee.state)
        end.forgetTimes()
        end.forgetUnused()
        return end.hash(with: self)
    }
}

/// The tables that a closing can see, to forget in them what it does not ask for.
private struct End {
    private var device: DeviceTables
    private var fileSystem: FilesystemTables
    private var memory: MemoryTables
    private var scheduling: SchedulingTables
    private var watching: WatchingTables

    init(of state: borrowing MachineState) {
        device = state.device
        fileSystem = state.fileSystem
        memory = state.memory
        scheduling = state.scheduling
        watching = state.watching
    }

    /// The hash of what is left, and of the page tables and stacks in use.
    mutating func hash(with machine: borrowing Machine) -> UInt64 {
        var hash = StateHash()
        var oopsed = machine.violations.oopsed
        hash.fold(&device)
        hash.fold(&fileSystem)
        for inode in InodeID.first(fileSystem.inodeBound) {
            var core = machine.inodeTable[inode]
            core.forgetTimes()
            hash.fold(&core)
            for page in Pages.wholeFile {
                var entry = machine.entryTable[inode.page(page)]
                entry.forgetTimes()
                hash.fold(&entry)
                var promise = machine.promiseTable[inode.page(page)]
                hash.fold(&promise)
            }
        }
        for area in 0..<memory.areaBound where memory.areas[area].used {
            hash.fold(&memory.areas[area])
            let first = area * Limits.filePages
            for page in first..<first + memory.areas[area].pages.count {
                var pte = machine.pteTable[PteID(page)]
                if !device.driver.isUnbinding { pte.owed = false }
                hash.fold(&pte)
            }
        }
        hash.fold(&scheduling.tasks)
        hash.fold(&scheduling.processes)
        for task in 0..<Limits.tasks {
            for depth in 0..<Int(scheduling.tasks[task].depth) {
                var frame = machine.frames[FrameID(of: TaskID(task), depth: depth)]
                hash.fold(&frame)
            }
        }
        hash.fold(&watching.walked)
        hash.fold(&watching.operationStarts)
        hash.fold(&watching.syncStarts)
        hash.fold(&watching.layoutChanges)
        hash.fold(&watching.removal)
        hash.fold(&watching.leftBehind)
        hash.fold(&oopsed)
        return hash.value
    }

    /// When something was taken or woken.
    mutating func forgetTimes() {
        device.driver.lockedAt.at = 0
        fileSystem.sb.sUmount.forgetTimes()
        fileSystem.sb.users.forgetTimes()
        fileSystem.sb.frozenAt.at = 0
        if fileSystem.sb.frozen == .none { fileSystem.sb.frozenAt = Mark() }
        for group in fileSystem.agf.indices { fileSystem.agf[group].forgetTimes() }
        for process in scheduling.processes.indices { scheduling.processes[process].mmapLock.forgetTimes() }
        for task in scheduling.tasks.indices {
            scheduling.tasks[task].wakeOrder = 0
            scheduling.tasks[task].asleepSince = 0
        }
    }

    /// What is kept of operations that have ended, and accounts that nobody will settle any more.
    mutating func forgetUnused() {
        if device.driver.lock.isNone { device.driver.lockedAt = Mark() }
        for task in scheduling.tasks.indices where scheduling.tasks[task].depth == 0 {
            scheduling.tasks[task].result = 0
            scheduling.tasks[task].operationID = 0
            scheduling.tasks[task].channel = Channel(.none)
            watching.operationStarts[task] = OperationStart()
            watching.syncStarts[task] = SyncStart()
        }
        guard !device.driver.isUnbinding else { return }
        watching.walked = PerFilePage(repeating: false)
        for process in scheduling.processes.indices {
            scheduling.processes[process].passed = Provenance()
            scheduling.processes[process].signalledByRemoval = false
            scheduling.processes[process].hasMapped = false
            scheduling.processes[process].owed = false
        }
    }
}

extension Inode {
    fileprivate mutating func forgetTimes() {
        ioLock.forgetTimes()
        mmapLock.forgetTimes()
        iLock.forgetTimes()
        pagesLockAt.at = 0
    }
}

extension DaxEntry {
    fileprivate mutating func forgetTimes() {
        lockedAt.at = 0
        if !locked { lockedAt = Mark() }
    }
}

/// A hash of memory, a few words at a time: much faster than `Digest`, and as good for telling states apart.
struct StateHash {
    private var lanes = InlineArray<4, UInt64>(repeating: 0x9E37_79B9_7F4A_7C15)

    var value: UInt64 {
        var digest = Digest()
        for lane in lanes.indices { digest.fold(lanes[lane]) }
        return digest.value
    }

    /// Folds the bytes of a value, which has no padding.
    @inline(__always) mutating func fold<T: BitwiseCopyable>(_ value: inout T) {
        withUnsafeBytes(of: &value) { bytes in
            let words = bytes.count / 8
            var index = 0
            while index &+ 4 <= words {
                for lane in 0..<4 {
                    mix(lane, bytes.loadUnaligned(fromByteOffset: (index &+ lane) &* 8, as: UInt64.self))
                }
                index &+= 4
            }
            while index < words {
                mix(index & 3, bytes.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self))
                index &+= 1
            }
            var rest: UInt64 = 0
            for byte in bytes[(words * 8)...] { rest = rest << 8 | UInt64(byte) }
            mix(0, rest ^ UInt64(bytes.count))
        }
    }

    @inline(__always) private mutating func mix(_ lane: Int, _ word: UInt64) {
        let mixed = (lanes[lane] ^ word) &* 0xFF51_AFD7_ED55_8CCD
        lanes[lane] = mixed ^ (mixed >> 32)
    }
}
