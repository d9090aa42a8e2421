import Corpus
import Synchronization
import SystemPackage
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One file for many writers: looking and replacing is one act, or two campaigns would overwrite each other's best.
@Suite("Store update", .timeLimit(.minutes(10)))
struct StoreUpdateTests {
    @Test("shows what is there, and leaves it alone when asked to")
    func looks() throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder.appending("new"))
            var seen: [Result<[UInt8], CorpusError>?] = []
            let first = try store.update("x.case.zst") { present in
                seen.append(present)
                return [1]
            }
            let second = try store.update("x.case.zst") { present in
                seen.append(present)
                return nil
            }
            #expect(first && !second && seen == [nil, .success([1])])
            #expect(try store.get("x.case.zst") == [1])
        }
    }

    @Test("a file that cannot be read is told from none, is left alone when asked to, and can be replaced")
    func mends() throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder)
            try write([9, 9], to: folder.appending("x.case.zst"))
            try store.update("x.case.zst") { $0 == nil ? [2] : nil }
            #expect(try BoundedFile.read(folder.appending("x.case.zst"), limit: 10) == [9, 9])
            try store.update("x.case.zst") { present in
                if case .failure(let error) = present, error.kind == .data { [2] } else { nil }
            }
            #expect(try store.get("x.case.zst") == [2])
        }
    }

    @Test("writers at once take turns: no increment is lost")
    func takesTurns() throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder, isDurable: false)
            try inParallel(4) {
                for _ in 0..<25 { try store.update("n.case.zst") { [((try? $0?.get().first) ?? 0) + 1] } }
            }
            #expect(try store.get("n.case.zst") == [100])
            #expect(try allNames(in: folder) == ["n.case.zst"])
        }
    }

    @Test("does not wait for ever for a process that was stopped in its update")
    func givesUp() throws {
        try withTemporaryFolder { folder in
            let other = try FileDescriptor.open(folder, .readOnly, options: .directory)
            defer { try? other.close() }
            #expect(flock(other.rawValue, LOCK_EX) == 0)
            let store = Store(directory: folder)
            #expect(throws: CorpusError.system(folder, operation: "lock", errno: .wouldBlock)) {
                try store.update("x.case.zst", patience: .milliseconds(30)) { _ in [1] }
            }
            #expect(try allNames(in: folder) == [])
        }
    }

    @Test("refuses names that lead elsewhere, and a content above its limit")
    func refuses() throws {
        try withTemporaryFolder { folder in
            let store = Store(directory: folder, limit: 10)
            #expect(failure { try store.update("../x") { _ in [1] } }?.kind == .data)
            #expect(failure { try store.update("x") { _ in [UInt8](repeating: 0, count: 11) } }?.kind == .data)
            let names = try store.names()
            #expect(names.isEmpty)
        }
    }
}
