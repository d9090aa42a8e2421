import DAXModel

extension WorkloadState {
    /// An operation of this kind that makes sense for the task at this point, with id 0; nil when there is none.
    /// Loops are not proposed: they take two operations.
    func propose(_ kind: OperationKind, task: UInt8, mask: SwarmMask, random: inout Random) -> Operation? {
        guard mask.allows(kind), isAlive(task) else { return nil }
        return proposeCall(kind, task, mask, &random).map { Operation(id: 0, task: task, call: $0) }
    }

    private func proposeCall(
        _ kind: OperationKind, _ task: UInt8, _ mask: SwarmMask, _ random: inout Random
    ) -> Operation.Call? {
        switch kind {
        case .create, .open, .unlink, .rename: proposeName(kind, task, mask, &random)
        case .close, .read, .write, .fsync, .truncate, .fallocate, .punch, .freeze, .thaw:
            proposeFile(kind, task, mask, &random)
        case .mmap: proposeMmap(task, mask, &random)
        case .load, .store, .msync, .munmap, .mprotect, .madvise: proposeArea(kind, task, mask, &random)
        case .fork: random.bit(of: unborn & ~(1 << task)).map { .fork(UserTask($0)) }
        case .thread: random.bit(of: unborn & ~(1 << task)).map { .thread(UserTask($0)) }
        case .kill: random.bit(of: alive & ~(1 << task)).map { .kill(UserTask($0)) }
        case .sigaction, .sigprocmask, .mceKill, .chdir: proposeSwitch(kind, mask, &random)
        case .mount: isBound && !isMounted ? .mount : nil
        case .umount: isMounted ? .umount : nil
        case .bind: !isBound ? .bind : nil
        case .unbind: isBound ? .unbind : nil
        case .exit: alive.nonzeroBitCount > 1 ? .exit : nil
        case .exitGroup: alive.nonzeroBitCount > 1 ? .exitGroup : nil
        case .dropCaches: isMounted ? .dropCaches : nil
        case .repeat, .end: nil
        }
    }

    private func proposeName(
        _ kind: OperationKind, _ task: UInt8, _ mask: SwarmMask, _ random: inout Random
    ) -> Operation.Call? {
        guard isMounted else { return nil }
        let wantsNew = kind == .create && !random.chance(1, in: 6)
        let found =
            wantsNew
            ? names.firstIndex(of: 0) : random.slot(Limits.names, where: { names[$0] > 0 })
        guard let name = found ?? (kind == .create ? random.below(Limits.names) : nil) else { return nil }
        let file = FileName(UInt8(name))
        switch kind {
        case .unlink: return .unlink(file)
        case .rename:
            return .rename(file, to: FileName(UInt8((name + 1 + random.below(Limits.names - 1)) % Limits.names)))
        default: break
        }
        let base = descriptorBase(task)
        guard let free = (0..<Limits.descriptors).first(where: { descriptors[base + $0].inode == 0 }) else {
            return nil
        }
        let slot = DescriptorSlot(UInt8(free))
        guard kind == .open else { return .create(file, slot) }
        return .open(file, slot, write: mask.allows(modifiers: .write) && random.chance(3, in: 4))
    }

    private func proposeFile(
        _ kind: OperationKind, _ task: UInt8, _ mask: SwarmMask, _ random: inout Random
    ) -> Operation.Call? {
        let base = descriptorBase(task)
        let needsWrite = kind.needsWritableDescriptor
        guard
            let used = random.slot(
                Limits.descriptors,
                where: { descriptors[base + $0].inode > 0 && (descriptors[base + $0].writable || !needsWrite) })
        else { return nil }
        let slot = DescriptorSlot(UInt8(used))
        let size = sizes[Int(descriptors[base + used].inode)]
        switch kind {
        case .truncate:
            let new = random.pick([0, 1, 4, 4, 8, 8, size / 2, UInt8(random.below(Limits.filePages + 1))])
            return .truncate(slot, size: FileSize(new))
        case .fallocate:
            let pages = random.pages(within: UInt8(Limits.filePages))
            return .fallocate(slot, pages, keepSize: mask.allows(modifiers: .keepSize) && random.chance(1, in: 6))
        case .write: return .write(slot, random.pages(within: UInt8(Limits.filePages)))
        case .read: return .read(slot, random.pages(within: max(1, size)))
        case .punch: return .punch(slot, random.pages(within: max(1, size)))
        case .close: return .close(slot)
        case .fsync: return .fsync(slot)
        case .freeze: return .freeze(slot)
        case .thaw: return .thaw(slot)
        default: preconditionFailure("not a call on a descriptor")
        }
    }

    private func proposeMmap(_ task: UInt8, _ mask: SwarmMask, _ random: inout Random) -> Operation.Call? {
        let base = descriptorBase(task)
        let anySize = random.chance(1, in: 16)
        let first = areaBase(task)
        guard
            let slot = (0..<Limits.mappings).first(where: { areas[first + $0].inode == 0 }),
            let file = random.slot(
                Limits.descriptors,
                where: {
                    descriptors[base + $0].inode > 0 && (anySize || sizes[Int(descriptors[base + $0].inode)] > 0)
                })
        else { return nil }
        let size = sizes[Int(descriptors[base + file].inode)]
        let pages = random.pages(within: max(1, size))
        var flags: MmapFlags = []
        if mask.allows(modifiers: .shared) && !random.chance(1, in: 5) { flags = .shared }
        let mayWrite = descriptors[base + file].writable || !flags.contains(.shared)
        if mayWrite && mask.allows(modifiers: .write) && random.chance(3, in: 4) { flags.insert(.write) }
        if flags.contains([.shared, .write]) && mask.allows(modifiers: .sync) && random.chance(1, in: 4) {
            flags.insert(.sync)
        }
        return .mmap(MappingSlot(UInt8(slot)), DescriptorSlot(UInt8(file)), pages, flags)
    }

    private func proposeArea(
        _ kind: OperationKind, _ task: UInt8, _ mask: SwarmMask, _ random: inout Random
    ) -> Operation.Call? {
        let base = areaBase(task)
        guard
            let used = random.slot(
                Limits.mappings,
                where: { areas[base + $0].inode > 0 && (areas[base + $0].writable || kind != .store) })
        else { return nil }
        let slot = MappingSlot(UInt8(used))
        switch kind {
        case .load: return .load(slot, page: anyPage(of: areas[base + used], &random))
        case .store: return .store(slot, page: anyPage(of: areas[base + used], &random))
        case .msync: return .msync(slot)
        case .munmap: return .munmap(slot)
        case .mprotect:
            return .mprotect(slot, write: mask.allows(modifiers: .write) && random.chance(1, in: 2))
        case .madvise: return .madvise(slot)
        default: preconditionFailure("not about a mapping")
        }
    }

    /// Mostly a page that the file has.
    private func anyPage(of area: Area, _ random: inout Random) -> MappingPage {
        let size = sizes[Int(area.inode)]
        let inside = size > area.first ? min(area.count, size - area.first) : area.count
        return MappingPage(UInt8(random.below(Int(random.chance(1, in: 16) ? area.count : inside))))
    }

    private func proposeSwitch(
        _ kind: OperationKind, _ mask: SwarmMask, _ random: inout Random
    ) -> Operation.Call? {
        let isOn = mask.allows(modifiers: .enable) && random.chance(3, in: 4)
        switch kind {
        case .sigaction:
            let ignores = mask.allows(modifiers: .ignore) && random.chance(1, in: 3)
            return .sigaction(ignores ? .ignore : isOn ? .handler : .standard)
        case .sigprocmask: return .sigprocmask(block: isOn)
        case .mceKill: return .mceKill(early: isOn)
        case .chdir: return isMounted ? .chdir(inside: isOn) : nil
        default: preconditionFailure("not a switch")
        }
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
    mutating func pages(within size: UInt8) -> PageRange {
        let huge = UInt8(Limits.pmdPages)
        switch below(4) {
        case 0: return PageRange(0, count: size)
        case 1 where size >= huge: return PageRange(huge * UInt8(below(Int(size / huge))), count: huge)
        default:
            let first = UInt8(below(Int(size)))
            return PageRange(first, count: 1 + UInt8(below(Int(size - first))))
        }
    }
}
