import Corpus
import SystemPackage
import Testing

@Suite("Store")
struct StoreTests {
    @Test("gives back what was put, under the name of its content", arguments: [0, 1, 700, 70_000])
    func putAndGet(count: Int) throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder.appending("a/b"))
            let payload = SeededGenerator.sample(seed: 21, count: count)
            let stored = try store.put(payload, prefix: "seed-")
            #expect(stored.isNew)
            #expect(stored.name == "seed-\(ContentHash(of: payload)).case.zst")
            #expect(stored.name == store.name(of: payload, prefix: "seed-"))
            #expect(stored.path == folder.appending("a/b").appending(stored.name))
            #expect(try store.get(stored.name) == payload)
            #expect(try store.read(stored.path) == payload)
        }
    }

    @Test("putting the same content again writes nothing")
    func idempotent() throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder)
            let first = try store.put([1, 2, 3])
            let before = try first.path.stat()
            let second = try store.put([1, 2, 3])
            let after = try first.path.stat()
            #expect(first.isNew && !second.isNew)
            #expect(first.path == second.path)
            #expect(before.inode == after.inode)
            #expect(try allNames(in: folder) == [first.name])
        }
    }

    @Test("putting a content again mends its damaged file", arguments: [[], [1, 2, 3]] as [[UInt8]])
    func mends(damage: [UInt8]) throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder)
            let stored = try store.put([1, 2, 3])
            try write(damage, to: stored.path)
            #expect(failure { _ = try store.get(stored.name) }?.kind == .data)
            #expect(try store.put([1, 2, 3]).isNew)
            #expect(try store.get(stored.name) == [1, 2, 3])
        }
    }

    @Test("many writers of one folder leave whole files and nothing else")
    func concurrentWriters() throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder, isDurable: false)
            let payloads = (0..<20).map { SeededGenerator.sample(seed: $0, count: 200) }
            try inParallel(4) {
                for payload in payloads {
                    try store.put(payload)
                    try store.sweep()
                }
            }
            #expect(try allNames(in: folder) == payloads.map { store.name(of: $0) }.sorted())
            for entry in try store.list() { #expect(throws: Never.self) { try entry.payload.get() } }
        }
    }

    @Test("removes a file, and says when there is none")
    func remove() throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder)
            let stored = try store.put([5])
            try store.remove(stored.name)
            #expect(try store.names().isEmpty)
            #expect(failure { try store.remove(stored.name) } == .missing(stored.path))
            #expect(failure { _ = try store.get(stored.name) } == .missing(stored.path))
        }
    }

    @Test("refuses names that lead elsewhere", arguments: ["", ".", "..", "../x", "a/b", ".hidden", "a\0b"])
    func names(name: String) throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder)
            #expect(failure { _ = try store.get(name) } == .invalidName(folder, name: name))
            if !name.isEmpty {
                #expect(failure { try store.put([1], prefix: name) }?.kind == .data)
            }
        }
    }

    @Test("refuses a content, and a file, above its limit")
    func limit() throws {
        try withTemporaryFolder { folder in
            let small = Store(directory: folder, limit: 1_000)
            let large = try Store(directory: folder).put(SeededGenerator.sample(seed: 4, count: 90_000))
            #expect(failure { _ = try small.get(large.name) }?.kind == .data)
            let payload = [UInt8](repeating: 0, count: 1_001)
            let path = try small.path(of: small.name(of: payload))
            #expect(failure { try small.put(payload) } == .tooLarge(path, size: 1_001, limit: 1_000))
        }
    }
}
