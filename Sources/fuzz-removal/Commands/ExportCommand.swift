import ArgumentParser
import Corpus
import KernelLab
import RemovalFuzz
import SystemPackage

/// `export`: a case as a program for a real kernel.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a case as a C program, or as a test in the style of xfstests.",
        discussion: """
            The program performs the case's operations with real system calls; its tasks are processes and threads as \
            in the case, and take turns in the case's order. It needs root and an fsdax namespace, destroys what is on \
            that, and may crash the kernel.

            --format c prints the program, or writes it to --output. --format xfstests writes a script, its expected \
            output and the program into the folder --output.

            EXIT STATUS
            0   written
            \(ExitStatus.common)
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument { case c, xfstests }

    @Argument(help: "The case, text or packed; - is standard input.")
    var file: String

    @Option(help: "What to write.")
    var format = Format.c

    @Option(name: .shortAndLong, help: ArgumentHelp("The file or folder to write.", valueName: "path"))
    var output: String?

    @Option(help: ArgumentHelp("The program's name; the file's if it is not given.", valueName: "name"))
    var name: String?

    func run() throws {
        let crasher = try CaseFile.read(file)
        let name = try checkedName()
        switch format {
        case .c:
            let program = CExport.program(of: crasher.case, name: name, rounds: CExport.rounds(of: crasher.case))
            guard let output else { return try Console.write(program) }
            try write(program, to: FilePath(output))
        case .xfstests:
            guard let output else { throw Failure.usage("--format xfstests needs --output, the folder to write to") }
            for written in XfstestsExport.files(of: crasher.case, name: name) {
                let path = FilePath(output).pushing(FilePath(written.name))
                try OutputFolder.make(path.removingLastComponent())
                try write(written.contents, to: path)
            }
        }
    }

    /// A name that can stand in file names and in C.
    private func checkedName() throws(Failure) -> String {
        let given = name ?? FilePath(file).stem ?? ""
        let safe = String(given.unicodeScalars.prefix(48).map { LabName.allows($0) ? Character($0) : "-" })
        guard name == nil || safe == given else {
            throw .usage("--name has letters, digits, - and _ only, 48 at most")
        }
        return safe.isEmpty ? "case" : safe
    }

    private func write(_ text: String, to path: FilePath) throws(Failure) {
        try storing { () throws(CorpusError) in try BoundedFile.replaceAtomically(path, with: Array(text.utf8)) }
    }
}

/// Names of exported programs.
enum LabName {
    static func allows(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_".unicodeScalars.contains(scalar))
    }
}
