import Foundation
import Subprocess
import SystemPackage

/// A copy of the checkout that holds all mutants at once. It is kept between runs, so that only what changed is built.
struct MutatedTree {
    let root: URL
    private let source: URL

    /// - Parameter source: The checkout's root.
    init(of source: URL) {
        self.source = source
        root = source.appending(path: ".build-mutants/tree")
    }

    /// Brings the copy up to date: what git knows or would add, as it is in the work tree.
    func update(with list: MutantList) async throws {
        let names = try await tracked()
        try removeOthers(than: Set(names))
        let byFile = Dictionary(grouping: list.mutants, by: \.file)
        if let missing = byFile.keys.sorted().first(where: { !names.contains($0) }) {
            throw MutantError("\(missing) is not in this checkout, but a mutant wants to change it")
        }
        for name in names where name != "Package.swift" {
            let original = source.appending(path: name)
            guard let mutants = byFile[name] else {
                try write(try Data(contentsOf: original), to: name)
                continue
            }
            let text = try String(contentsOf: original, encoding: .utf8)
            let mutated = try MutatedText.of(text, with: mutants.map { (list.number(of: $0), $0) })
            try write(Data((mutated + MutatedText.switches).utf8), to: name)
        }
        try relax()
    }

    /// Faulty code may leave a variable unused; that is a warning, and here no error.
    private func relax() throws {
        let package = root.appending(path: "Package.swift")
        let text = try String(contentsOf: source.appending(path: "Package.swift"), encoding: .utf8)
        let relaxed = text.replacing("[.treatAllWarnings(as: .error)]", with: "[]")
        guard relaxed != text else {
            throw MutantError("Package.swift no longer treats warnings as errors as expected")
        }
        try write(Data(relaxed.utf8), to: package.lastPathComponent)
    }

    private func tracked() async throws -> [String] {
        let result = try await Subprocess.run(
            .name("git"),
            arguments: ["-C", source.path, "ls-files", "-z", "-co", "--exclude-standard", "--deduplicate"],
            output: .string(limit: 1 << 22), error: .discarded)
        guard result.terminationStatus.isSuccess else {
            throw MutantError("git could not list the files of \(source.path)")
        }
        return result.standardOutput.split(separator: "\0").map(String.init).filter {
            FileManager.default.fileExists(atPath: source.appending(path: $0).path)
        }
    }

    /// Files of an earlier copy that are gone, so that nothing builds or reads them any more.
    private func removeOthers(than names: Set<String>) throws {
        let folders = Set(names.compactMap { $0.contains("/") ? $0.split(separator: "/").first.map(String.init) : nil })
        for folder in folders.sorted() {
            let path = root.appending(path: folder).path
            for name in (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? [] {
                let file = root.appending(path: folder + "/" + name)
                var isFolder: ObjCBool = false
                guard !names.contains(folder + "/" + name),
                    FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue
                else { continue }
                try FileManager.default.removeItem(at: file)
            }
        }
    }

    /// Writes only what differs, so that the build sees what changed.
    private func write(_ data: Data, to name: String) throws {
        let target = root.appending(path: name)
        if (try? Data(contentsOf: target)) == data { return }
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: target)
        let attributes = try? FileManager.default.attributesOfItem(atPath: source.appending(path: name).path)
        guard let mode = attributes?[.posixPermissions] else { return }
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: target.path)
    }

    /// A name for what the tree holds: results of another state mean nothing.
    func state() async throws -> String {
        var digest = TreeHash()
        for folder in ["Sources", "Tests"] {
            let base = root.appending(path: folder)
            for name in try FileManager.default.subpathsOfDirectory(atPath: base.path).sorted() {
                guard let data = try? Data(contentsOf: base.appending(path: name)) else { continue }
                digest.add(name.utf8)
                digest.add(data)
            }
        }
        return String(digest.value, radix: 16)
    }

    /// The short name of the checkout's commit, for the table.
    func commit() async throws -> String {
        let result = try await Subprocess.run(
            .name("git"), arguments: ["-C", source.path, "describe", "--always", "--dirty"],
            output: .string(limit: 1 << 10), error: .discarded)
        return result.standardOutput.split(separator: "\n").first.map(String.init) ?? "unknown"
    }
}

/// FNV-1a: tells two states of a tree apart that nobody has made to look alike.
private struct TreeHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
}
