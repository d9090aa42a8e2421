import ArgumentParser
import Corpus
import RemovalFuzz
import SystemPackage

/// `list`: what a folder of crashers holds.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the crashers of a folder.",
        discussion: """
            Damaged files are named on standard error and do not hide the others.

            EXIT STATUS
            0   listed
            \(ExitStatus.common)
            """)

    @Argument(help: ArgumentHelp("The folder.", valueName: "dir"))
    var directory = "crashes"

    func run() throws {
        let path = FilePath(directory)
        let type = try? path.stat().type
        guard type != nil || directory == "crashes" else { throw Failure(.missing(path)) }
        guard type ?? .directory == .directory else {
            throw Failure.inputOutput("\(directory) is a file where a folder should be; name the folder")
        }
        var table = TextTable([
            .text("design"), .number("ops"), .number("preemptions"), .number("faults"), .text("signature and file"),
        ])
        var count = 0
        var status = ExitStatus.success
        let store = Store(directory: path, limit: StoredCase.sizeLimit)
        for entry in try storing({ () throws(CorpusError) in try store.list() }) {
            do throws(Failure) {
                table.add(try Self.row(entry))
                table.add(["", "", "", "", entry.path.string])
                count += 1
            } catch {
                Console.error(error.sentence)
                status = max(status, error.status)
            }
        }
        try Console.print(count == 0 ? "no crashers in \(directory)" : table.text)
        if status != ExitStatus.success { throw ExitCode(status) }
    }

    private static func row(_ entry: Store.Entry) throws(Failure) -> [String] {
        let payload = try storing { () throws(CorpusError) in try entry.payload.get() }
        let crasher = try CaseFile.decode(payload, unpackedFrom: entry.path.string)
        let meant = crasher.expectations.lazy.compactMap(\.signature).first ?? crasher.signatures.first
        return [
            crasher.target?.description ?? "-", "\(crasher.case.operations.count)",
            "\(crasher.case.preemptions.count)", "\(crasher.case.faults.count)", meant ?? "-",
        ]
    }
}
