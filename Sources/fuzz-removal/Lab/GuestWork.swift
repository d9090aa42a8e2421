import ArgumentParser
import KernelLab

/// Work with guests. A signal ends it gracefully: its task is cancelled, and awaited until the guests are gone.
enum GuestWork {
    /// Does the work; interrupted, it returns before the work's end: what a cancelled task leaves half done is no error.
    /// - Throws: The work's own error, with its status.
    static func run(_ body: @escaping @Sendable () async throws -> Void) async throws(Failure) {
        let work = Task { try await body() }
        let interrupts = Interrupts { work.cancel() }
        defer { withExtendedLifetime(interrupts) {} }
        do { try await work.value } catch {
            if work.isCancelled { return }
            if let error = error as? LabError { throw Failure(error) }
            throw error as? Failure ?? .inputOutput("the guests could not be run: \(error)")
        }
    }

    /// How a command ends that was interrupted, after it has printed what was complete.
    static func interrupted(_ complete: Int, of all: Int, _ things: String) -> ExitCode {
        Console.note("interrupted: \(complete) of \(all) \(things) are complete")
        return ExitCode(ExitStatus.interrupted)
    }
}
