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
            if operation.kind.createsTask { targets |= 1 << operation.target }
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

    /// The inode that an operation's descriptor or mapping leads to, or 0.
    func inode(of operation: Operation) -> UInt8 {
        switch operation.kind {
        case .load, .store: areas[areaBase(operation.task) + Int(operation.mapping)].inode
        default: descriptors[descriptorBase(operation.task) + Int(operation.descriptor)].inode
        }
    }

    // MARK: Operations

    mutating func apply(_ operation: Operation) {
        guard isAlive(operation.task) else { return }
        switch operation.kind {
        case .create, .open, .close, .unlink, .rename: applyToNames(operation)
        case .write, .truncate, .fallocate: resize(operation)
        case .mmap, .load, .store, .munmap, .mprotect: applyToAreas(operation)
        case .fork, .thread: createTask(operation)
        case .exit: alive &= ~(1 << operation.task)
        case .exitGroup: endProcess(of: operation.task)
        case .kill: if isAlive(operation.target) { endProcess(of: operation.target) }
        case .mount: isMounted = isMounted || isBound
        case .umount: isMounted = isMounted && hasOpenFiles
        case .bind: isBound = true
        case .unbind: isBound = false
        default: break
        }
    }

    private var hasOpenFiles: Bool { descriptors.contains { $0.inode > 0 } || areas.contains { $0.inode > 0 } }

    private mutating func applyToNames(_ operation: Operation) {
        let name = Int(operation.file)
        let slot = descriptorBase(operation.task) + Int(operation.descriptor)
        switch operation.kind {
        case .close:
            descriptors[slot] = Descriptor()
        case .unlink:
            names[name] = 0
        case .rename:
            guard names[name] > 0, operation.page != operation.file else { return }
            names[Int(operation.page)] = names[name]
            names[name] = 0
        default:
            guard isMounted, descriptors[slot].inode == 0 else { return }
            if names[name] == 0 && operation.kind == .create && sizes.count < WorkloadState.inodeBound {
                names[name] = UInt8(sizes.count)
                sizes.append(0)
            }
            let writable = operation.kind == .create || operation.flags.contains(.write)
            if names[name] > 0 { descriptors[slot] = Descriptor(inode: names[name], writable: writable) }
        }
    }

    private mutating func resize(_ operation: Operation) {
        let descriptor = descriptors[descriptorBase(operation.task) + Int(operation.descriptor)]
        guard descriptor.inode > 0, descriptor.writable, isBound else { return }
        let inode = Int(descriptor.inode)
        if operation.kind == .truncate {
            sizes[inode] = operation.page
        } else if !operation.flags.contains(.keepSize) || operation.kind == .write {
            sizes[inode] = max(sizes[inode], operation.page + operation.count)
        }
    }

    private mutating func applyToAreas(_ operation: Operation) {
        let slot = areaBase(operation.task) + Int(operation.mapping)
        switch operation.kind {
        case .mmap:
            let descriptor = descriptors[descriptorBase(operation.task) + Int(operation.descriptor)]
            guard areas[slot].inode == 0, descriptor.inode > 0 else { return }
            guard descriptor.writable || !operation.flags.contains([.shared, .write]) else { return }
            areas[slot] = Area(
                inode: descriptor.inode, first: operation.page, count: operation.count,
                writable: operation.flags.contains(.write))
        case .munmap: areas[slot] = Area()
        case .mprotect: areas[slot].writable = operation.flags.contains(.write)
        default: areas[slot].touched = true
        }
    }

    private mutating func createTask(_ operation: Operation) {
        let bit: UInt8 = 1 << operation.target
        guard unborn & bit != 0 else { return }
        unborn &= ~bit
        alive |= bit
        guard operation.kind == .fork else { return processes[Int(operation.target)] = processes[Int(operation.task)] }
        let base = Int(operation.target)
        for slot in 0..<Limits.descriptors {
            descriptors[base * Limits.descriptors + slot] = descriptors[descriptorBase(operation.task) + slot]
        }
        for slot in 0..<Limits.mappings {
            areas[base * Limits.mappings + slot] = areas[areaBase(operation.task) + slot]
            areas[base * Limits.mappings + slot].touched = false
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
    /// `fork` and `thread`.
    var createsTask: Bool { self == .fork || self == .thread }
    /// `repeat` and `end`.
    var isLoop: Bool { self == .repeat || self == .end }
}
