import DAXModel

/// What a workload has brought about, as far as its order of operations tells: files, sizes, descriptors, mappings
/// and tasks. An approximation of the kernel's answer without its interleavings, good enough to propose operations
/// that make sense.
struct WorkloadState {
    /// An open descriptor slot of a process.
    struct Descriptor {
        /// From 1; 0: the slot is free.
        var inode: UInt8 = 0
        var writable = false
    }

    /// A used mapping slot of a process.
    struct Area {
        /// From 1; 0: the slot is free.
        var inode: UInt8 = 0
        var first: UInt8 = 0
        var count: UInt8 = 0
        var writable = false
        /// Something was loaded from or stored to it.
        var touched = false
    }

    static var inodeBound: Int { Limits.operations + 1 }

    private(set) var isMounted = false
    private(set) var isBound = true
    /// Bit t: task t can perform operations.
    private(set) var alive: UInt8
    /// Bit t: task t may still be created by `fork` or `thread`.
    private(set) var unborn: UInt8
    private(set) var processes = [UInt8](0..<UInt8(Limits.userTasks))
    /// By name: the inode, from 1; 0: no such file.
    private(set) var names = [UInt8](repeating: 0, count: Limits.names)
    /// Sizes in pages by inode; entry 0 is not used.
    private(set) var sizes: [UInt8] = [0]
    /// By process and slot.
    private(set) var descriptors = [Descriptor](
        repeating: Descriptor(), count: Limits.userTasks * Limits.descriptors)
    /// By process and slot.
    private(set) var areas = [Area](repeating: Area(), count: Limits.userTasks * Limits.mappings)

    /// Before the first operation, when the tasks of `unborn` wait to be created and the others of `tasks` exist.
    init(tasks: UInt8, unborn: UInt8) {
        alive = tasks & ~unborn
        self.unborn = unborn
        sizes.reserveCapacity(Limits.inodes)
    }

    /// After the first `count` operations of a workload. A task may be created if nothing before names it.
    init(after count: Int, of operations: [Operation]) {
        var targets: UInt8 = 0
        var seen: UInt8 = 0
        for (index, operation) in operations.enumerated() {
            if let child = operation.createdTask { targets |= 1 << child.rawValue }
            if index < count { seen |= 1 << operation.task }
        }
        self.init(tasks: .max, unborn: targets)
        for operation in operations.prefix(count) { apply(operation) }
        unborn = ~(seen | targets)
    }

    func isAlive(_ task: UInt8) -> Bool { alive & 1 << task != 0 }

    /// First index of the task's process in `descriptors`.
    func descriptorBase(_ task: UInt8) -> Int { Int(processes[Int(task)]) * Limits.descriptors }
    /// First index of the task's process in `areas`.
    func areaBase(_ task: UInt8) -> Int { Int(processes[Int(task)]) * Limits.mappings }

    // MARK: Operations

    mutating func apply(_ operation: Operation) {
        let task = operation.task
        guard isAlive(task) else { return }
        switch operation.call {
        case .create, .open, .close, .unlink, .rename: applyToNames(operation)
        case .write(let slot, let pages): extend(slot, task, to: pages)
        case .fallocate(let slot, let pages, let keepSize): if !keepSize { extend(slot, task, to: pages) }
        case .truncate(let slot, let size): resize(slot, task) { _ in size.rawValue }
        case .mmap, .load, .store, .munmap, .mprotect: applyToAreas(operation.call, task)
        case .fork(let child): createTask(child.number, of: task, sharesProcess: false)
        case .thread(let child): createTask(child.number, of: task, sharesProcess: true)
        case .exit: alive &= ~(1 << task)
        case .exitGroup: endProcess(of: task)
        case .kill(let victim): if isAlive(victim.rawValue) { endProcess(of: victim.rawValue) }
        case .mount: isMounted = isMounted || isBound
        case .umount: isMounted = isMounted && hasOpenFiles
        case .bind: isBound = true
        case .unbind: isBound = false
        default: break
        }
    }

    private var hasOpenFiles: Bool { descriptors.contains { $0.inode > 0 } || areas.contains { $0.inode > 0 } }

    private mutating func applyToNames(_ operation: Operation) {
        switch operation.call {
        case .close(let slot):
            descriptors[descriptorBase(operation.task) + slot.number] = Descriptor()
        case .unlink(let file):
            names[file.number] = 0
        case .rename(let old, let new):
            guard names[old.number] > 0, new != old else { return }
            names[new.number] = names[old.number]
            names[old.number] = 0
        case .open(let file, let slot, _), .create(let file, let slot):
            let place = descriptorBase(operation.task) + slot.number
            guard isMounted, descriptors[place].inode == 0 else { return }
            if names[file.number] == 0 && operation.kind == .create && sizes.count < WorkloadState.inodeBound {
                names[file.number] = UInt8(sizes.count)
                sizes.append(0)
            }
            guard names[file.number] > 0 else { return }
            descriptors[place] = Descriptor(inode: names[file.number], writable: operation.opensForWriting)
        default: break
        }
    }

    private mutating func extend(_ slot: DescriptorSlot, _ task: UInt8, to pages: PageRange) {
        resize(slot, task) { max($0, UInt8(pages.end)) }
    }

    private mutating func resize(_ slot: DescriptorSlot, _ task: UInt8, to new: (_ old: UInt8) -> UInt8) {
        let descriptor = descriptors[descriptorBase(task) + slot.number]
        guard descriptor.inode > 0, descriptor.writable, isBound else { return }
        sizes[Int(descriptor.inode)] = new(sizes[Int(descriptor.inode)])
    }

    private mutating func applyToAreas(_ call: Operation.Call, _ task: UInt8) {
        let base = areaBase(task)
        switch call {
        case .mmap(let slot, let file, let pages, let flags):
            let descriptor = descriptors[descriptorBase(task) + file.number]
            guard areas[base + slot.number].inode == 0, descriptor.inode > 0 else { return }
            guard descriptor.writable || !flags.contains([.shared, .write]) else { return }
            areas[base + slot.number] = Area(
                inode: descriptor.inode, first: pages.first, count: pages.count, writable: flags.contains(.write))
        case .munmap(let slot): areas[base + slot.number] = Area()
        case .mprotect(let slot, let write): areas[base + slot.number].writable = write
        case .load(let slot, _), .store(let slot, _): areas[base + slot.number].touched = true
        default: break
        }
    }

    private mutating func createTask(_ child: Int, of task: UInt8, sharesProcess: Bool) {
        let bit: UInt8 = 1 << UInt8(child)
        guard unborn & bit != 0 else { return }
        unborn &= ~bit
        alive |= bit
        guard !sharesProcess else { return processes[child] = processes[Int(task)] }
        for slot in 0..<Limits.descriptors {
            descriptors[child * Limits.descriptors + slot] = descriptors[descriptorBase(task) + slot]
        }
        for slot in 0..<Limits.mappings {
            areas[child * Limits.mappings + slot] = areas[areaBase(task) + slot]
            areas[child * Limits.mappings + slot].touched = false
        }
    }

    private mutating func endProcess(of task: UInt8) {
        let process = processes[Int(task)]
        for other in 0..<UInt8(Limits.userTasks) where isAlive(other) && processes[Int(other)] == process {
            alive &= ~(1 << other)
        }
        for slot in 0..<Limits.descriptors { descriptors[Int(process) * Limits.descriptors + slot] = Descriptor() }
        for slot in 0..<Limits.mappings { areas[Int(process) * Limits.mappings + slot] = Area() }
    }
}

extension OperationKind {
    /// `repeat` and `end`.
    var isLoop: Bool { self == .repeat || self == .end }
}
