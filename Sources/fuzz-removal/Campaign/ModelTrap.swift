import RemovalFuzz
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A condition of the model that does not hold is a fault of this program, and ends the worker. Before it goes, the worker
/// tells its parent how far it is and which case it was executing.
///
/// The handler calls what a handler must not call in general: memory is allocated. Here the signal is no message from
/// outside; it comes from an instruction of our own code, on the only thread, and interrupts no function of the C library.
enum ModelTrap {
    /// The search that executes now, the index of its target, and how far the worker is.
    nonisolated(unsafe) private static var watched: (search: Search, target: Int, progress: WorkerMessage)?

    /// From here on a trap is about this search.
    static func watch(_ search: Search, target: Int, progress: WorkerMessage) {
        watched = (search, target, progress)
    }

    static func arrange() {
        for number in [SIGILL, SIGTRAP] { signal(number) { _ in ModelTrap.report() } }
    }

    private static func report() -> Never {
        // A second trap has nothing to add.
        for number in [SIGILL, SIGTRAP] { signal(number, SIG_DFL) }
        if let watched {
            let stopped = WorkerMessage.stopped(target: watched.target, watched.search.underWay)
            let lines = watched.progress.line + "\n" + stopped.line + "\n"
            _ = try? FileDescriptor.standardOutput.writeAll(Array(lines.utf8))
        }
        _exit(ExitStatus.software)
    }
}
