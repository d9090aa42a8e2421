import Corpus
import DAXModel
import RemovalFuzz
import SystemPackage

/// What went wrong, in one sentence.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Cases and designs by the names that options give.
enum Input {
    static func readCase(_ path: String) throws -> Case {
        let bytes = try readFile(path, limit: StoredCase.sizeLimit)
        do throws(StoredCaseError) { return try StoredCase.read(bytes).case } catch {
            throw BenchFailure("\(path): \(error)")
        }
    }

    /// Each crasher of some folders, with the name of its file and the target that it records.
    static func crashers(_ folders: [String]) throws -> [(name: String, crasher: Crasher, target: Target)] {
        try folders.flatMap { folder in
            let store = Store(directory: FilePath(folder))
            return try store.names().map { name in
                let crasher = try StoredCase.read(try store.get(name))
                guard let recorded = crasher.target else { throw BenchFailure("\(name) records no target") }
                return (String(name.dropLast(store.suffix.count)), crasher, try target(recorded.description))
            }
        }
    }

    /// The target of this name.
    static func target(_ name: String) throws -> Target {
        let parsed: TargetName
        do throws(TargetNameError) { parsed = try TargetName(text: name) } catch {
            throw BenchFailure("\(name) is no target: \(error)")
        }
        do throws(TargetError) { return try Target(named: parsed) } catch { throw BenchFailure("\(error)") }
    }

    /// The guarantee of this name.
    static func guarantee(_ name: String) throws -> Guarantee {
        if let guarantee = Guarantee.named(name) { return guarantee }
        let known = Guarantee.allCases.map(\.name).joined(separator: ", ")
        throw BenchFailure("there is no guarantee \(name); there are \(known)")
    }

    /// A file's bytes; as many as fit into the limit.
    static func readFile(_ path: String, limit: Int) throws -> [UInt8] {
        do {
            let descriptor = try FileDescriptor.open(FilePath(path), .readOnly)
            return try descriptor.closeAfter {
                try [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
                    while count < limit {
                        let rest = UnsafeMutableRawBufferPointer(buffer)[count...]
                        let read = try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: rest))
                        if read == 0 { break }
                        count += read
                    }
                }
            }
        } catch {
            throw BenchFailure("cannot read \(path): \(error)")
        }
    }
}
