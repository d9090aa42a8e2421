import SystemPackage
import Testing

@testable import Corpus

/// The power goes between any two changes: the store's folder opens, and nothing is missing that a caller was told of.
@Suite("Power loss")
struct PowerLossTests {
    private static func payload(_ seed: UInt64) -> [UInt8] { SeededGenerator.sample(seed: seed, count: 300) }

    /// A life of a store in two new folders, one in the other, with everything that changes it.
    private static func life(of store: Store) throws -> [DiskRecording.Entry] {
        let recording = DiskRecording()
        let first = try recording.put(payload(1), store)
        let second = try recording.put(payload(2), store)
        try recording.put(payload(1), store)
        try recording.remove(second.name, store)
        try recording.overwrite(first, with: [1, 2, 3])
        try recording.put(payload(1), store)
        recording.watch { abandonTemporaryFile(in: store.directory, for: first.path) }
        try recording.watch { _ = try store.sweep() }
        try recording.put(payload(3), store)
        for seed: UInt64 in [6, 7] { try recording.update("group", with: payload(seed), store) }
        return recording.entries
    }

    /// What `kill -9` leaves in the middle of writing.
    private static func abandonTemporaryFile(in folder: FilePath, for target: FilePath) {
        do throws(CorpusError) {
            let temporary = try TemporaryFile(in: folder, for: target)
            defer { temporary.close() }
            try temporary.write(payload(4), durable: false, for: target)
        } catch { Issue.record(error) }
    }

    @Test("a durable store keeps what it has told its caller, whenever the power goes")
    func durable() throws {
        try withTemporaryFolder { folder in
            let entries = try Self.life(of: Store(directory: folder.appending("a/b")))
            #expect(entries.count > 40, "the recording misses something")
            let losses = try Self.losses(entries, from: folder)
            #expect(losses.isEmpty, "\(losses)")
        }
    }

    @Test("a disk that ignores the sync after one kind of change loses something", arguments: SyncReason.allCases)
    func everySyncIsNeeded(reason: SyncReason) throws {
        try withTemporaryFolder { folder in
            let entries = try Self.life(of: Store(directory: folder.appending("a/b")))
            let losses = try Self.losses(entries.withoutSyncs(after: reason), from: folder)
            #expect(!losses.isEmpty, "nothing was lost without the sync after \(reason): the check sees nothing")
        }
    }

    @Test("a put answers for what another writer has begun, wherever that one was stopped", arguments: [true, false])
    func handover(firstIsDurable: Bool) throws {
        let first = try withTemporaryFolder { folder in
            let recording = DiskRecording()
            let store = Store(directory: folder.appending("a/b"), isDurable: firstIsDurable)
            // Until the second one answers, the file of a first one that does not sync may be damaged.
            if !firstIsDurable { recording.add(.open(store.name(of: Self.payload(1)))) }
            _ = try recording.watch { try store.put(Self.payload(1)) }
            return (root: folder, entries: recording.entries)
        }
        try Self.handOver(first.entries, of: first.root) { try $0.put(Self.payload(1), $1) }
    }

    @Test("an update that leaves a file as it is answers for it, wherever its writer was stopped")
    func updateHandover() throws {
        let first = try withTemporaryFolder { folder in
            let recording = DiskRecording()
            try recording.update("group", with: Self.payload(1), Store(directory: folder.appending("a/b")))
            return (root: folder, entries: recording.entries)
        }
        // As a campaign does: what another one has left is as good.
        try Self.handOver(first.entries, of: first.root) { try $0.update("group", with: Self.payload(1), $1) }
    }

    /// A first writer is stopped after each of its changes, and a second one goes on: nothing may be lost.
    private static func handOver(
        _ entries: [DiskRecording.Entry], of root: FilePath, to second: (DiskRecording, Store) throws -> Void
    ) throws {
        for count in 0...entries.count {
            let begun = Array(entries.prefix(count))
            try withTemporaryFolder { folder in
                var disk = LossyDisk(root: root)
                for case .change(let change) in begun { disk.apply(change) }
                try disk.live.write(into: folder)
                let recording = DiskRecording()
                try second(recording, Store(directory: folder.appending("a/b")))
                let losses = try Self.losses(begun.moved(from: root, to: folder) + recording.entries, from: folder)
                #expect(losses.isEmpty, "the first writer was stopped after \(count) changes: \(losses)")
            }
        }
    }

    @Test("a store that is not durable opens after a loss, and takes everything anew")
    func withoutDurability() throws {
        try withTemporaryFolder { folder in
            let recording = DiskRecording()
            let store = Store(directory: folder.appending("a/b"), isDurable: false)
            try recording.watch { for seed in 1...2 { try store.put(Self.payload(UInt64(seed))) } }
            for case .change(.synchronized) in recording.entries { Issue.record("a sync that nobody asked for") }
            try recording.entries.forEachSurvivor(from: folder) { root, _, moment in
                let store = Store(directory: root.appending("a/b"), isDurable: false)
                for entry in try store.list() { _ = try? entry.payload.get() }
                try store.sweep()
                let stored = try store.put(Self.payload(1))
                #expect(try store.get(stored.name) == Self.payload(1), "\(moment)")
                return true
            }
        }
    }

    @Test("a replaced file has its old or its new content, and the new one once that was told")
    func replacement() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending("report")
            let versions: [[UInt8]] = [Array("old".utf8), Array("new and longer".utf8)]
            let recording = DiskRecording()
            for version in versions {
                try recording.watch { try BoundedFile.replaceAtomically(path, with: version) }
                recording.add(.told("report", version))
            }
            try recording.entries.forEachSurvivor(from: folder) { root, told, moment in
                let content = try? BoundedFile.read(root.appending("report"), limit: 100)
                let sure = told.contents["report"]?.flatMap { versions.firstIndex(of: $0) } ?? -1
                let found = content.map { versions.firstIndex(of: $0) ?? -2 } ?? -1
                #expect(found == sure || found == sure + 1, "\(moment)")
                return true
            }
        }
    }

    /// The first few moments at which a folder does not open, or a store lacks what its caller was told of.
    private static func losses(_ entries: [DiskRecording.Entry], from folder: FilePath) throws -> [String] {
        var losses: [String] = []
        try entries.forEachSurvivor(from: folder) { root, told, moment in
            do {
                // What is under test has been done; to wait for a real disk here would only take time.
                let store = Store(directory: root.appending("a/b"), isDurable: false)
                losses += try faults(of: store, told).map { "\(moment): \($0)" }
            } catch { losses.append("\(moment): \(error)") }
            return losses.count < 3
        }
        return losses
    }

    private static func faults(of store: Store, _ told: Told) throws -> [String] {
        var faults: [String] = []
        for entry in try store.list() where !told.open.contains(entry.name) { _ = try entry.payload.get() }
        for (name, payload) in told.contents.sorted(by: { $0.key < $1.key }) {
            if let payload {
                if try store.get(name) != payload { faults.append("\(name) has another content") }
            } else if try store.names().contains(name) {
                faults.append("\(name) is there again")
            }
        }
        try store.sweep()
        if try store.allNames().contains(where: { $0.string.hasPrefix(".") }) {
            faults.append("a temporary file stays")
        }
        let last = try store.put(payload(5))
        if try store.get(last.name) != payload(5) { faults.append("nothing can be put any more") }
        return faults
    }
}
