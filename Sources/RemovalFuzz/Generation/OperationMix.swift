import DAXModel

/// How often each kind of operation is drawn: one entry for each unit of weight.
enum OperationMix {
    /// While the file system is in use.
    static let inUse = expand([
        (.create, 3), (.open, 4), (.close, 2), (.unlink, 2), (.rename, 1), (.read, 2), (.write, 4), (.fsync, 3),
        (.truncate, 3), (.fallocate, 3), (.punch, 2), (.mmap, 6), (.load, 7), (.store, 8), (.msync, 2), (.munmap, 2),
        (.mprotect, 1), (.madvise, 2), (.fork, 1), (.thread, 1), (.exit, 1), (.exitGroup, 1), (.kill, 1),
        (.sigaction, 1), (.sigprocmask, 1), (.mceKill, 1), (.chdir, 1), (.freeze, 2), (.thaw, 1), (.dropCaches, 1),
        (.umount, 1), (.mount, 1), (.repeat, 2),
    ])

    /// Beside a removal: what meets its steps at a file, a mapping, a task or the super block.
    static let besideRemoval = expand([
        (.store, 8), (.load, 6), (.write, 3), (.fsync, 3), (.truncate, 3), (.fallocate, 2), (.punch, 3), (.munmap, 3),
        (.close, 4), (.unlink, 4), (.open, 4), (.mmap, 3), (.msync, 1), (.madvise, 1), (.freeze, 3), (.thaw, 2),
        (.umount, 3), (.exit, 3), (.exitGroup, 2), (.kill, 1), (.fork, 1), (.dropCaches, 2), (.create, 1), (.rename, 1),
    ])

    /// Once the device is being removed.
    static let afterRemoval = expand([
        (.open, 1), (.create, 1), (.close, 2), (.unlink, 1), (.read, 2), (.write, 2), (.fsync, 3), (.truncate, 2),
        (.punch, 1), (.mmap, 2), (.load, 5), (.store, 6), (.msync, 2), (.munmap, 2), (.madvise, 1), (.fork, 1),
        (.exit, 1), (.exitGroup, 1), (.kill, 1), (.freeze, 1), (.thaw, 2), (.dropCaches, 1), (.umount, 4),
        (.bind, 2), (.mount, 2), (.repeat, 1),
    ])

    /// What the rounds of a loop consist of.
    static let inLoop: [OperationKind] = [
        .load, .store, .store, .write, .read, .fsync, .punch, .madvise, .dropCaches, .load,
    ]

    private static func expand(_ weights: [(kind: OperationKind, weight: Int)]) -> [OperationKind] {
        weights.flatMap { [OperationKind](repeating: $0.kind, count: $0.weight) }
    }
}
