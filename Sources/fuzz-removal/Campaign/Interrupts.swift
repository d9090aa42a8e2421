import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// SIGINT, SIGTERM and SIGHUP: the first one asks for a graceful stop, the second one ends the process at once.
final class Interrupts {
    private let sources: [any DispatchSourceSignal]

    /// Takes the signals over until the process ends.
    init(first: @Sendable @escaping () -> Void) {
        signal(SIGPIPE, SIG_IGN)
        let queue = DispatchQueue(label: "interrupts")
        let seen = Seen()
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                seen.count += 1
                if seen.count > 1 { _exit(ExitStatus.interrupted) }
                first()
            }
            source.resume()
            return source
        }
    }

    /// Touched on the queue of the signals only.
    private final class Seen: @unchecked Sendable { var count = 0 }
}
