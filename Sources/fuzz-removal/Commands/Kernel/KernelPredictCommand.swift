import ArgumentParser
import DAXModel
import KernelLab
import RemovalFuzz

/// `kernel predict`: what the model says a kernel will show, without a kernel.
struct KernelPredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Print what the model says that a kernel will show.",
        discussion: """
            A kernel that the model was never compared with has no profile, and no prediction unless --design and \
            --profile say which model is to stand for it.

            EXIT STATUS
            0   predicted
            \(ExitStatus.common)
            """)

    @Argument(help: ArgumentHelp("Cases, text or packed; - is standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup var model: LabModelOptions

    @Option(help: ArgumentHelp("The kernel's version, for example 6.12; may be repeated.", valueName: "version"))
    var kernel: [String] = ["6.1", "6.12"]

    func run() throws {
        for file in files {
            let crasher = try CaseFile.read(file)
            for version in kernel {
                let prediction = Prediction(of: crasher.case, on: try model.target(ofRelease: version))
                try Console.print("# \(file), Linux \(version)")
                for line in prediction.lines(of: crasher.case) { try Console.print(line) }
                try Console.print("")
            }
        }
    }
}
