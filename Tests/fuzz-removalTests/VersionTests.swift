import Foundation
import Subprocess
import SystemPackage
import Testing

/// What the program says it was built from: a result counts for that build alone.
@Suite(.timeLimit(.minutes(10))) struct VersionTests {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "scripts/name-commit").path

    @Test func `the version names commit and build mode`() async throws {
        let outcome = try await Workbench().run("--version")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let form =
            #/fuzz-removal \d+\.\d+\.\d+ \((commit [0-9a-f]{12,40}(\+changes)?|unknown commit), (debug|release)\)\n/#
        let match = try #require(outcome.output.wholeMatch(of: form), "\(outcome.output)")
        #if DEBUG
        #expect(match.3 == "debug")
        #else
        #expect(match.3 == "release")
        #endif
    }

    /// Runs commands in a folder of the bench, with a git that knows no settings of this machine.
    private func shell(_ commands: String, in bench: Workbench) async throws -> String {
        let environment: Environment = .inherit.updating([
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CEILING_DIRECTORIES": bench.folder.path,
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
            "NAME_COMMIT": Self.script,
        ])
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-euc", commands], environment: environment,
            workingDirectory: FilePath(bench.folder.path), input: .none, output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        return result.standardOutput
    }

    @Test func `a new commit and changes are told`() async throws {
        let bench = try Workbench()
        let output = try await shell(
            """
            say() { sh "$NAME_COMMIT" "$PWD" out/Build.swift; sed -n 's/.*commit = "\\(.*\\)"/\\1/p' out/Build.swift; }
            git init -q; mkdir Sources; echo a >a; git add a; git commit -q -m a; say
            git rev-parse HEAD
            echo b >a; say
            git commit -q -m b -- a; say
            git rev-parse HEAD
            echo notes >notes; say
            echo c >Sources/c; say
            """, in: bench)
        let lines = output.split(separator: "\n").map(String.init)
        try #require(lines.count == 7, "\(output)")
        let (first, second) = ("commit \(lines[1].prefix(12))", "commit \(lines[4].prefix(12))")
        #expect(lines[0] == first)
        #expect(lines[2] == first + "+changes")
        #expect(lines[3] == second)
        // A file that is in no build is no change; a source is, known to git or not.
        #expect(lines[5] == second)
        #expect(lines[6] == second + "+changes")
    }

    @Test func `without git or a repository the build goes on`() async throws {
        let bench = try Workbench()
        let output = try await shell(
            """
            say() { sh "$NAME_COMMIT" "$1" out/Build.swift; sed -n 's/.*commit = "\\(.*\\)"/\\1/p' out/Build.swift; }
            mkdir -p outer/inner tools none; say "$PWD/none"
            cd outer; git init -q; echo a >inner/a; git add inner; git commit -q -m a; cd ..
            say "$PWD/outer/inner"
            for tool in sh cat mkdir dirname sed; do ln -s "$(command -v $tool)" tools/$tool; done
            PATH=$PWD/tools; say "$PWD/outer"
            """, in: bench)
        #expect(output == String(repeating: "unknown commit\n", count: 3))
    }

    /// A file that is written anew is compiled anew, and what depends on it.
    @Test func `the same commit writes nothing`() async throws {
        let bench = try Workbench()
        let output = try await shell(
            """
            sh "$NAME_COMMIT" "$PWD" Build.swift; touch -d 2001-01-01 Build.swift
            sh "$NAME_COMMIT" "$PWD" Build.swift; date -r Build.swift +%Y
            """, in: bench)
        #expect(output == "2001\n")
    }
}
