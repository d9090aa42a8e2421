import DAXModel

/// A number for each task that a scheduler can serve, in memory of its own: an inline array would be copied whenever one of
/// its elements is asked for.
struct TaskNumbers: ~Copyable {
    let base: UnsafeMutablePointer<Int>

    init() {
        base = .allocate(capacity: Limits.scheduledTasks)
        base.initialize(repeating: 0, count: Limits.scheduledTasks)
    }

    deinit { base.deallocate() }

    subscript(task: Int) -> Int {
        @inline(__always) get { base[checked(task)] }
        @inline(__always) nonmutating set { base[checked(task)] = newValue }
    }

    func fill(_ number: Int) { base.update(repeating: number, count: Limits.scheduledTasks) }
    func copy(_ other: borrowing TaskNumbers) { base.update(from: other.base, count: Limits.scheduledTasks) }

    /// A view that a strategy can keep, as long as these numbers are there.
    var view: View { View(base: base) }

    struct View: BitwiseCopyable {
        fileprivate let base: UnsafeMutablePointer<Int>

        subscript(task: Int) -> Int {
            @inline(__always) get { base[checked(task)] }
            @inline(__always) nonmutating set { base[checked(task)] = newValue }
        }
    }
}

@inline(__always) private func checked(_ task: Int) -> Int {
    precondition(UInt(bitPattern: task) < UInt(bitPattern: Limits.scheduledTasks))
    return task
}
