import Subprocess
import SystemPackage

/// One process of the emulator: started, read line by line, and ended at the time limit at the latest.
///
/// The kernel kills it when this process dies (`setpriv --pdeathsig`), however that happens.
struct Emulation: Sendable {
    /// What is known when the process is gone.
    struct Outcome: Sendable {
        var progress: GuestProgress
        var timedOut: Bool
        /// What the emulator itself said or how it ended, where it failed.
        var failure: String?
    }

    private enum Part: Sendable {
        case log(GuestProgress)
        case complaint(String?)
        case timeLimit
    }

    /// SIGTERM first: the emulator then ends in order.
    private static let teardown: [TeardownStep] = [
        .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(2))
    ]
    /// For a process that has closed its output and should be about to end; the signal itself does nothing to it.
    private static let patience: [TeardownStep] = [.send(signal: .resume, allowedDurationToNextStep: .seconds(5))]

    var emulator: FilePath
    var arguments: [String]
    var timeLimit: Duration

    /// Runs the emulator to its end.
    func run(onLine: @escaping @Sendable (String) async -> Void) async throws(LabError) -> Outcome {
        let launcher = try await HostTool.path("setpriv")
        var options = PlatformOptions()
        options.teardownSequence = Self.teardown
        // An interrupt at the terminal is for this process, which then ends the emulator.
        options.processGroupID = 0
        do {
            let result = try await Subprocess.run(
                .path(launcher), arguments: Arguments(["--pdeathsig", "KILL", "--", emulator.string] + arguments),
                platformOptions: options, input: .none, output: .sequence, error: .sequence
            ) { execution in
                try await withThrowingTaskGroup(of: Part.self) { group in
                    group.addTask { .log(try await Self.follow(execution.standardOutput, onLine: onLine)) }
                    group.addTask { .complaint(try await Self.complaint(in: execution.standardError)) }
                    group.addTask {
                        try await Task.sleep(for: timeLimit)
                        return .timeLimit
                    }
                    return try await Self.collect(&group) { await execution.teardown(using: $0) }
                }
            }
            return Self.judge(result.closureResult, status: result.terminationStatus)
        } catch {
            throw .unavailable("The emulator \(emulator) could not be run: \(error).")
        }
    }

    /// Waits for the ends of both outputs, and stops the clock. The time limit is noted before the process is ended, so
    /// that the end of its outputs is not taken for its own.
    private static func collect(
        _ group: inout ThrowingTaskGroup<Part, any Error>, end: @Sendable ([TeardownStep]) async -> Void
    ) async throws -> Outcome {
        var outcome = Outcome(progress: GuestProgress(), timedOut: false, failure: nil)
        var open = 2
        while open > 0, let part = try await group.next() {
            switch part {
            case .log(let progress):
                outcome.progress = progress
                open -= 1
            case .complaint(let line):
                outcome.failure = line
                open -= 1
            case .timeLimit:
                outcome.timedOut = true
                await end(teardown)
            }
        }
        group.cancelAll()
        await end(patience)
        return outcome
    }

    private static func follow(
        _ output: SubprocessOutputSequence, onLine: @Sendable (String) async -> Void
    ) async throws -> GuestProgress {
        var progress = GuestProgress()
        var lines = SerialLines()
        for try await buffer in output {
            for line in buffer.withUnsafeBytes({ lines.take($0) }) {
                progress.note(line)
                await onLine(line)
            }
        }
        if let line = lines.finish() {
            progress.note(line)
            await onLine(line)
        }
        return progress
    }

    /// The first line of the emulator's own words that is no warning.
    private static func complaint(in output: SubprocessOutputSequence) async throws -> String? {
        var first: String?
        var lines = SerialLines(limit: 400)
        for try await buffer in output {
            let new = buffer.withUnsafeBytes { lines.take($0) }
            first = first ?? new.first { !$0.contains("warning:") }
        }
        return first ?? lines.finish()
    }

    /// A process that ended well did not fail, whatever it said; one that was ended here did not either.
    private static func judge(_ outcome: Outcome, status: TerminationStatus) -> Outcome {
        var outcome = outcome
        outcome.failure = status.isSuccess || outcome.timedOut ? nil : outcome.failure ?? "it ended with \(status)"
        return outcome
    }
}
