import Corpus
import Foundation
import SystemPackage
import Testing

@Suite("Bounded file")
struct BoundedFileTests {
    @Test("replaces a file whole and leaves no temporary file")
    func replaces() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("out.txt")
            for bytes in [[1], [], [1, 2, 3, 4]] as [[UInt8]] {
                try BoundedFile.replaceAtomically(path, with: bytes)
                #expect(try BoundedFile.read(path, limit: 10) == bytes)
            }
            #expect(try allNames(in: folder) == ["out.txt"])
        }
    }

    @Test("never changes a file under its reader")
    func readerKeepsOldFile() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("file")
            try write([1, 2, 3], to: path)
            let reader = try FileDescriptor.open(path, .readOnly)
            try BoundedFile.replaceAtomically(path, with: [4])
            let old = try reader.closeAfter {
                try [UInt8](unsafeUninitializedCapacity: 10) { buffer, count in
                    count = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
            }
            #expect(old == [1, 2, 3])
        }
    }

    @Test("follows a symbolic link and keeps it")
    func followsLink() throws {
        try withTemporaryFolder { folder in
            let target = folder.appending("target")
            try write([1], to: target)
            try #require(symlink("target", folder.appending("link").string) == 0)
            try BoundedFile.replaceAtomically(folder.appending("link"), with: [2])
            #expect(try BoundedFile.read(target, limit: 1) == [2])
            #expect(try allNames(in: folder) == ["link", "target"])
        }
    }

    @Test("reads up to its limit and not a byte more", arguments: [0, 1, 100])
    func limit(count: Int) throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("file")
            try write([UInt8](repeating: 1, count: count), to: path)
            #expect(try BoundedFile.read(path, limit: count).count == count)
            try write([UInt8](repeating: 1, count: count + 1), to: path)
            #expect(
                failure { _ = try BoundedFile.read(path, limit: count) }
                    == .tooLarge(path, size: UInt64(count) + 1, limit: UInt64(count)))
        }
    }

    @Test("says that the disk is full", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func fullDisk() throws {
        let error = try #require(failure { try BoundedFile.replaceAtomically("/dev/full", with: [1, 2, 3]) })
        #expect(error == .system("/dev/full", operation: "write", errno: .noSpace))
        #expect(error.exitStatus == 74)
        #expect(error.description.contains("free some space"))
    }

    @Test("says that a part of the path is no folder")
    func belowFile() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending("file")
            try write([1], to: file)
            let below = file.appending("below")
            #expect(
                failure { try BoundedFile.replaceAtomically(below, with: [1]) }
                    == .system(below, operation: "write", errno: .notDirectory))
            let error = failure { try Store(directory: below).put([1]) }
            guard case .system(_, _, .notDirectory)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(failure { _ = try Store(directory: file).names() }?.kind == .inputOutput)
            #expect(try allNames(in: folder) == ["file"])
        }
    }

    @Test("says that a folder stands where a file should be")
    func folderInstead() throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder)
            let path = try store.path(of: store.name(of: [1]))
            try Store(directory: path).createDirectory()
            #expect(failure { _ = try store.read(path) } == .isFolder(path))
            #expect(failure { try store.put([1]) } == .isFolder(path))
            #expect(failure { try store.remove(path.lastComponent?.string ?? "") }?.kind == .inputOutput)
            #expect(failure { try BoundedFile.replaceAtomically(path, with: [1]) } == .isFolder(path))
        }
    }

    @Test(
        "every error says in one sentence what, where, and what to do",
        arguments: [
            .empty("/f"), .notPacked("/f"), .truncated("/f", expected: 3, actual: 2), .trailingBytes("/f", count: 1),
            .unsupportedVersion("/f", version: 2, flags: 0), .damaged("/f", detail: "why"),
            .tooLarge("/f", size: 3, limit: 2), .missing("/f"), .isFolder("/f"), .notRegularFile("/f"),
            .invalidName("/f", name: "a/b"), .system("/f", operation: "write", errno: .noSpace),
        ] as [CorpusError])
    func descriptions(error: CorpusError) {
        #expect(error.description.contains("/f"))
        #expect(error.description.contains("; ") || error.description.contains(", so "))
        #expect(!error.description.contains("\n") && !error.description.hasSuffix("."))
        #expect(error.path == "/f")
        #expect(error.exitStatus == (error.kind == .data ? 65 : 74))
    }
}
