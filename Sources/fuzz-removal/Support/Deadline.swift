import Synchronization

/// A moment after which nothing more should be begun. Any thread may bring it forward and any may ask.
final class Deadline: Sendable {
    private let moment = Mutex<ContinuousClock.Instant?>(nil)

    /// Sets the deadline, unless an earlier one is set.
    func bring(forwardTo instant: ContinuousClock.Instant) {
        moment.withLock { $0 = min($0 ?? instant, instant) }
    }

    var hasPassed: Bool {
        guard let instant = moment.withLock({ $0 }) else { return false }
        return ContinuousClock.now >= instant
    }
}
