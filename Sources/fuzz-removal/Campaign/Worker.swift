import RemovalFuzz
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The loop of a worker process: search in slices, tell the parent, keep the corpus.
///
/// It ends after its executions, when standard input ends (the parent stops it, or is gone), or when nobody reads what
/// it writes.
struct Worker {
    private static let slice: UInt64 = 64
    private static let progressInterval = Duration.milliseconds(200)
    private static let exchangeInterval = Duration.seconds(2)

    private let rotation: SearchRotation
    private var corpus: WorkerCorpus
    private let limit: UInt64
    private let exchanges: Bool
    private let warns: Bool
    private var events = SearchEvents()
    private var lastProgress = ContinuousClock.now
    private var lastExchange = ContinuousClock.now

    init(rotation: SearchRotation, corpus: WorkerCorpus, limit: UInt64, exchanges: Bool, warns: Bool) {
        self.rotation = rotation
        self.corpus = corpus
        self.limit = limit
        self.exchanges = exchanges
        self.warns = warns
    }

    mutating func run() {
        Worker.arrangeSignals()
        ModelTrap.arrange()
        do throws(Failure) {
            for loaded in try corpus.load() { rotation.offer(loaded) }
            sendWarnings()
            while rotation.executions < limit && !Worker.inputHasEnded {
                try search()
            }
        } catch {
            send(.failure(error))
        }
        sendProgress()
        send(.done)
    }

    private mutating func search() throws(Failure) {
        events.removeAll()
        let slice = Int(min(Worker.slice, limit - rotation.executions))
        ModelTrap.watch(rotation.searches[rotation.next], target: rotation.next, progress: progress)
        let target = rotation.advance(executions: slice, into: &events)
        for finding in events.findings { send(.finding(target: target, finding)) }
        for interesting in events.interesting { try corpus.save(interesting) }
        let now = ContinuousClock.now
        if now - lastProgress >= Worker.progressInterval {
            lastProgress = now
            sendProgress()
        }
        if exchanges && now - lastExchange >= Worker.exchangeInterval {
            lastExchange = now
            for added in try corpus.additions() { rotation.offer(added) }
            sendWarnings()
        }
    }

    private mutating func sendWarnings() {
        let warnings = corpus.takeWarnings()
        if warns { for warning in warnings { send(.warning(warning)) } }
    }

    private func sendProgress() { send(progress) }

    private var progress: WorkerMessage {
        let tallies = rotation.searches.map { search in
            WorkerTally(executions: search.executions, steps: search.steps, features: UInt64(search.features))
        }
        return .progress(saved: corpus.saved, tallies: tallies)
    }

    /// Writes a line to the parent. Without a parent there is nothing left to do.
    private func send(_ message: WorkerMessage) {
        do { _ = try FileDescriptor.standardOutput.writeAll(Array((message.line + "\n").utf8)) } catch {
            exit(ExitStatus.inputOutput)
        }
    }

    /// The terminal's interrupt is the parent's to handle; a vanished parent is noticed by a failing write.
    private static func arrangeSignals() {
        signal(SIGINT, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        signal(SIGTERM, SIG_DFL)
    }

    /// The parent never writes to the worker: whatever happens to the pipe means the end.
    private static var inputHasEnded: Bool {
        var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) > 0
    }
}
