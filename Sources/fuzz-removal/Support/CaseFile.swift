import Corpus
import RemovalFuzz
import SystemPackage

/// Reading and writing cases in whichever form a file has.
enum CaseFile {
    /// What the names of packed files end with.
    static let packedSuffix = ".zst"
    /// What the names of the files of a store end with. A page prints them without it.
    static let storedSuffix = ".case.zst"
    /// The first bytes of a packed file.
    private static let packedMagic: [UInt8] = Array(PackedFrame.pack([]).prefix(4))

    /// Reads a crasher or a plain case, packed, binary or text, from a file or from standard input ("-").
    static func read(_ name: String) throws(Failure) -> Crasher {
        let shown = name == "-" ? "standard input" : name
        return try decode(try unpacked(name), unpackedFrom: shown)
    }

    /// Reads a case to begin a search with: what cannot take place in it is dropped.
    static func readSeed(_ name: String) throws(Failure) -> Case { try seed(try unpacked(name), unpackedFrom: name) }

    /// The file that a name means: itself, or what a page prints without suffix or shortened, there or in the folder
    /// of findings.
    static func existing(_ name: String) -> FilePath {
        let candidates = [name, name + storedSuffix, "crashes/" + name, "crashes/" + name + storedSuffix]
            .map { FilePath($0) }
        if let whole = candidates.first(where: { (try? $0.stat()) != nil }) { return whole }
        let short = [name, "crashes/" + name].lazy.compactMap { ShortName.file(FilePath($0), suffix: storedSuffix) }
        return short.first ?? candidates[0]
    }

    /// The bytes of a case, out of a packed file where it is one.
    private static func unpacked(_ name: String) throws(Failure) -> [UInt8] {
        let path = existing(name)
        guard name == "-" || (try? path.stat().type) != .directory else {
            throw .inputOutput(
                "\(name) is a folder, and a case is a file; name a file in it (replay takes folders too)")
        }
        let bytes =
            name == "-"
            ? try standardInput()
            : try storing { () throws(CorpusError) in try BoundedFile.read(path, limit: fileLimit) }
        let shown = name == "-" ? "standard input" : name
        guard !bytes.isEmpty else {
            let remedy = name == "-" ? "give it a case" : "restore it from a copy or delete it"
            throw .badData("\(shown) is empty; \(remedy)")
        }
        guard name.hasSuffix(packedSuffix) || bytes.starts(with: packedMagic) else { return bytes }
        return try storing { () throws(CorpusError) in
            try PackedFrame.unpack(bytes, limit: StoredCase.sizeLimit, origin: FilePath(shown))
        }
    }

    /// Reads what is or was in a packed file.
    static func decode(_ bytes: [UInt8], unpackedFrom name: String) throws(Failure) -> Crasher {
        do throws(StoredCaseError) { return try StoredCase.read(bytes) } catch { throw Failure(error, in: name) }
    }

    /// The same for a case to begin a search with.
    static func seed(_ bytes: [UInt8], unpackedFrom name: String) throws(Failure) -> Case {
        do throws(StoredCaseError) { return try StoredCase.readSeed(bytes) } catch { throw Failure(error, in: name) }
    }

    /// Writes a crasher: packed where the name says so, else as text; "-" is standard output.
    static func write(_ crasher: Crasher, to name: String) throws(Failure) {
        guard name != "-" else { return try Console.write(crasher.text) }
        let bytes = name.hasSuffix(packedSuffix) ? PackedFrame.pack(crasher.encoded) : Array(crasher.text.utf8)
        try storing { () throws(CorpusError) in try BoundedFile.replaceAtomically(FilePath(name), with: bytes) }
    }

    private static var fileLimit: Int { PackedFrame.largestSize(forLimit: StoredCase.sizeLimit) }

    private static func standardInput() throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count: Int
            do { count = try chunk.withUnsafeMutableBytes { try FileDescriptor.standardInput.read(into: $0) } } catch {
                throw .inputOutput("cannot read standard input: \(error); check where it comes from")
            }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= fileLimit else {
                throw .badData("standard input has more than the \(fileLimit) bytes that a case may have")
            }
        }
    }
}
