import Synchronization

/// Prints what guests showed while others still run. When that fails, nobody can learn more: the work is cancelled, and
/// the failure is kept for its end.
final class Reporting: Sendable {
    private let failure = Mutex<Failure?>(nil)

    /// Calls a function that prints; on the task of the work.
    func report(_ body: () throws(Failure) -> Void) {
        do { try body() } catch {
            failure.withLock { $0 = $0 ?? error }
            withUnsafeCurrentTask { $0?.cancel() }
        }
    }

    /// Throws what went wrong while reporting.
    func check() throws(Failure) {
        if let failure = failure.withLock({ $0 }) { throw failure }
    }
}
