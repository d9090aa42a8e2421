#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What this process has used of the processor.
enum ProcessorTime {
    /// In seconds, since the process began.
    static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// The end of a process from within somebody else's loop, which would take `exit` for a crash.
enum Exit {
    static func now() -> Never { _exit(0) }
}
