/// How a guest that had started ended.
public enum GuestEnd: Hashable, Sendable {
    /// By itself: its script reset it, its kernel panicked, or its own time limit passed.
    case reset
    /// The host's time limit passed.
    case timeLimit
    /// The task that ran it was cancelled.
    case cancelled
}

/// How far a guest got, as its serial log shows.
struct GuestProgress: Sendable {
    /// Whether the log holds anything at all.
    private(set) var printed = false
    /// Whether the guest's own script began.
    private(set) var reachedScript = false

    mutating func note(_ line: String) {
        printed = true
        reachedScript = reachedScript || line.contains(GuestScript.started)
    }
}
