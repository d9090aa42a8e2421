import Foundation
import SystemPackage
import Testing

@testable import KernelLab

/// The archive that a guest boots from. What is wrong in it is a guest without its program, or no guest at all.
@Suite(.timeLimit(.minutes(10))) struct NewcArchiveTests {
    /// Packs the folder "root" of a bench.
    private func pack(_ bench: GuestBench) throws -> [UInt8] {
        let archive = bench.folder.appending("archive")
        try NewcArchive.pack(bench.folder.appending("root"), into: archive)
        return try LabFile.start(of: archive, limit: 1 << 26)
    }

    @Test func `what is packed is what the kernel unpacks`() throws {
        let bench = try GuestBench()
        try bench.write("root/init", "#!/bin/sh\n", program: true)
        try bench.write("root/empty", "")
        try bench.write("root/a/b/ä \n.ko", [0, 255, 10])
        try FileManager.default.createSymbolicLink(
            atPath: bench.folder.pushing("root/sh").string, withDestinationPath: "init")
        let entries = try #require(NewcReader.entries(try pack(bench)))
        #expect(entries.map(\.name) == ["a", "a/b", "a/b/ä \n.ko", "empty", "init", "sh"])
        #expect(entries.map { $0.mode >> 12 } == [0o4, 0o4, 0o10, 0o10, 0o10, 0o10])
        #expect(entries[4].mode & 0o777 == 0o755)
        #expect(entries.map(\.content.count) == [0, 0, 3, 0, 10, 10])
        #expect(entries[2].content == [0, 255, 10])
        #expect(entries.allSatisfy { $0.owner == [0, 0] && $0.time == 0 })
    }

    @Test func `names and contents of every length keep their place`() throws {
        let bench = try GuestBench()
        for length in 1...64 {
            let name = String(repeating: "n", count: length)
            try bench.write("root/\(name)", [UInt8](repeating: UInt8(length), count: length * 37 % 512))
        }
        try bench.write("root/large", [UInt8](repeating: 7, count: (1 << 20) + 1))
        let bytes = try pack(bench)
        #expect(bytes.count % 512 == 0)
        let entries = try #require(NewcReader.entries(bytes))
        #expect(entries.count == 65)
        for entry in entries where entry.name != "large" {
            let length = entry.name.utf8.count
            #expect(entry.content == [UInt8](repeating: UInt8(length), count: length * 37 % 512), "\(length)")
        }
        // A run's archive stands behind the shared one.
        #expect(NewcReader.entries(bytes + bytes)?.count == 130)
    }

    @Test func `the same folder gives the same bytes`() throws {
        let (a, b) = (try GuestBench(), try GuestBench())
        for (bench, names) in [(a, ["x", "y/z"]), (b, ["y/z", "x"])] {
            for name in names { try bench.write("root/\(name)", name) }
        }
        #expect(try pack(a) == pack(b))
    }

    @Test func `what the form cannot hold is refused`() throws {
        let bench = try GuestBench()
        func expectRefusal(_ words: String) {
            let error = #expect(throws: LabError.self) { try pack(bench) }
            #expect(error?.kind == .inputOutput)
            #expect(error?.sentence.contains(words) == true, "\(error?.sentence ?? "")")
        }
        // It would end the archive before its time.
        let trailer = try bench.write("root/TRAILER!!!", "x")
        expectRefusal("TRAILER!!! cannot be in a guest's file system under its name")
        LabFile.remove(trailer)
        // A length of eight digits; a sparse file costs nothing.
        let large = try bench.write("root/large", "x")
        try #require(FileHandle(forWritingAtPath: large.string)).truncate(atOffset: 1 << 32)
        expectRefusal("large has 4294967296 bytes")
        LabFile.remove(large)
        // Reading it would wait for a writer.
        #expect(mkfifo(bench.folder.pushing("root/pipe").string, 0o600) == 0)
        expectRefusal("pipe is neither a file nor a folder")
        LabFile.remove(bench.folder.pushing("root/pipe"))
        try FileManager.default.createSymbolicLink(
            atPath: bench.folder.pushing("root/nowhere").string, withDestinationPath: "gone")
        expectRefusal("cannot be written")
    }

    @Test func `a folder for the archive that is not there`() throws {
        let bench = try GuestBench()
        try bench.write("root/x", "x")
        let error = #expect(throws: LabError.self) {
            try NewcArchive.pack(bench.folder.appending("root"), into: bench.folder.pushing("no/archive"))
        }
        #expect(error?.sentence.contains("no/archive: cannot be written") == true)
    }

    @Test(.enabled("cpio is missing, which reads these archives too: apt-get install cpio") { await hasTool("cpio") })
    func `cpio reads it`() async throws {
        let bench = try GuestBench()
        for name in ["init", "a/b/c", "a/long-\(String(repeating: "x", count: 200))"] {
            try bench.write("root/\(name)", name)
        }
        let archive = bench.folder.appending("archive")
        try NewcArchive.pack(bench.folder.appending("root"), into: archive)
        let listing = try await HostTool.run("cpio", ["-t", "--quiet", "-F", archive.string])
        #expect(listing.split(separator: "\n").map(String.init) == LabFile.tree(bench.folder.appending("root")))
        let content = try await HostTool.run("cpio", ["-i", "--quiet", "--to-stdout", "-F", archive.string, "a/b/c"])
        #expect(content == "a/b/c")
    }
}
