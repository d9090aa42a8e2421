import ArgumentParser
import DAXModel
import RemovalFuzz

/// `explain`: why a case fails, and what would change it.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say why a case fails: what is missing, what each part of it is needed for, and where it parts.",
        discussion: """
            The case is executed without each operation, fault and decision, and with each decision at every other step \
            of its task; with guarantees switched on, and its neighbourhood with it. It ends with the same decisions on \
            the cured design, from where the two part.

            EXIT STATUS
            0   explained
            2   the case shows no violation
            \(ExitStatus.common)
            """)

    @Argument(help: "The case, text or packed; - is standard input.")
    var file: String

    @OptionGroup var on: TargetOptions

    @Option(help: "The violation to explain, where the case has several.")
    var signature: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let crasher = try CaseFile.read(file)
        guard let target = try on.chosen(orRecorded: crasher.target, in: file) else {
            throw Failure.usage("\(file) records no design; name one with --design")
        }
        let shown = Replayer().run(crasher.case, on: target).signatures
        guard
            let meant = signature ?? crasher.meantSignature(on: target).flatMap({ shown.contains($0) ? $0 : nil })
                ?? shown.first
        else {
            try Console.print("nothing is wrong on \(target.name)")
            throw ExitCode(ExitStatus.clean)
        }
        guard let explanation = Explanation(of: crasher.case, meant, on: target) else {
            throw Failure.usage(
                "\(file) does not show \(meant) on \(target.name); fuzz-removal replay lists what it shows")
        }
        let attribution = Attribution(of: crasher.case, explanation.wanted, on: target)
        if json {
            return try Console.print(
                JSON.text(ExplanationReport(crasher.case, target, meant, explanation, attribution)))
        }
        let page = ExplanationPage(
            file: file, subject: crasher.case, target: target, explanation: explanation, attribution: attribution)
        try Console.print(page.text)
    }
}

/// An explanation in `--json`.
private struct ExplanationReport: Encodable {
    /// Without a part of the case: "same", "clean", or the first signature.
    struct Part: Encodable {
        let line: String
        let without: String
    }

    struct Window: Encodable {
        let decision: Int
        let length: Int
        let first: String
        let last: String
        let elsewhere: Int
        let tried: Int
    }

    let target: String
    let signature: String
    /// The cause, or why there is none.
    let lacks: String
    let cures: [[String]]
    let parts: [Part]
    let windows: [Window]
    let executions: Int

    init(
        _ subject: Case, _ target: Target, _ signature: String, _ explanation: Explanation, _ attribution: Attribution
    ) {
        self.target = target.name
        self.signature = signature
        lacks = attribution.outcome.text
        if case .cause(let cause) = attribution.outcome {
            cures = cause.cures.map { $0.members.map(\.name) }
        } else {
            cures = []
        }
        let effects = explanation.operations + explanation.faults + explanation.decisions
        let lines = subject.text.split(separator: "\n").map(String.init)
        func starting(_ words: [String]) -> [String] {
            lines.filter { words.contains(String($0.prefix { $0 != " " })) }
        }
        let all = starting(["op"]) + starting(["fault"]) + starting(["preempt", "switch"])
        parts = zip(all, effects).map { line, effect in
            switch effect {
            case .same: Part(line: line, without: "same")
            case .clean: Part(line: line, without: "clean")
            case .other(let other): Part(line: line, without: other)
            }
        }
        windows = explanation.windows.enumerated().map { index, window in
            Window(
                decision: index, length: window.length, first: window.first, last: window.last,
                elsewhere: window.elsewhere, tried: window.tried)
        }
        executions = explanation.executions + attribution.executions
    }
}
