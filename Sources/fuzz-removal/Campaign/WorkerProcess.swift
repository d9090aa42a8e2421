import DAXModel
import Subprocess
import SystemPackage

/// A worker as its parent sees it: started, read line by line, and stopped by the end of its standard input.
enum WorkerProcess {
    /// Runs a worker to its end.
    /// - Parameters:
    ///   - stop: Ends when the worker should.
    ///   - receive: Takes the worker's lines in order.
    /// - Returns: nil after an ordinary end of the process, else how it ended.
    static func run(
        arguments: [String], stop: AsyncStream<Never>, receive: @Sendable @escaping (String) async -> Void
    ) async throws -> String? {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
        let result = try await Subprocess.run(
            .path("/proc/self/exe"),
            arguments: Arguments(executablePathOverride: "fuzz-removal", remainingValues: arguments),
            platformOptions: options, input: .inputWriter, output: .sequence, error: .currentStandardError
        ) { execution in
            let writer = execution.standardInputWriter
            let stopper = Task {
                for await _ in stop {}
                try? await writer.finish()
            }
            defer { stopper.cancel() }
            for try await line in execution.standardOutput.strings() { await receive(line) }
        }
        return result.terminationStatus.isSuccess ? nil : "\(result.terminationStatus)"
    }
}
