import ArgumentParser
import Corpus
import DAXModel
import RemovalFuzz
import SystemPackage

/// `promote`: a crasher becomes a regression case.
struct PromoteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote",
        abstract: "Copy a crasher into the committed set that the tests replay.",
        discussion: """
            Without --design the case fails on the target that its file records. The copy must fail on that target, with its signature, and pass on every design that survives the case \
            in this build. A crasher that no longer shows its signature is refused. A case that the folder has already, \
            under whatever name, stays as it is.

            EXIT STATUS
            0   promoted, or there already
            \(ExitStatus.common)
            """)

    @Argument(help: "The crasher, text or packed; - is standard input.")
    var file: String

    @Option(help: "What the name of the copy begins with, instead of design and signature.")
    var name: String?

    @OptionGroup var on: TargetOptions

    @Option(help: ArgumentHelp("The folder of the committed set.", valueName: "dir"))
    var to = "crashes/known"

    func run() throws {
        if let name { try Self.check(name) }
        let crasher = try CaseFile.read(file)
        let target = try target(of: crasher)
        let promoted = try promoted(crasher, on: target)
        let store = Store(directory: FilePath(to), limit: StoredCase.sizeLimit)
        if let present = try Self.entry(of: crasher.case, in: store) {
            return try Console.print(
                "\(present) has this case already, so nothing was changed; to record it anew, delete that file first")
        }
        let group = GroupRecord(promoted, on: target, file: nil, Replayer())
        let prefix = (name ?? group?.name ?? target.design.name) + "--"
        let stored = try storing { () throws(CorpusError) in try store.put(promoted.encoded, prefix: prefix) }
        try Console.print("\(stored.path)")
        for expectation in promoted.expectations { try Console.print("    " + expectation.text) }
    }

    /// The path of the file that holds the same case; files that cannot be read are warned of.
    private static func entry(of case: Case, in store: Store) throws(Failure) -> String? {
        let wanted = `case`.canonical
        for entry in try storing({ () throws(CorpusError) in try store.list() }) {
            do throws(Failure) {
                let payload = try storing { () throws(CorpusError) in try entry.payload.get() }
                let stored = try CaseFile.decode(payload, unpackedFrom: entry.path.string)
                if stored.case.canonical == wanted { return entry.path.string }
            } catch {
                Console.warning("not compared: " + error.sentence)
            }
        }
        return nil
    }

    private func target(of crasher: Crasher) throws(Failure) -> Target {
        guard let target = try on.chosen(orRecorded: crasher.target, in: file) else {
            throw .usage("\(file) records no design; name one with --design")
        }
        return target
    }

    /// The crasher as this build sees it, with what it must do on each design.
    private func promoted(_ crasher: Crasher, on target: Target) throws(Failure) -> Crasher {
        let replayer = Replayer()
        let execution = replayer.run(crasher.case, on: target)
        guard let first = execution.signatures.first else {
            throw .badData("\(file) shows no violation on \(target.name), so there is nothing to promote")
        }
        let meant = crasher.meantSignature(on: target) ?? first
        guard execution.signatures.contains(meant) else {
            throw .badData("\(file) no longer shows \(meant) on \(target.name); it shows \(first)")
        }
        var result = Crasher.recording(
            crasher.case, on: target, meant: meant, execution: execution, found: crasher.found)
        result.notes = crasher.notes
        result.expectations += crasher.expectations.filter { !$0.isAbout(target) }
        for other in Design.all.map({ Target($0) }) where replayer.run(crasher.case, on: other).violations.isEmpty {
            guard !result.expectations.contains(where: { $0.isAbout(other) }) else { continue }
            result.expectations.append(Expectation(TargetName(other)))
        }
        return result
    }

    private static func check(_ name: String) throws(Failure) {
        let isPlain = name.utf8.allSatisfy { byte in
            switch UInt8(byte) {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain, !name.isEmpty, !name.hasPrefix("."), name.utf8.count <= 150 else {
            throw .usage("\"\(name)\" cannot begin a file's name; use up to 150 letters, digits, - and _")
        }
    }
}
