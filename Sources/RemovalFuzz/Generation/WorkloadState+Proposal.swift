import DAXModel

extension WorkloadState {
    /// An operation of this kind that makes sense for the task at this point, with id 0; nil when there is none.
    /// Loops are not proposed: they take two operations.
    func propose(_ kind: OperationKind, task: UInt8, mask: SwarmMask, random: inout Random) -> Operation? {
        guard mask.allows(kind), isAlive(task) else { return nil }
        var operation = Operation(id: 0, task: task, kind: kind)
        let makesSense =
            switch kind {
            case .create, .open, .unlink, .rename: proposeName(&operation, mask, &random)
            case .close, .read, .write, .fsync, .truncate, .fallocate, .punch, .freeze, .thaw:
                proposeFile(&operation, mask, &random)
            case .mmap: proposeMmap(&operation, mask, &random)
            case .load, .store, .msync, .munmap, .mprotect, .madvise: proposeArea(&operation, mask, &random)
            case .fork, .thread, .kill: proposeTarget(&operation, &random)
            case .sigaction, .sigprocmask, .mceKill, .chdir: proposeSwitch(&operation, mask, &random)
            case .mount: isBound && !isMounted
            case .umount: isMounted
            case .bind: !isBound
            case .unbind: isBound
            case .exit, .exitGroup: alive.nonzeroBitCount > 1
            case .dropCaches: isMounted
            case .repeat, .end: false
            }
        return makesSense ? operation : nil
    }

    private func proposeName(_ operation: inout Operation, _ mask: SwarmMask, _ random: inout Random) -> Bool {
        guard isMounted else { return false }
        let wantsNew = operation.kind == .create && !random.chance(1, in: 6)
        let found =
            wantsNew
            ? names.firstIndex(of: 0) : random.slot(Limits.names, where: { names[$0] > 0 })
        guard let name = found ?? (operation.kind == .create ? random.below(Limits.names) : nil) else { return false }
        operation.file = UInt8(name)
        if operation.kind == .rename {
            operation.page = UInt8((name + 1 + random.below(Limits.names - 1)) % Limits.names)
        }
        guard operation.kind == .create || operation.kind == .open else { return true }
        let base = descriptorBase(operation.task)
        guard let slot = (0..<Limits.descriptors).first(where: { descriptors[base + $0].inode == 0 }) else {
            return false
        }
        operation.descriptor = UInt8(slot)
        if operation.kind == .open && mask.allows(flags: .write) && random.chance(3, in: 4) { operation.flags = .write }
        return true
    }

    private func proposeFile(_ operation: inout Operation, _ mask: SwarmMask, _ random: inout Random) -> Bool {
        let base = descriptorBase(operation.task)
        let needsWrite = operation.kind.needsWritableDescriptor
        guard
            let slot = random.slot(
                Limits.descriptors,
                where: { descriptors[base + $0].inode > 0 && (descriptors[base + $0].writable || !needsWrite) })
        else { return false }
        operation.descriptor = UInt8(slot)
        let size = sizes[Int(descriptors[base + slot].inode)]
        switch operation.kind {
        case .truncate:
            operation.page = random.pick([0, 1, 4, 4, 8, 8, size / 2, UInt8(random.below(Limits.filePages + 1))])
        case .fallocate:
            (operation.page, operation.count) = random.pages(within: UInt8(Limits.filePages))
            if mask.allows(flags: .keepSize) && random.chance(1, in: 6) { operation.flags = .keepSize }
        case .write:
            (operation.page, operation.count) = random.pages(within: UInt8(Limits.filePages))
        case .read, .punch:
            (operation.page, operation.count) = random.pages(within: max(1, size))
        default: break
        }
        return true
    }

    private func proposeMmap(_ operation: inout Operation, _ mask: SwarmMask, _ random: inout Random) -> Bool {
        let base = descriptorBase(operation.task)
        let anySize = random.chance(1, in: 16)
        let first = areaBase(operation.task)
        guard
            let slot = (0..<Limits.mappings).first(where: { areas[first + $0].inode == 0 }),
            let file = random.slot(
                Limits.descriptors,
                where: {
                    descriptors[base + $0].inode > 0 && (anySize || sizes[Int(descriptors[base + $0].inode)] > 0)
                })
        else { return false }
        operation.mapping = UInt8(slot)
        operation.descriptor = UInt8(file)
        let size = sizes[Int(descriptors[base + file].inode)]
        (operation.page, operation.count) = random.pages(within: max(1, size))
        if mask.allows(flags: .shared) && !random.chance(1, in: 5) { operation.flags = .shared }
        let mayWrite = descriptors[base + file].writable || !operation.flags.contains(.shared)
        if mayWrite && mask.allows(flags: .write) && random.chance(3, in: 4) { operation.flags.insert(.write) }
        if operation.flags.contains([.shared, .write]) && mask.allows(flags: .sync) && random.chance(1, in: 4) {
            operation.flags.insert(.sync)
        }
        return true
    }

    private func proposeArea(_ operation: inout Operation, _ mask: SwarmMask, _ random: inout Random) -> Bool {
        let base = areaBase(operation.task)
        let stores = operation.kind == .store
        guard
            let slot = random.slot(
                Limits.mappings, where: { areas[base + $0].inode > 0 && (areas[base + $0].writable || !stores) })
        else { return false }
        operation.mapping = UInt8(slot)
        let area = areas[base + slot]
        switch operation.kind {
        case .load, .store:
            let size = sizes[Int(area.inode)]
            let inside = size > area.first ? min(area.count, size - area.first) : area.count
            operation.page = UInt8(random.below(Int(random.chance(1, in: 16) ? area.count : inside)))
        case .mprotect:
            if mask.allows(flags: .write) && random.chance(1, in: 2) { operation.flags = .write }
        default: break
        }
        return true
    }

    private func proposeTarget(_ operation: inout Operation, _ random: inout Random) -> Bool {
        let candidates = (operation.kind.createsTask ? unborn : alive) & ~(1 << operation.task)
        guard let target = random.bit(of: candidates) else { return false }
        operation.target = target
        return true
    }

    private func proposeSwitch(_ operation: inout Operation, _ mask: SwarmMask, _ random: inout Random) -> Bool {
        if mask.allows(flags: .enable) && random.chance(3, in: 4) { operation.flags = .enable }
        if operation.kind == .sigaction && mask.allows(flags: .ignore) && random.chance(1, in: 3) {
            operation.flags = .ignore
        }
        return operation.kind != .chdir || isMounted
    }
}

extension OperationKind {
    /// Kinds that fail with EBADF on a descriptor that was opened for reading.
    fileprivate var needsWritableDescriptor: Bool {
        switch self {
        case .write, .truncate, .fallocate, .punch: true
        default: false
        }
    }
}

extension Random {
    /// One of the numbers below `bound` that satisfy the condition, which must not draw; nil when none does.
    mutating func slot(_ bound: Int, where condition: (Int) -> Bool) -> Int? {
        let start = below(bound)
        for offset in 0..<bound {
            let index = start + offset < bound ? start + offset : start + offset - bound
            if condition(index) { return index }
        }
        return nil
    }

    /// One of the bits that are set; nil when none is.
    mutating func bit(of set: UInt8) -> UInt8? {
        guard set != 0 else { return nil }
        var rest = set
        for _ in 0..<below(set.nonzeroBitCount) { rest &= rest - 1 }
        return UInt8(rest.trailingZeroBitCount)
    }

    /// A range of pages inside a file of this size, often all of it or one that a PMD can map.
    mutating func pages(within size: UInt8) -> (first: UInt8, count: UInt8) {
        let huge = UInt8(Limits.pmdPages)
        switch below(4) {
        case 0: return (0, size)
        case 1 where size >= huge: return (huge * UInt8(below(Int(size / huge))), huge)
        default:
            let first = UInt8(below(Int(size)))
            return (first, 1 + UInt8(below(Int(size - first))))
        }
    }
}
