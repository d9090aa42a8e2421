import Synchronization

/// A wish that any thread may utter and any may look at, with the moment when it was uttered first.
final class RaisedFlag: Sendable {
    private let moment = Mutex<ContinuousClock.Instant?>(nil)

    func raise() {
        moment.withLock { $0 = $0 ?? .now }
    }

    /// When the flag was raised; nil while it is not.
    var raised: ContinuousClock.Instant? { moment.withLock { $0 } }
    var isRaised: Bool { raised != nil }
}
