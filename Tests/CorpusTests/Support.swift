import Corpus
import Foundation
import Synchronization
import SystemPackage
import Testing

/// SplitMix64: the same numbers on every run for one seed. Tests name the seed in what they expect, so that a failure
/// prints it.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// Bytes of which some repeat, so that compression has something to do.
    mutating func bytes(_ count: Int) -> [UInt8] {
        let alphabet = UInt8.random(in: 1...255, using: &self)
        return (0..<count).map { _ in UInt8.random(in: 0...alphabet, using: &self) }
    }
}

/// Runs `body` with a new empty folder and removes it afterwards.
func withTemporaryFolder<Result>(_ body: (FilePath) throws -> Result) throws -> Result {
    var template = Array((NSTemporaryDirectory() + "/corpus-tests-XXXXXX").utf8CString)
    let created = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { try? FileManager.default.removeItem(atPath: created) }
    return try body(FilePath(created))
}

/// Writes `bytes` to `path` without any of the care that is under test.
func write(_ bytes: [UInt8], to path: FilePath) throws {
    let file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    try file.closeAfter { _ = try file.writeAll(bytes) }
}

/// Every name in a folder, hidden ones included, sorted.
func allNames(in folder: FilePath) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.string).sorted()
}

/// The error that `body` throws, or nil.
func failure(of body: () throws -> Void) -> CorpusError? {
    do {
        try body()
        return nil
    } catch {
        return error as? CorpusError
    }
}

/// Runs `body` on that many threads at once and throws the first error of any.
func inParallel(_ count: Int, _ body: @escaping @Sendable () throws -> Void) throws {
    let errors = Mutex<[any Error]>([])
    DispatchQueue.concurrentPerform(iterations: count) { _ in
        do { try body() } catch { errors.withLock { $0.append(error) } }
    }
    if let first = errors.withLock({ $0.first }) { throw first }
}
