import DAXModel
import RemovalFuzz

// The classics. Each is correct as long as nobody is interrupted.
extension Puzzle {
    public static let all = [
        reorderedWrites(writers: 2), twoStageLocks(writers: 1, readers: 1), boundedBuffer(producers: 2),
    ]

    /// Writers store a pair in two steps; the reader, started last, expects to see all of it or nothing. With n threads in all
    /// it is known as reorder_n.
    public static func reorderedWrites(writers: Int) -> Puzzle {
        let writer = [
            Step(name: "store_a") { shared, _ in
                shared[0] = 1
                return .next
            },
            Step(name: "store_b") { shared, _ in
                shared[1] = -1
                return .next
            },
        ]
        let reader = [
            Step(name: "load_a") { shared, own in
                own[0] = shared[0]
                return .next
            },
            Step(name: "load_b") { shared, own in
                if own[0] + shared[1] != 0 { shared[3] = 1 }
                return .next
            },
        ]
        let threads = Array(repeating: writer, count: writers) + [reader]
        return Puzzle(description: "reorder_\(threads.count)", threads: threads) { $0[3] != 0 }
    }

    /// Two numbers belong together, each under a lock of its own: shared[0] and shared[1] under shared[2], then
    /// under bit 1 of it. A reader comes between the two stages of a writer. With n threads in all it is known as twostage_n.
    public static func twoStageLocks(writers: Int, readers: Int) -> Puzzle {
        let writer = [
            Step(name: "lock_1", body: lock(1)),
            Step(name: "write_1") { shared, _ in
                shared[0] = 1
                return .next
            },
            Step(name: "unlock_1", body: unlock(1)),
            Step(name: "lock_2", body: lock(2)),
            Step(name: "write_2") { shared, _ in
                shared[1] = shared[0] + 1
                return .next
            },
            Step(name: "unlock_2", body: unlock(2)),
        ]
        let reader = [
            Step(name: "lock_1", body: lock(1)),
            Step(name: "read_1") { shared, own in
                own[0] = shared[0]
                return .next
            },
            Step(name: "unlock_1", body: unlock(1)),
            Step(name: "lock_2", body: lock(2)),
            Step(name: "read_2") { shared, own in
                if own[0] == 1 && shared[1] != 2 { shared[3] = 1 }
                return .next
            },
            Step(name: "unlock_2", body: unlock(2)),
        ]
        return Puzzle(
            description: "twostage_\(writers + readers)",
            threads: Array(repeating: writer, count: writers) + Array(repeating: reader, count: readers)
        ) { $0[3] != 0 }
    }

    private static func lock(_ bit: Int) -> Body {
        { shared, _ in
            guard shared[2] & bit == 0 else { return .wait }
            shared[2] |= bit
            return .next
        }
    }

    private static func unlock(_ bit: Int) -> Body {
        { shared, _ in
            shared[2] &= ~bit
            return .next
        }
    }

    /// One place, producers, and a consumer for all but one of them. A producer that found room does not look again before
    /// it puts.
    public static func boundedBuffer(producers: Int) -> Puzzle {
        let producer = [
            Step(name: "wait_not_full") { shared, _ in shared[0] < 1 ? .next : .wait },
            Step(name: "put") { shared, own in
                shared[0] += 1
                if shared[0] > 1 { shared[3] = 1 }
                return .next
            },
        ]
        let consumer = [
            Step(name: "wait_not_empty") { shared, _ in shared[0] > 0 ? .next : .wait },
            Step(name: "take") { shared, own in
                shared[0] -= 1
                own[0] += 1
                return .next
            },
            Step(name: "loop") { _, _ in .end },
        ]
        let pairs = Array(repeating: [producer, consumer], count: producers - 1).flatMap { $0 }
        return Puzzle(description: "bounded_buffer_\(producers)", threads: pairs + [producer]) { $0[3] != 0 }
    }

    /// Two threads that count: a step that repeats itself, so that its occurrences can be told apart.
    public static func counters(_ rounds: Int) -> Puzzle {
        let thread = [
            Step(name: "begin") { _, own in
                own[0] = 0
                return .next
            },
            Step(name: "count") { _, own in
                own[0] += 1
                return own[0] < rounds ? .again : .next
            },
            Step(name: "finish") { _, _ in .next },
        ]
        return Puzzle(description: "counters", threads: [thread, thread, thread]) { _ in false }
    }
}
