import DAXModel
import RemovalFuzz

/// What `explain` prints: what breaks, what is missing, what each part of the case is needed for, and where an execution on
/// the cured design parts from this one.
struct ExplanationPage {
    /// Lines of the difference to the cured design.
    private static let differenceLines = 40
    /// Column of what a part is needed for.
    private static let noteColumn = 48

    let file: String
    let subject: Case
    let target: Target
    let explanation: Explanation
    let attribution: Attribution

    var text: String {
        let plain = Timeline(of: subject, on: target)
        var blocks = [title(plain), missing, parts]
        if let compared = comparison(plain) { blocks.append(compared) }
        blocks.append(commands)
        return blocks.joined(separator: "\n\n")
    }

    private var cause: Cause? { if case .cause(let cause) = attribution.outcome { cause } else { nil } }

    // MARK: What breaks

    private func title(_ plain: Timeline) -> String {
        let name = cause?.name(on: target) ?? TargetName(target).designPart
        var lines = ["\(name), on \(target.name)"]
        if let bug = KnownBugs.row(of: explanation.violation, on: target.design.name) {
            lines[0] += ", known as \(bug)"
        }
        lines += plain.ending.dropFirst().flatMap { line in
            line.count <= GroupsPage.width
                ? [line.trimmingPrefix("    ").description]
                : WrappedText.lines("    ", line.split(separator: " ").map(String.init))
        }
        let provenance = explanation.violation.provenance
        let table = StepTable.shared
        if provenance.creator != .none {
            lines.append("made by  \(table.qualified(provenance.creator)), \(provenance.phase.name)")
        }
        if let passed = provenance.passed {
            let place = passed.step == .none ? "the whole removal" : table.qualified(passed.step)
            lines.append("passed   by \(place): \(passed.reason.name)")
        }
        return lines.joined(separator: "\n")
    }

    // MARK: What is missing

    private var missing: String {
        let tested =
            "of \(attribution.neighbours + 1) executions near it none shows it with a cure; "
            + "as it is \(attribution.failing) of \(Attribution.plainNeighbours) do"
        guard let cause else { return "missing  \(attribution.outcome.text)\n         " + tested }
        var lines: [String] = []
        for (index, cure) in cause.cures.enumerated() {
            for (place, guarantee) in cure.members.enumerated() {
                let word = place > 0 ? "and" : index > 0 ? "or" : "missing"
                lines += WrappedText.lines(
                    word + String(repeating: " ", count: 9 - word.count),
                    "\(guarantee.name): \(guarantee.statement)".split(separator: " ").map(String.init))
            }
        }
        let others = attribution.candidates.subtracting(cause.cures.reduce(into: GuaranteeSet()) { $0.formUnion($1) })
        let count = others.members.count
        lines.append("         " + tested)
        if count > 0 { lines.append("         \(count) more would have acted, and do not cure it") }
        return lines.joined(separator: "\n")
    }

    // MARK: What it needs

    private var parts: String {
        var (operations, faults, decisions) = (0, 0, 0)
        var lines: [String] = []
        for line in subject.text.split(separator: "\n").map(String.init) {
            switch line.prefix(while: { $0 != " " }) {
            case "op":
                lines.append(noted(line, explanation.operations[operations]))
                operations += 1
            case "fault":
                lines.append(noted(line, explanation.faults[faults]))
                faults += 1
            case "preempt", "switch":
                lines.append(noted(line, explanation.decisions[decisions]))
                lines += Self.window(explanation.windows[decisions])
                decisions += 1
            default: break
            }
        }
        return lines.joined(separator: "\n")
    }

    private func noted(_ line: String, _ effect: Explanation.Effect) -> String {
        let note = effect == .same ? "not needed" : "else " + Self.words(effect)
        let gap = max(2, Self.noteColumn - line.count)
        let fits = line.count + gap + note.count <= GroupsPage.width
        return fits ? line + String(repeating: " ", count: gap) + note : line + "\n    " + note
    }

    private static func window(_ window: Explanation.Window) -> [String] {
        guard window.tried > 0 else { return [] }
        var lines = [
            window.length == 1
                ? "    only here, of \(window.tried) steps of its task"
                : "    \(window.length) steps in a row do, of \(window.tried): \(window.first)\n    to \(window.last)"
        ]
        if window.elsewhere > 0 { lines.append("    and \(window.elsewhere) elsewhere") }
        if let nearest = window.nearest {
            let way = nearest.distance < 0 ? "earlier" : "later"
            lines.append("    \(abs(nearest.distance)) \(way), at \(nearest.step): \(words(nearest.effect))")
        }
        return lines
    }

    private static func words(_ effect: Explanation.Effect) -> String {
        switch effect {
        case .same: "the same"
        case .clean: "clean"
        case .other(let signature): signature.split(separator: "/").prefix(2).joined(separator: "/") + " instead"
        }
    }

    // MARK: With and without

    /// The same decisions on the design with the first cure: which steps are there with and without.
    private func comparison(_ plain: Timeline) -> String? {
        guard let cure = cause?.cures.first else { return nil }
        let cured = target.adding(cure)
        let difference = TimelineDifference(plain.lines(), Timeline(of: subject, on: cured).lines())
        let head = ["- \(target.name)", "+ \(cured.name), with the same decisions"]
        return (head + difference.lines(limit: Self.differenceLines, width: GroupsPage.width)).joined(separator: "\n")
    }

    private var commands: String {
        let cured = cause?.cures.first.map { $0.members.map { " --with \($0.name)" }.joined() } ?? ""
        var lines = [GroupsPage.line("all steps   fuzz-removal show ", about: file, " --every-step")]
        if !cured.isEmpty { lines.append(GroupsPage.line("the cured   fuzz-removal show ", about: file, cured)) }
        lines.append(GroupsPage.line("on a kernel fuzz-removal kernel run ", about: file))
        lines.append(GroupsPage.line("as a test   fuzz-removal promote ", about: file))
        return lines.joined(separator: "\n")
    }
}
