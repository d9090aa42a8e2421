import SystemPackage

@testable import Corpus

/// A file system that keeps what was synced and, of everything else, whatever is worst for the reader.
///
/// POSIX promises no more than this: an `fsync` of a file keeps its content, an `fsync` of a folder the names in it.
/// Of the changes since then any may be on the disk and any other not, in whatever order they were made: a rename
/// without the data of the file, a file without its folder. One change of names is on the disk as a whole or not at all.
struct LossyDisk {
    /// What a folder holds after the power has come back.
    enum Tree: Hashable {
        case file([UInt8])
        case folder([String: Tree])
    }

    /// What has become of bytes that were not synced.
    enum Rest: CaseIterable {
        case lost, torn, zeroes, kept
    }

    private enum Node {
        case file(content: [UInt8], synced: [UInt8])
        case folder(Folder)
    }

    private struct Folder {
        var names: [String: Int] = [:]
        var synced: [String: Int] = [:]
        var pending: [NameChange] = []
    }

    private enum NameChange {
        case add(String, Int)
        case remove(String)
        case move(String, to: String, Int)

        func apply(to names: inout [String: Int]) {
            switch self {
            case .add(let name, let node): names[name] = node
            case .remove(let name): names[name] = nil
            case .move(let old, let new, let node):
                if names[old] == node { names[old] = nil }
                names[new] = node
            }
        }
    }

    private let root: FilePath
    private var nodes: [Node] = [.folder(Folder())]

    /// A disk with one empty folder that is there for good.
    init(root: FilePath) { self.root = root }

    mutating func apply(_ change: DiskChange) {
        switch change {
        case .created(let path): add(.file(content: [], synced: []), at: path)
        case .madeFolder(let path): add(.folder(Folder()), at: path)
        case .wrote(let path, let bytes):
            guard let node = node(path), case .file(let content, let synced) = nodes[node] else { return }
            nodes[node] = .file(content: content + bytes, synced: synced)
        case .synchronized(let path):
            guard let node = node(path), case .file(let content, _) = nodes[node] else { return }
            nodes[node] = .file(content: content, synced: content)
        case .synchronizedFolder(let path):
            guard let node = node(path), case .folder(let folder) = nodes[node] else { return }
            nodes[node] = .folder(Folder(names: folder.names, synced: folder.names))
        case .unlinked(let path): alterNames(around: path) { .remove($0) }
        case .renamed(let path, let target):
            precondition(path.folder == target.folder, "the store renames inside a folder")
            guard let moved = node(path), let new = target.lastComponent?.string else { return }
            alterNames(around: path) { .move($0, to: new, moved) }
        }
    }

    /// What was there when nothing is lost, as after the end of a process.
    var live: Tree { tree(0, keeping: ~0, .kept) }

    /// Every tree that the disk may hold when the power goes now, each once.
    var survivors: [Tree] {
        var pending = 0
        for case .folder(let folder) in nodes { pending += folder.pending.count }
        precondition(pending <= 10, "\(pending) names that were not synced: too many subsets")
        var seen = Set<Tree>()
        return (0..<(1 << pending)).flatMap { kept in Rest.allCases.map { tree(0, keeping: kept, $0) } }
            .filter { seen.insert($0).inserted }
    }

    // MARK: Names

    /// The node that a path leads to now; nil outside the root.
    private func node(_ path: FilePath) -> Int? {
        var path = path
        guard path.removePrefix(root) else { return nil }
        return path.components.reduce(0) { node, component -> Int? in
            guard let node, case .folder(let folder) = nodes[node] else { return nil }
            return folder.names[component.string]
        }
    }

    private mutating func add(_ node: Node, at path: FilePath) {
        nodes.append(node)
        alterNames(around: path) { [last = nodes.count - 1] in .add($0, last) }
    }

    private mutating func alterNames(around path: FilePath, _ make: (String) -> NameChange) {
        guard let parent = node(path.folder), case .folder(var folder) = nodes[parent],
            let name = path.lastComponent?.string
        else { preconditionFailure("a change of \(path) outside any folder") }
        let change = make(name)
        change.apply(to: &folder.names)
        folder.pending.append(change)
        nodes[parent] = .folder(folder)
    }

    // MARK: After the loss

    /// - Parameter kept: bit n: the n-th change of names that was not synced is on the disk.
    private func tree(_ node: Int, keeping kept: Int, _ rest: Rest) -> Tree {
        switch nodes[node] {
        case .file(let content, let synced): return .file(synced + LossyDisk.remains(content[synced.count...], rest))
        case .folder(let folder):
            var names = folder.synced
            for (offset, change) in folder.pending.enumerated() where kept >> (firstBit(of: node) + offset) & 1 == 1 {
                change.apply(to: &names)
            }
            return .folder(names.mapValues { tree($0, keeping: kept, rest) })
        }
    }

    /// Which bit stands for the first change of a folder.
    private func firstBit(of node: Int) -> Int {
        nodes[..<node].reduce(0) { count, node in
            if case .folder(let folder) = node { count + folder.pending.count } else { count }
        }
    }

    private static func remains(_ bytes: ArraySlice<UInt8>, _ rest: Rest) -> [UInt8] {
        switch rest {
        case .lost: []
        case .torn: Array(bytes.prefix(bytes.count / 2))
        case .zeroes: [UInt8](repeating: 0, count: bytes.count)
        case .kept: Array(bytes)
        }
    }
}

extension LossyDisk.Tree {
    /// Names and sizes, for messages.
    var summary: String {
        switch self {
        case .file(let bytes): return "\(bytes.count) bytes"
        case .folder(let names):
            return "(" + names.sorted { $0.key < $1.key }.map { "\($0): \($1.summary)" }.joined(separator: ", ") + ")"
        }
    }

    /// Writes what the folder holds into a real one that is empty.
    func write(into path: FilePath) throws {
        guard case .folder(let names) = self else { preconditionFailure("a file where a folder is written") }
        for (name, tree) in names {
            let path = path.appending(name)
            switch tree {
            case .file(let bytes): try CorpusTests.write(bytes, to: path)
            case .folder:
                try POSIX.makeFolder(path)
                try tree.write(into: path)
            }
        }
    }
}
