/// What a sleeping task waits for: a kind of object and its index.
struct Channel: BitwiseCopyable, Hashable {
    enum Kind: UInt8 {
        case none, deviceLock, srcu, sUmount, thaw, freezeWriters, freezeState, daxEntry, pagesLock, inodeState
        case ioLock, mmapLock, iLock, agf, processMmapLock, delay, exit, ail
    }
    var kind: Kind
    var index: Int
    init(_ kind: Kind, _ index: Int = 0) {
        self.kind = kind
        self.index = index
    }
}

/// A reader-writer lock. Who reads is only counted: a task that dies holding it leaves it held, as in the kernel.
///
/// A simplification: a waiting writer does not stop new readers, so writers can be overtaken but never starve in the
/// bounded runs of the model.
struct RWLock: BitwiseCopyable, Equatable {
    /// The task that holds it exclusively, or -1.
    var writer = -1
    var readers = 0

    var isFree: Bool { writer < 0 && readers == 0 }

    /// Zero while it is free.
    var users: Int { (writer + 1) | readers }

    @inline(__always) mutating func tryRead() -> Bool {
        guard writer < 0 else { return false }
        readers += 1
        return true
    }

    @inline(__always) mutating func tryWrite(_ task: Int) -> Bool {
        guard isFree else { return false }
        writer = task
        return true
    }

    @inline(__always) mutating func endRead() {
        precondition(readers > 0, "unlock of a lock that nobody reads")
        readers -= 1
    }

    @inline(__always) mutating func endWrite(_ task: Int) {
        precondition(writer == task, "unlock of a lock that another task holds")
        writer = -1
    }

    func fold(into digest: inout Digest) {
        digest.fold(writer)
        digest.fold(readers)
    }
}
