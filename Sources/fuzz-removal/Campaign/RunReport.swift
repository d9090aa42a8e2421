import DAXModel
import RemovalFuzz

/// The result of a campaign: what `--json` prints, and the page.
struct RunReport: Encodable {
    /// One signature on one design, in one group.
    struct Row: Encodable {
        let target: String
        let design: String
        let signature: String
        let observable: String
        /// Found after an oops of the same execution.
        let consequence: Bool
        /// Executions of this design until the first; nil where an earlier campaign found it and does not say.
        @OrNull var executionsToFirst: UInt64?
        let group: String
        /// The worst of its group, and its group's file.
        let breaks: String
        @OrNull var file: String?

        enum CodingKeys: String, CodingKey {
            case target, design, signature, observable, consequence, group, breaks, file
            case executionsToFirst = "executions_to_first"
        }
    }

    let seed: UInt64
    let executions: UInt64
    let steps: UInt64
    /// Of the whole run; the rate is that of the search alone.
    let seconds: Double
    let executionsPerSecond: Double
    let features: UInt64
    let corpus: UInt64
    /// In the order of the designs; for each the new first, then the worst.
    let groups: [GroupReport]
    /// What the designs lack, as far as it is known.
    let causes: [CauseReport]
    let violations: [Row]
    /// Files of cases in which the model has stopped.
    let modelStopped: [String]
    /// This campaign met a violation, known or new.
    let hasMet: Bool
    /// The page for people.
    let text: String

    enum CodingKeys: String, CodingKey {
        case seed, executions, steps, seconds, features, corpus, groups, causes, violations
        case executionsPerSecond = "executions_per_second"
        case modelStopped = "model_stopped"
    }

    /// - Parameter perTarget: Executions, in the order of the plan's targets.
    /// - Parameter total: Seconds of the whole run, minimizing and saving included.
    init(
        _ status: RunStatus, seconds total: Double, records: [GroupRecord], plan: RunPlan,
        executions perTarget: [UInt64], stopped: [String]
    ) {
        modelStopped = stopped
        seed = plan.seed
        executions = status.executions
        steps = status.steps
        seconds = (total * 1000).rounded() / 1000
        executionsPerSecond = (status.executionsPerSecond * 10).rounded() / 10
        features = status.features
        corpus = status.corpus
        let sorted = plan.targets.flatMap { target in
            PageLine.lines(of: records.filter { $0.target.name == target.name }, by: .group).map(\.best)
        }
        hasMet = sorted.contains { $0.isMet }
        groups = sorted.map { GroupReport($0) }
        causes = CauseReport.all(of: sorted)
        violations = sorted.flatMap { record in record.sights.map { Row(record, $0) } }
        text = RunReport.text(status, sorted, plan, perTarget) + RunReport.text(stopped)
    }

    private static func text(_ stopped: [String]) -> String {
        guard !stopped.isEmpty else { return "" }
        return
            "\n\nthe model stopped in \(stopped.count) case\(stopped.count == 1 ? "" : "s"), a fault of this program and not of a design; "
            + "please report:\n" + stopped.map { "  " + $0 }.joined(separator: "\n")
    }

    private static func text(
        _ status: RunStatus, _ records: [GroupRecord], _ plan: RunPlan, _ perTarget: [UInt64]
    ) -> String {
        guard !records.isEmpty else {
            return "no violation in \(status.executions.grouped) executions, which proves nothing about\n"
                + "what the model does not have or the search did not reach"
        }
        let headers = zip(plan.targets, perTarget).map { target, executions in
            GroupsPage.Header(
                target: target, circumstances: "\(executions.grouped) executions, seed \(plan.seed)")
        }
        return GroupsPage(
            headers: headers, records: records, by: plan.grouping, of: [plan.crashes], showsAll: plan.showsAll,
            tellsNew: true
        ).text
    }
}

extension RunReport.Row {
    fileprivate init(_ record: GroupRecord, _ sight: GroupRecord.Sight) {
        target = record.target.name
        design = record.target.design.name
        signature = sight.signature
        observable = sight.observable.name
        consequence = sight.isConsequence
        _executionsToFirst = OrNull(wrappedValue: sight.executions)
        group = record.name
        breaks = record.severity.observable.name
        _file = OrNull(wrappedValue: record.file)
    }
}
