import Corpus
import RemovalFuzz
import SystemPackage

/// The corpus folder as one worker uses it: read at the start, added to while the search goes on, and, where several
/// workers search, looked through for what the others added. Files are renamed into place.
struct WorkerCorpus {
    /// Most files of the folder; what is found interesting beyond them is not kept.
    static let fileLimit = 8192

    private let store: Store
    private let seeds: Store
    /// Names that are known: read, or written by this worker. Asked for membership only.
    private var known: Set<String> = []
    /// Files that this worker added.
    private(set) var saved: UInt64 = 0
    /// What is wrong with files that were passed over.
    private(set) var warnings: [String] = []

    init(directory: String) {
        let folder = FilePath(directory)
        store = Store(directory: folder, limit: StoredCase.sizeLimit, isDurable: false)
        seeds = Store(directory: folder.appending("seeds"), suffix: "", limit: StoredCase.sizeLimit)
    }

    /// The committed seeds, then the folder's cases, each in the order of their names.
    mutating func load() throws(Failure) -> [Case] {
        var cases: [Case] = []
        for name in try storing({ () throws(CorpusError) in try seeds.names() }) {
            let path = seeds.directory.appending(name).string
            do throws(Failure) { cases.append(try CaseFile.readSeed(path)) } catch { passOver(error) }
        }
        return cases + (try additions())
    }

    /// The cases that have come into the folder since the last call.
    mutating func additions() throws(Failure) -> [Case] {
        var cases: [Case] = []
        for name in try storing({ () throws(CorpusError) in try store.names() })
        where known.count < WorkerCorpus.fileLimit && known.insert(name).inserted {
            do throws(Failure) {
                let payload = try storing { () throws(CorpusError) in try store.get(name) }
                cases.append(try CaseFile.seed(payload, unpackedFrom: store.directory.appending(name).string))
            } catch {
                passOver(error)
            }
        }
        return cases
    }

    /// Adds a case, unless the folder is full or has it.
    mutating func save(_ case: Case) throws(Failure) {
        guard known.count < WorkerCorpus.fileLimit else { return }
        let stored = try storing { () throws(CorpusError) in try store.put(`case`.encoded) }
        known.insert(stored.name)
        if stored.isNew { saved += 1 }
    }

    /// The warnings since the last call.
    mutating func takeWarnings() -> [String] {
        defer { warnings = [] }
        return warnings
    }

    private mutating func passOver(_ error: Failure) {
        if warnings.count < 20 { warnings.append("not used: " + error.sentence) }
    }
}
