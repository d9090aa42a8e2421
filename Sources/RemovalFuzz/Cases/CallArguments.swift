import DAXModel

/// Words for the values of an argument, the simplest first.
private struct Choice<Value: Equatable & Sendable>: Sendable {
    let words: [String]
    let values: [Value]

    init(_ pairs: KeyValuePairs<String, Value>) {
        words = pairs.map(\.key)
        values = pairs.map(\.value)
    }
}

private enum Choices {
    static let sharing = Choice(["shared": true, "private": false])
    static let mapped = Choice(["read-only": false, "write": true])
    static let protection = Choice(["read": false, "write": true])
    static let sigbus = Choice(["handler": SigbusAction.handler, "ignore": .ignore, "default": .standard])
    static let sigmask = Choice(["block": true, "unblock": false])
    static let policy = Choice(["early": true, "default": false])
    static let directory = Choice(["mount-point": true, "out": false])
}

extension ArgumentVisitor {
    /// A value by its word.
    fileprivate mutating func choice<Value>(_ choice: Choice<Value>, _ value: inout Value) throws(Failure) {
        var index = choice.values.firstIndex(of: value)!
        try self.choice(choice.words, &index)
        value = choice.values[index]
    }
}

extension Operation.Call {
    /// Shows the visitor the arguments, and takes what it makes of them: their order, the words around them and their
    /// values stand here and nowhere else.
    mutating func visitArguments<Visitor: ArgumentVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        switch self {
        case .open(var file, var slot, var write):
            try visitor.file(&file)
            try visitor.descriptor(&slot)
            try visitor.option("write", &write)
            self = .open(file, slot, write: write)
        case .create(var file, var slot):
            try visitor.file(&file)
            try visitor.descriptor(&slot)
            self = .create(file, slot)
        case .close(var slot):
            try visitor.descriptor(&slot)
            self = .close(slot)
        case .unlink(var file):
            try visitor.file(&file)
            self = .unlink(file)
        case .rename(var old, var new):
            try visitor.file(&old)
            try visitor.file(&new)
            self = .rename(old, to: new)
        case .read(var slot, var pages):
            try visitor.descriptor(&slot)
            try visitor.pages(&pages)
            self = .read(slot, pages)
        case .write(var slot, var pages):
            try visitor.descriptor(&slot)
            try visitor.pages(&pages)
            self = .write(slot, pages)
        case .fsync(var slot):
            try visitor.descriptor(&slot)
            self = .fsync(slot)
        case .truncate(var slot, var size):
            try visitor.descriptor(&slot)
            try visitor.size(&size)
            self = .truncate(slot, size: size)
        case .fallocate(var slot, var pages, var keepSize):
            try visitor.descriptor(&slot)
            try visitor.pages(&pages)
            try visitor.option("keep-size", &keepSize)
            self = .fallocate(slot, pages, keepSize: keepSize)
        case .punch(var slot, var pages):
            try visitor.descriptor(&slot)
            try visitor.pages(&pages)
            self = .punch(slot, pages)
        case .freeze(var slot):
            try visitor.descriptor(&slot)
            self = .freeze(slot)
        case .thaw(var slot):
            try visitor.descriptor(&slot)
            self = .thaw(slot)
        case .mmap, .load, .store, .msync, .munmap, .mprotect, .madvise:
            try visitMappingArguments(&visitor)
        case .fork, .thread, .kill, .sigaction, .sigprocmask, .mceKill, .chdir, .repeat:
            try visitTaskArguments(&visitor)
        case .exit, .exitGroup, .dropCaches, .mount, .umount, .bind, .unbind, .end:
            break
        }
    }

    private mutating func visitMappingArguments<Visitor: ArgumentVisitor>(
        _ visitor: inout Visitor
    ) throws(Visitor.Failure) {
        switch self {
        case .mmap(var mapping, var slot, var pages, var flags):
            try visitor.mapping(&mapping)
            try visitor.descriptor(&slot)
            try visitor.pages(&pages)
            try visitor.choice(Choices.sharing, &flags[.shared])
            try visitor.choice(Choices.mapped, &flags[.write])
            try visitor.option("sync", &flags[.sync])
            self = .mmap(mapping, slot, pages, flags)
        case .load(var mapping, var page):
            try visitor.mapping(&mapping)
            try visitor.page(&page)
            self = .load(mapping, page: page)
        case .store(var mapping, var page):
            try visitor.mapping(&mapping)
            try visitor.page(&page)
            self = .store(mapping, page: page)
        case .msync(var mapping):
            try visitor.mapping(&mapping)
            self = .msync(mapping)
        case .munmap(var mapping):
            try visitor.mapping(&mapping)
            self = .munmap(mapping)
        case .mprotect(var mapping, var write):
            try visitor.mapping(&mapping)
            try visitor.choice(Choices.protection, &write)
            self = .mprotect(mapping, write: write)
        case .madvise(var mapping):
            try visitor.mapping(&mapping)
            try visitor.fixedWord("dontneed")
            self = .madvise(mapping)
        default:
            preconditionFailure("not about a mapping")
        }
    }

    private mutating func visitTaskArguments<Visitor: ArgumentVisitor>(
        _ visitor: inout Visitor
    ) throws(Visitor.Failure) {
        switch self {
        case .fork(var child):
            try visitor.task(&child)
            self = .fork(child)
        case .thread(var child):
            try visitor.task(&child)
            self = .thread(child)
        case .kill(var victim):
            try visitor.task(&victim)
            self = .kill(victim)
        case .sigaction(var action):
            try visitor.choice(Choices.sigbus, &action)
            self = .sigaction(action)
        case .sigprocmask(var block):
            try visitor.choice(Choices.sigmask, &block)
            self = .sigprocmask(block: block)
        case .mceKill(var early):
            try visitor.choice(Choices.policy, &early)
            self = .mceKill(early: early)
        case .chdir(var inside):
            try visitor.choice(Choices.directory, &inside)
            self = .chdir(inside: inside)
        case .repeat(var rounds, var background):
            try visitor.number(&rounds)
            try visitor.option("background", &background)
            self = .repeat(rounds, background: background)
        default:
            preconditionFailure("not about tasks")
        }
    }

    /// Shows the visitor the arguments; what it makes of them is lost.
    func readArguments<Visitor: ArgumentVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        var copy = self
        try copy.visitArguments(&visitor)
    }
}

extension MmapFlags {
    fileprivate subscript(flag: MmapFlags) -> Bool {
        get { contains(flag) }
        set { if newValue { insert(flag) } else { remove(flag) } }
    }
}
