import Synchronization
import SystemPackage

@testable import Corpus

/// What a program did to a disk, and what it could count on at each moment.
final class DiskRecording: Sendable {
    enum Entry: Sendable {
        case change(DiskChange)
        /// The caller was told that the file has this content; nil: that it is gone.
        case told(String, [UInt8]?)
        /// From here on either may be.
        case open(String)
    }

    private let log = Mutex<[Entry]>([])

    var entries: [Entry] { log.withLock { $0 } }

    func add(_ entry: Entry) { log.withLock { $0.append(entry) } }

    /// Runs `body` and takes down what it changes.
    func watch<Result>(_ body: () throws -> Result) rethrows -> Result {
        try DiskChange.$witness.withValue({ self.add(.change($0)) }, operation: body)
    }

    /// Stores a content and takes down that it is there.
    @discardableResult
    func put(_ payload: [UInt8], _ store: Store) throws -> StoredFile {
        let stored = try watch { try store.put(payload) }
        add(.told(stored.name, payload))
        return stored
    }

    /// Brings a file to a content unless it has that, and takes down that it is there.
    func update(_ stem: String, with payload: [UInt8], _ store: Store) throws {
        let name = stem + store.suffix
        add(.open(name))
        try watch { _ = try store.update(name) { $0 == .success(payload) ? nil : payload } }
        add(.told(name, payload))
    }

    func remove(_ name: String, _ store: Store) throws {
        add(.open(name))
        try watch { try store.remove(name) }
        add(.told(name, nil))
    }

    /// Another hand has written a file, and that is on the disk.
    func overwrite(_ file: StoredFile, with bytes: [UInt8]) throws {
        add(.open(file.name))
        try write(bytes, to: file.path)
        for change in [DiskChange.unlinked(file.path), .created(file.path), .wrote(file.path, bytes)] {
            add(.change(change))
        }
        add(.change(.synchronized(file.path)))
        add(.change(.synchronizedFolder(file.path.folder)))
    }
}

/// Why something is synced: what was changed before.
enum SyncReason: CaseIterable {
    case writing, renaming, unlinking, makingFolder
}

extension [DiskRecording.Entry] {
    /// The same on a disk that does not keep what was synced for this reason.
    func withoutSyncs(after reason: SyncReason) -> [DiskRecording.Entry] {
        var last: SyncReason?
        return filter { entry in
            guard case .change(let change) = entry else { return true }
            switch change {
            case .created, .wrote: last = .writing
            case .renamed: last = .renaming
            case .unlinked: last = .unlinking
            case .madeFolder: last = .makingFolder
            case .synchronized, .synchronizedFolder: return last != reason
            }
            return true
        }
    }
}

/// What a program can count on.
struct Told: Sendable {
    /// The content of each file that was told of; nil: it is gone.
    var contents: [String: [UInt8]?] = [:]
    /// Files of which nothing is known.
    var open: Set<String> = []
}

extension [DiskRecording.Entry] {
    /// Lets the power go before the first entry, between any two, and after the last, and calls `body` with every
    /// folder that may be left, with what the caller had been told by then, and with words for the moment. `body` says
    /// whether it has not seen enough.
    func forEachSurvivor(
        from root: FilePath, _ body: (FilePath, Told, _ moment: String) throws -> Bool
    ) throws {
        var disk = LossyDisk(root: root)
        var told = Told()
        var seen = Set<LossyDisk.Tree>()
        for count in 0...self.count {
            let entry = count > 0 ? self[count - 1] : nil
            if case .change(let change)? = entry {
                disk.apply(change)
            } else {
                entry?.tell(&told)
                seen = []
            }
            for tree in disk.survivors where seen.insert(tree).inserted {
                let goesOn = try withTemporaryFolder { folder in
                    try tree.write(into: folder)
                    return try body(folder, told, "after \(count) of \(self.count) entries, with \(tree.summary)")
                }
                guard goesOn else { return }
            }
        }
    }

    /// The same changes under another root.
    func moved(from old: FilePath, to new: FilePath) -> [DiskRecording.Entry] {
        func move(_ path: FilePath) -> FilePath {
            var path = path
            return path.removePrefix(old) ? new.pushing(path) : path
        }
        return map { entry in
            guard case .change(let change) = entry else { return entry }
            return .change(change.moved(move))
        }
    }
}

extension DiskChange {
    fileprivate func moved(_ move: (FilePath) -> FilePath) -> DiskChange {
        switch self {
        case .created(let path): .created(move(path))
        case .wrote(let path, let bytes): .wrote(move(path), bytes)
        case .synchronized(let path): .synchronized(move(path))
        case .synchronizedFolder(let path): .synchronizedFolder(move(path))
        case .renamed(let path, let target): .renamed(move(path), to: move(target))
        case .unlinked(let path): .unlinked(move(path))
        case .madeFolder(let path): .madeFolder(move(path))
        }
    }
}

extension DiskRecording.Entry {
    fileprivate func tell(_ told: inout Told) {
        switch self {
        case .change: break
        case .told(let name, let content):
            told.contents.updateValue(content, forKey: name)
            told.open.remove(name)
        case .open(let name):
            told.contents.removeValue(forKey: name)
            told.open.insert(name)
        }
    }
}
