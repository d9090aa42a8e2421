import Subprocess
import SystemPackage

/// The machine's own commands that the laboratory calls.
enum HostTool {
    private static let mostOutput = 1 << 20

    /// Where a command is. The folders of the administrator's commands count too, which a user's PATH may lack.
    static func path(_ name: String) async throws(LabError) -> FilePath {
        if let found = try? await Executable.name(name).resolveExecutablePath(in: .inherit) { return found }
        for folder in ["/usr/sbin", "/sbin", "/usr/bin", "/bin"] as [FilePath] {
            let candidate = folder.appending(name)
            if LabFile.isRegular(candidate) { return candidate }
        }
        throw .unavailable("\(name) is missing; run make kernel-lab, which installs it.")
    }

    /// Runs a command to its end and gives its standard output.
    /// - Parameters:
    ///   - input: What the command reads from its standard input.
    ///   - folder: The folder to run it in; nil is the current one.
    /// - Throws: `unavailable` where the command is missing, `inputOutput` with what it complains of where it fails.
    @discardableResult
    static func run(
        _ name: String, _ arguments: [String], input: String = "", in folder: FilePath? = nil
    ) async throws(LabError) -> String {
        let outcome = try await outcome(of: name, arguments, input: input, in: folder)
        guard outcome.succeeded else { throw .inputOutput("\(name) failed: \(outcome.complaint).") }
        return outcome.output
    }

    /// How a command ended: whether well, what it wrote, and what it complained of.
    struct Outcome: Sendable {
        var succeeded: Bool
        var output: String
        var complaint: String
    }

    /// Runs a command to its end, however it ends.
    static func outcome(
        of name: String, _ arguments: [String], input: String = "", in folder: FilePath? = nil
    ) async throws(LabError) -> Outcome {
        let executable = try await path(name)
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(1))]
        do {
            // A pipe would break where the command ends before it has read all.
            let input = try LabFile.unnamed(holding: input)
            let result = try await Subprocess.run(
                .path(executable), arguments: Arguments(arguments),
                environment: .inherit.updating(["LC_ALL": "C"]), workingDirectory: folder, platformOptions: options,
                input: .fileDescriptor(input, closeAfterSpawningProcess: true), output: .string(limit: mostOutput),
                error: .string(limit: mostOutput))
            let words = result.standardError.split(separator: "\n").map(String.init)
            return Outcome(
                succeeded: result.terminationStatus.isSuccess, output: result.standardOutput,
                complaint: words.first { $0.contains("error:") } ?? words.first ?? "\(result.terminationStatus)")
        } catch {
            throw .inputOutput("\(name) could not be run: \(error).")
        }
    }
}
