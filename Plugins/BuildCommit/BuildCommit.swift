import Foundation
import PackagePlugin

/// Has a source file written that says what is being built, in every build. The manifest could not: what it says is kept
/// until the manifest itself changes. Only the programs compile that file, and only when what it says has changed.
@main
struct BuildCommit: BuildToolPlugin {
    /// A file that is another one in every process. A command that depends on it runs in every build; one before the
    /// build (`prebuildCommand`) would not, since the package is planned anew only when it gains or loses files.
    private static let alwaysNew = URL(filePath: "/proc/self/stat")

    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        let package = context.package.directoryURL
        let file = context.pluginWorkDirectoryURL.appending(path: "Build.swift")
        let environment = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME"].contains($0.key) }
        return [
            .buildCommand(
                displayName: "Naming the commit", executable: URL(filePath: "/bin/sh"),
                arguments: [package.appending(path: "scripts/name-commit").path, package.path, file.path],
                environment: environment,
                inputFiles: FileManager.default.fileExists(atPath: Self.alwaysNew.path) ? [Self.alwaysNew] : [],
                outputFiles: [file])
        ]
    }
}
