import Foundation
import SystemPackage
import Testing

@testable import KernelLab

/// Guests whose emulator is a shell script: no kernel boots here.
@Suite struct GuestRunTests {
    private static let started = "echo '[ 1.0] \(GuestScript.started) 6.1.0'"

    @Test func streamsTheLinesOfAGuestThatEnds() async throws {
        let bench = try GuestBench()
        let lines = Lines()
        let script = "printf 'one\\r\\n'; \(Self.started); printf '\\377x'; echo 'qemu: warning: cold' >&2"
        #expect(try await bench.run(bench.guest(emulator: script), lines: lines) == .reset)
        #expect(await lines.all == ["one", "[ 1.0] \(GuestScript.started) 6.1.0", "\u{FFFD}x"])
        #expect(bench.names("runs").isEmpty)
    }

    @Test func endsAGuestAtTheTimeLimit() async throws {
        let bench = try GuestBench()
        let script = "echo $$ >\(bench.folder)/pid; \(Self.started); exec sleep 1000"
        #expect(try await bench.run(bench.guest(emulator: script), timeLimit: .seconds(1)) == .timeLimit)
        #expect(try !isAlive(bench))
        #expect(bench.names("runs").isEmpty)
    }

    @Test func killsAnEmulatorThatDoesNotListen() async throws {
        let bench = try GuestBench()
        let script = "trap '' TERM; echo $$ >\(bench.folder)/pid; \(Self.started); while :; do sleep 1; done"
        #expect(try await bench.run(bench.guest(emulator: script), timeLimit: .seconds(1)) == .timeLimit)
        #expect(try !isAlive(bench))
    }

    @Test func endsAGuestWithItsTask() async throws {
        let bench = try GuestBench()
        let guest = try bench.guest(emulator: "echo $$ >\(bench.folder)/pid; \(Self.started); exec sleep 1000")
        let lines = Lines()
        let task = Task { try await bench.run(guest, timeLimit: .seconds(60), lines: lines) }
        while await lines.all.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        task.cancel()
        #expect(try await task.value == .cancelled)
        #expect(try !isAlive(bench))
        #expect(bench.names("runs").isEmpty)
    }

    @Test func givesTheEmulatorsOwnWords() async throws {
        let bench = try GuestBench()
        let guest = try bench.guest(emulator: "echo 'qemu: could not load kernel' >&2; exit 1")
        let error = await #expect(throws: LabError.self) { try await bench.run(guest) }
        #expect(error?.kind == .unavailable)
        #expect(error?.sentence.hasSuffix("failed: qemu: could not load kernel.") == true)
    }

    @Test func saysThatAGuestDoesNotBoot() async throws {
        let bench = try GuestBench()
        for (script, words) in [
            ("echo 'Kernel panic'", "did not reach its first program before it ended"),
            ("exit 0", "printed nothing before it ended"), ("exec sleep 1000", "printed nothing within 1.0 seconds"),
        ] {
            let guest = try bench.guest(emulator: script)
            let error = await #expect(throws: LabError.self) { try await bench.run(guest, timeLimit: .seconds(1)) }
            #expect(error?.kind == .unavailable)
            #expect(error?.sentence.contains(words) == true, "\(error?.sentence ?? "")")
        }
    }

    @Test func givesTheEmulatorTheProgramAndItsArguments() async throws {
        let bench = try GuestBench()
        let script = """
            \(Self.started)
            while [ "$1" != -initrd ]; do shift; done
            tail -c +513 "$2" | cpio -i --quiet --to-stdout case/arguments
            """
        let lines = Lines()
        _ = try await bench.run(bench.guest(emulator: script), lines: lines)
        #expect(await lines.all.suffix(2) == ["--rounds", "1"])
    }

    @Test func removesWhatAKilledRunLeft() async throws {
        let bench = try GuestBench()
        try bench.write("runs/abandoned/initramfs.cpio", "x")
        #expect(try await bench.run(bench.guest(emulator: Self.started)) == .reset)
        #expect(bench.names("runs").isEmpty)
    }

    @Test func saysThatTheEmulatorIsMissing() async throws {
        let bench = try GuestBench()
        let kernel = LabKernel(name: "6.1", image: "image", release: "6.1.0", modules: "modules", package: nil)
        let error = await #expect(throws: LabError.self) {
            try await Guest(kernel: kernel, cache: bench.folder, emulator: "qemu-of-no-machine")
        }
        #expect(error == .unavailable("qemu-of-no-machine is missing; run make kernel-lab, which installs it."))
    }

    /// Whether the process whose id the script wrote still runs.
    private func isAlive(_ bench: GuestBench) throws -> Bool {
        let text = try #require(LabFile.lines(of: bench.folder.appending("pid"))?.first)
        return kill(try #require(pid_t(text)), 0) == 0
    }
}
