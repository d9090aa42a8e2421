/// A call as plain bytes, as an operation keeps it: every byte is a field and has a value, zero where the kind has no use
/// for it. An enum leaves parts of its payload undefined.
@usableFromInline struct PackedCall: BitwiseCopyable, Hashable, Sendable {
    @usableFromInline let kind: OperationKind
    /// The numbers, in the order of the enum's arguments.
    let first, second, third, fourth: UInt8
    /// What is switched on or chosen.
    let modifiers: UInt8
    /// Fills up what would be padding in an operation.
    private let filler: UInt8 = 0

    init(
        _ kind: OperationKind, _ first: UInt8 = 0, _ second: UInt8 = 0, _ third: UInt8 = 0, _ fourth: UInt8 = 0,
        modifiers: UInt8 = 0
    ) {
        self.kind = kind
        (self.first, self.second, self.third, self.fourth) = (first, second, third, fourth)
        self.modifiers = modifiers
    }

    var isModified: Bool { modifiers != 0 }
}

extension Operation.Call {
    var packed: PackedCall {
        switch self {
        case .open(let file, let slot, let write):
            PackedCall(.open, file.rawValue, slot.rawValue, modifiers: write ? 1 : 0)
        case .create(let file, let slot): PackedCall(.create, file.rawValue, slot.rawValue)
        case .close(let slot): PackedCall(.close, slot.rawValue)
        case .unlink(let file): PackedCall(.unlink, file.rawValue)
        case .rename(let old, let new): PackedCall(.rename, old.rawValue, new.rawValue)
        case .read(let slot, let pages): PackedCall(.read, slot.rawValue, pages.first, pages.count)
        case .write(let slot, let pages): PackedCall(.write, slot.rawValue, pages.first, pages.count)
        case .fsync(let slot): PackedCall(.fsync, slot.rawValue)
        case .truncate(let slot, let size): PackedCall(.truncate, slot.rawValue, size.rawValue)
        case .fallocate(let slot, let pages, let keepSize):
            PackedCall(.fallocate, slot.rawValue, pages.first, pages.count, modifiers: keepSize ? 1 : 0)
        case .punch(let slot, let pages): PackedCall(.punch, slot.rawValue, pages.first, pages.count)
        case .mmap(let mapping, let slot, let pages, let flags):
            PackedCall(
                .mmap, mapping.rawValue, slot.rawValue, pages.first, pages.count, modifiers: flags.rawValue)
        case .load(let mapping, let page): PackedCall(.load, mapping.rawValue, page.rawValue)
        case .store(let mapping, let page): PackedCall(.store, mapping.rawValue, page.rawValue)
        case .msync(let mapping): PackedCall(.msync, mapping.rawValue)
        case .munmap(let mapping): PackedCall(.munmap, mapping.rawValue)
        case .mprotect(let mapping, let write): PackedCall(.mprotect, mapping.rawValue, modifiers: write ? 1 : 0)
        case .madvise(let mapping): PackedCall(.madvise, mapping.rawValue)
        case .fork(let task): PackedCall(.fork, task.rawValue)
        case .thread(let task): PackedCall(.thread, task.rawValue)
        case .exit: PackedCall(.exit)
        case .exitGroup: PackedCall(.exitGroup)
        case .kill(let task): PackedCall(.kill, task.rawValue)
        case .sigaction(let action): PackedCall(.sigaction, modifiers: action.rawValue)
        case .sigprocmask(let block): PackedCall(.sigprocmask, modifiers: block ? 1 : 0)
        case .mceKill(let early): PackedCall(.mceKill, modifiers: early ? 1 : 0)
        case .chdir(let inside): PackedCall(.chdir, modifiers: inside ? 1 : 0)
        case .freeze(let slot): PackedCall(.freeze, slot.rawValue)
        case .thaw(let slot): PackedCall(.thaw, slot.rawValue)
        case .dropCaches: PackedCall(.dropCaches)
        case .mount: PackedCall(.mount)
        case .umount: PackedCall(.umount)
        case .bind: PackedCall(.bind)
        case .unbind: PackedCall(.unbind)
        case .repeat(let rounds, let background): PackedCall(.repeat, rounds.rawValue, modifiers: background ? 1 : 0)
        case .end: PackedCall(.end)
        }
    }

    init(_ packed: PackedCall) {
        switch packed.kind {
        case .open: self = .open(FileName(packed.first), DescriptorSlot(packed.second), write: packed.isModified)
        case .create: self = .create(FileName(packed.first), DescriptorSlot(packed.second))
        case .close: self = .close(DescriptorSlot(packed.first))
        case .unlink: self = .unlink(FileName(packed.first))
        case .rename: self = .rename(FileName(packed.first), to: FileName(packed.second))
        case .read: self = .read(DescriptorSlot(packed.first), PageRange(packed.second, count: packed.third))
        case .write: self = .write(DescriptorSlot(packed.first), PageRange(packed.second, count: packed.third))
        case .fsync: self = .fsync(DescriptorSlot(packed.first))
        case .truncate: self = .truncate(DescriptorSlot(packed.first), size: FileSize(packed.second))
        case .fallocate:
            self = .fallocate(
                DescriptorSlot(packed.first), PageRange(packed.second, count: packed.third), keepSize: packed.isModified
            )
        case .punch: self = .punch(DescriptorSlot(packed.first), PageRange(packed.second, count: packed.third))
        case .mmap:
            self = .mmap(
                MappingSlot(packed.first), DescriptorSlot(packed.second), PageRange(packed.third, count: packed.fourth),
                MmapFlags(rawValue: packed.modifiers))
        case .load: self = .load(MappingSlot(packed.first), page: MappingPage(packed.second))
        case .store: self = .store(MappingSlot(packed.first), page: MappingPage(packed.second))
        case .msync: self = .msync(MappingSlot(packed.first))
        case .munmap: self = .munmap(MappingSlot(packed.first))
        case .mprotect: self = .mprotect(MappingSlot(packed.first), write: packed.isModified)
        case .madvise: self = .madvise(MappingSlot(packed.first))
        case .fork: self = .fork(UserTask(packed.first))
        case .thread: self = .thread(UserTask(packed.first))
        case .exit: self = .exit
        case .exitGroup: self = .exitGroup
        case .kill: self = .kill(UserTask(packed.first))
        case .sigaction: self = .sigaction(SigbusAction(rawValue: packed.modifiers)!)
        case .sigprocmask: self = .sigprocmask(block: packed.isModified)
        case .mceKill: self = .mceKill(early: packed.isModified)
        case .chdir: self = .chdir(inside: packed.isModified)
        case .freeze: self = .freeze(DescriptorSlot(packed.first))
        case .thaw: self = .thaw(DescriptorSlot(packed.first))
        case .dropCaches: self = .dropCaches
        case .mount: self = .mount
        case .umount: self = .umount
        case .bind: self = .bind
        case .unbind: self = .unbind
        case .repeat: self = .repeat(Rounds(packed.first), background: packed.isModified)
        case .end: self = .end
        }
    }
}
