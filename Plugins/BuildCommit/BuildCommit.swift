import Foundation
import PackagePlugin

/// Has a source file written that says what is being built, before every build. The manifest could not: what it says is
/// kept until the manifest itself changes. Only the programs compile that file, and only when it changed.
@main
struct BuildCommit: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        let package = context.package.directoryURL
        let folder = context.pluginWorkDirectoryURL.appending(path: "Generated")
        let environment = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME"].contains($0.key) }
        return [
            .prebuildCommand(
                displayName: "Naming the commit", executable: URL(filePath: "/bin/sh"),
                arguments: [
                    package.appending(path: "scripts/name-commit").path, package.path,
                    folder.appending(path: "Build.swift").path,
                ],
                environment: environment, outputFilesDirectory: folder)
        ]
    }
}
