import DAXModel
import RemovalFuzz

/// The result of a campaign: what `--json` prints, and the table.
struct RunReport: Encodable {
    /// One signature on one design.
    struct Row: Encodable {
        let design: String
        let signature: String
        let observable: String
        /// Found after an oops of the same execution.
        let consequence: Bool
        /// Executions of this design until the first.
        let executionsToFirst: UInt64
        let operations: Int
        let preemptions: Int
        let faults: Int
        let file: String?

        enum CodingKeys: String, CodingKey {
            case design, signature, observable, consequence, operations, preemptions, faults, file
            case executionsToFirst = "executions_to_first"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(design, forKey: .design)
            try container.encode(signature, forKey: .signature)
            try container.encode(observable, forKey: .observable)
            try container.encode(consequence, forKey: .consequence)
            try container.encode(executionsToFirst, forKey: .executionsToFirst)
            try container.encode(operations, forKey: .operations)
            try container.encode(preemptions, forKey: .preemptions)
            try container.encode(faults, forKey: .faults)
            // Present even when there is none.
            try container.encode(file, forKey: .file)
        }
    }

    let executions: UInt64
    let steps: UInt64
    let seconds: Double
    let executionsPerSecond: Double
    let features: UInt64
    let corpus: UInt64
    let violations: [Row]

    enum CodingKeys: String, CodingKey {
        case executions, steps, seconds, features, corpus, violations
        case executionsPerSecond = "executions_per_second"
    }

    /// Rows in the order of the designs; for each, causes before consequences, early before late.
    init(_ status: RunStatus, findings: [SavedFinding], targets: [Target]) {
        executions = status.executions
        steps = status.steps
        seconds = (status.seconds * 1000).rounded() / 1000
        executionsPerSecond = (status.executionsPerSecond * 10).rounded() / 10
        features = status.features
        corpus = status.corpus
        violations = findings.enumerated().sorted { RunReport.key($0) < RunReport.key($1) }.map { Row($0.element) }
    }

    /// The table and the line under it.
    var text: String {
        guard !violations.isEmpty else {
            return
                "no violation in \(RunStatus.grouped(executions)) executions, which proves nothing about what the model "
                + "does not have or the search did not reach"
        }
        var table = TextTable([
            .text("design"), .number("first at"), .number("ops"), .number("preemptions"), .text("signature and file"),
        ])
        for group in groups {
            let row = group[0]
            table.add([
                row.design, RunStatus.grouped(row.executionsToFirst), "\(row.operations)", "\(row.preemptions)",
                row.signature + (row.consequence ? " (consequence)" : ""),
            ])
            table.add(["", "", "", "", row.file ?? "not saved"])
            let rest = Set(group.dropFirst().map(\.symptom)).sorted().joined(separator: ", ")
            if group.count > 1 {
                table.add(["", "", "", "", "and with the same provenance \(group.count - 1): \(rest)"])
            }
        }
        return table.text
    }

    /// Rows of one design and provenance together, in the order of the first of each.
    private var groups: [[Row]] {
        var groups: [[Row]] = []
        var indices: [String: Int] = [:]
        for row in violations {
            let key = row.design + " " + row.provenance
            if let index = indices[key] {
                groups[index].append(row)
            } else {
                indices[key] = groups.count
                groups.append([row])
            }
        }
        return groups.map { RunReport.worstFirst($0) }
    }

    /// What a real kernel would show most clearly stands for its group.
    private static func worstFirst(_ group: [Row]) -> [Row] {
        let order = Observable.allCases.map(\.name)
        func rank(_ row: Row) -> Int {
            (row.consequence ? order.count : 0) + (order.firstIndex(of: row.observable) ?? order.count)
        }
        let sorted = group.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
        return sorted.map(\.element)
    }

    private static func key(_ item: (offset: Int, element: SavedFinding)) -> (Int, Int, UInt64, Int) {
        let pending = item.element.pending
        return (pending.target, pending.finding.isConsequence ? 1 : 0, pending.executionsToFirst, item.offset)
    }
}

extension RunReport.Row {
    /// Where the object came from and what passed it by: what a violation has in common with others of one cause. A
    /// signature without it stands for itself.
    fileprivate var provenance: String {
        let parts = signature.split(separator: "/")
        let start = parts.firstIndex { $0.hasPrefix("created=") || $0.hasPrefix("passed=") } ?? 0
        return parts[start...].joined(separator: "/")
    }

    /// Oracle and object.
    fileprivate var symptom: String { signature.split(separator: "/").prefix(2).joined(separator: "/") }

    fileprivate init(_ saved: SavedFinding) {
        let finding = saved.pending.finding
        design = finding.target.design
        signature = finding.signature
        observable = finding.observable
        consequence = finding.isConsequence
        executionsToFirst = saved.pending.executionsToFirst
        operations = saved.case.operations.count
        preemptions = saved.case.preemptions.count
        faults = saved.case.faults.count
        file = saved.file
    }
}
