import Corpus
import Foundation
import SystemPackage
import Testing

@Suite("Store listing and sweeping")
struct StoreListTests {
    @Test("lists in the order of names and survives damaged neighbours")
    func damagedNeighbours() throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder)
            for payload in 0..<8 as Range<UInt8> { try store.put([payload], prefix: "m-") }
            let packed = PackedFrame.pack([7, 7])
            try write([], to: folder.appending("a-empty.case.zst"))
            try write(Array("hello".utf8), to: folder.appending("b-other.case.zst"))
            try write(Array(packed.dropLast()), to: folder.appending("n-cut.case.zst"))
            try write(packed + [0], to: folder.appending("z-long.case.zst"))
            try write(packed, to: folder.appending("good.case.zst"))
            let entries = Array(try store.list())
            #expect(entries.map(\.name) == entries.map(\.name).sorted())
            #expect(entries.count == 13)
            #expect(entries.compactMap { try? $0.payload.get() }.count == 9)
            let problems = entries.compactMap { problem(of: $0) }
            #expect(
                problems == [
                    .empty(folder.appending("a-empty.case.zst")),
                    .notPacked(folder.appending("b-other.case.zst")),
                    .truncated(
                        folder.appending("n-cut.case.zst"), expected: UInt64(packed.count),
                        actual: UInt64(packed.count - 1)),
                    .trailingBytes(folder.appending("z-long.case.zst"), count: 1),
                ])
        }
    }

    @Test("ignores folders, temporary files and other suffixes; a missing folder is empty")
    func ignored() throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder)
            let stored = try store.put([1])
            try write([1], to: folder.appending(".tmp-1-0"))
            try write([1], to: folder.appending(".tmp-1-0.case.zst"))
            try write([1], to: folder.appending("notes.txt"))
            try Store(directory: folder.appending("folder.case.zst")).createDirectory()
            #expect(try store.names() == [stored.name])
            #expect(Array(try store.list()).map(\.path) == [stored.path])
            #expect(try Store(directory: folder.appending("missing")).list().isEmpty)
            #expect(try Store(directory: folder.appending("missing")).sweep().isEmpty)
        }
    }

    @Test("a pipe or a dangling link among the files is an error of its own, and nothing waits for it")
    func oddFiles() throws {
        try withTemporaryFolder { folder in
            let pipe = folder.appending("pipe.case.zst")
            try #require(mkfifo(pipe.string, 0o600) == 0)
            let link = folder.appending("link.case.zst")
            try #require(symlink("nowhere", link.string) == 0)
            let problems = Array(try Store(directory: folder).list()).map { problem(of: $0) }
            #expect(problems == [.missing(link), .notRegularFile(pipe)])
        }
    }

    @Test("sweeps what dead writers left and nothing that is held")
    func sweep() throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder)
            let stored = try store.put([1])
            let names = [".tmp-\(getpid())-7", ".tmp-1-0", ".tmp-999999999-3"]
            for name in names { try write(PackedFrame.pack([9]), to: folder.appending(name)) }
            let held = try FileDescriptor.open(folder.appending(names[1]), .readOnly)
            try #require(flock(held.rawValue, LOCK_EX) == 0)
            #expect(
                try store.sweep() == [names[2], names[0]].map { folder.appending($0) }.sorted { $0.string < $1.string })
            #expect(try allNames(in: folder) == [names[1], stored.name])
            try held.close()
            #expect(try store.sweep() == [folder.appending(names[1])])
            #expect(try allNames(in: folder) == [stored.name])
        }
    }

    private func problem(of entry: Store.Entry) -> CorpusError? {
        failure { _ = try entry.payload.get() }
    }
}
