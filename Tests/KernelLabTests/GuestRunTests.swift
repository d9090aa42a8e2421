import Foundation
import SystemPackage
import Testing

@testable import KernelLab

/// Guests whose emulator is a shell script: no kernel boots here.
@Suite(.timeLimit(.minutes(10))) struct GuestRunTests {
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
        #expect(try await bench.run(bench.guest(emulator: script), timeLimit: .seconds(3)) == .timeLimit)
        #expect(try !isAlive(bench))
        #expect(bench.names("runs").isEmpty)
    }

    @Test func killsAnEmulatorThatDoesNotListen() async throws {
        let bench = try GuestBench()
        let script = "trap '' TERM; echo $$ >\(bench.folder)/pid; \(Self.started); while :; do sleep 1; done"
        #expect(try await bench.run(bench.guest(emulator: script), timeLimit: .seconds(3)) == .timeLimit)
        #expect(try !isAlive(bench))
    }

    @Test func endsAGuestWithItsTask() async throws {
        let bench = try GuestBench()
        let guest = try bench.guest(emulator: "echo $$ >\(bench.folder)/pid; \(Self.started); exec sleep 1000")
        let lines = Lines()
        let end = try await withThrowingTaskGroup(of: GuestEnd?.self) { group in
            group.addTask { try await bench.run(guest, timeLimit: .seconds(300), lines: lines) }
            group.addTask {
                _ = try await lines.first()
                return nil
            }
            // A guest that cannot start ends the wait for its lines.
            let early = try await group.next()
            #expect(early == .some(nil), "the guest ended before its task")
            group.cancelAll()
            return try await group.next()
        }
        #expect(end == .cancelled)
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
            cat "$2" >\(bench.folder)/initramfs
            """
        #expect(try await bench.run(bench.guest(emulator: script)) == .reset)
        let whole = try LabFile.start(of: bench.folder.appending("initramfs"), limit: 1 << 20)
        let entries = try #require(NewcReader.entries(whole))
        #expect(entries.map(\.name) == ["case", "case/arguments", "case/program-0"])
        #expect(entries[1].content == Array("--rounds\n1\n".utf8))
        #expect(entries[2].content == Array("x".utf8) && entries[2].mode & 0o111 == 0o111)
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
