import Foundation
import SystemPackage

@testable import KernelLab

/// A folder of its own for one test; it goes when the test is over.
final class GuestBench: Sendable {
    let folder: FilePath

    init() throws {
        folder = FilePath(FileManager.default.temporaryDirectory.path).appending("guest-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.string) }

    /// Writes a file, with the folders above it, and gives its path.
    @discardableResult
    func write(_ name: String, _ bytes: [UInt8], program: Bool = false) throws -> FilePath {
        let path = folder.pushing(FilePath(name))
        try FileManager.default.createDirectory(
            atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: path.string))
        if program { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.string) }
        return path
    }

    @discardableResult
    func write(_ name: String, _ text: String, program: Bool = false) throws -> FilePath {
        try write(name, Array(text.utf8), program: program)
    }

    func names(_ name: String) -> [String] { LabFile.names(in: folder.pushing(FilePath(name))) }

    /// A guest whose emulator is a shell script.
    func guest(emulator script: String) throws -> Guest {
        let emulator = try write("emulator", "#!/bin/sh\n\(script)\n", program: true)
        let kernel = LabKernel(name: "6.1", image: "image", release: "6.1.0", modules: "modules", package: nil)
        return Guest(
            kernel: kernel, initramfs: try write("shared.cpio", [UInt8](repeating: 0, count: 512)),
            runs: folder.appending("runs"), emulator: emulator)
    }

    /// Runs it with a program that is never looked at.
    func run(_ guest: Guest, timeLimit: Duration = .seconds(120), lines: Lines = Lines()) async throws -> GuestEnd {
        let program = try write("program", "x", program: true)
        return try await guest.run(programs: [program], arguments: ["--rounds", "1"], timeLimit: timeLimit) {
            await lines.append($0)
        }
    }
}

/// Lines in the order of their arrival.
actor Lines {
    private(set) var all: [String] = []

    func append(_ line: String) { all.append(line) }

    /// Waits for the first line, and for two minutes at most: other tests may keep every core busy.
    func first() async throws -> String {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(120)
        while all.isEmpty {
            guard clock.now < deadline else { throw LabError.unavailable("no line came within two minutes") }
            try await clock.sleep(for: .milliseconds(10))
        }
        return all[0]
    }
}

/// Whether this machine has a command that some test needs.
func hasTool(_ name: String) async -> Bool { (try? await HostTool.path(name)) != nil }

/// Whether this machine can make the programs of guests.
func hasCompiler() async -> Bool {
    let outcome = try? await HostTool.outcome(
        of: "gcc", ["-static", "-pthread", "-o", "/dev/null", "-x", "c", "-"], input: "int main(void) { return 0; }")
    return outcome?.succeeded == true
}

/// The start of a kernel image that names a release.
func imageHeader(release: String) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 0x400)
    header.replaceSubrange(0x202..<0x206, with: Array("HdrS".utf8))
    header.replaceSubrange(0x20E..<0x210, with: [0x00, 0x01])
    header.replaceSubrange(0x300..<0x300 + release.utf8.count, with: Array(release.utf8))
    return header
}
