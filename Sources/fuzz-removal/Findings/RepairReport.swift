import DAXModel
import RemovalFuzz

/// The result of a repair: what `--json` prints, and the page.
struct RepairReport: Encodable {
    /// One guarantee of the repaired design.
    struct Row: Encodable {
        let guarantee: String
        /// What a kernel would show without it; null where no single witness shows that it is needed.
        @OrNull var breaks: String?
        @OrNull var signature: String?
        /// Witnesses that fail without it.
        let witnesses: Int
        @OrNull var file: String?
    }

    /// How it ended.
    enum Outcome: String, Encodable {
        case survived, hole, contradiction, unfinished
    }

    let target: String
    let outcome: Outcome
    /// Executions that the set survived.
    let survived: UInt64
    /// Executions of all searches.
    let searched: UInt64
    let rounds: Int
    let witnesses: Int
    /// It is certain that no smaller set meets what the witnesses demand.
    let isLeast: Bool
    let guarantees: [Row]
    /// Other sets that are as cheap, as far as the witnesses tell.
    let asSmall: [[String]]
    /// Guarantees that a witness wants to be off.
    let harmful: [String]
    /// Cases of the suite that pass on the design and fail on the repaired one; null without a suite.
    @OrNull var harmed: [String]?
    /// The signature of what fails whatever is switched on.
    @OrNull var hole: String?
    private let design: String
    private let shortest: [String]

    enum CodingKeys: String, CodingKey {
        case target, outcome, survived, searched, rounds, witnesses, guarantees, harmful, harmed, hole
        case isLeast = "least"
        case asSmall = "as_small"
    }

    init(_ repair: Repair, _ end: Repair.End, harmed: [String]?, files: [Guarantee: String]) {
        target = repair.target.name
        design = TargetName(repair.target).designPart
        switch end {
        case .survived: outcome = .survived
        case .hole: outcome = .hole
        case .contradiction: outcome = .contradiction
        case .cancelled: outcome = .unfinished
        }
        if case .hole(let witness) = end {
            _hole = OrNull(wrappedValue: witness.signature)
        } else {
            _hole = OrNull(wrappedValue: nil)
        }
        survived = repair.survived
        searched = repair.searched
        rounds = repair.rounds
        isLeast = repair.isLeast
        witnesses = repair.witnesses.count
        var shortest: [String] = []
        guarantees = repair.chosen.members.map { guarantee in
            let reason = repair.reason(for: guarantee)
            shortest.append(reason.map { $0.group.words.joined(separator: " ") } ?? "no single case of these needs it")
            return Row(
                guarantee: guarantee.name, breaks: reason?.observable.name,
                signature: reason?.signature, witnesses: repair.failures(without: guarantee),
                file: files[guarantee])
        }
        self.shortest = shortest
        asSmall = repair.asCheap.filter { $0 != repair.chosen }.map { $0.members.map(\.name) }
        harmful = repair.harmful.members.map(\.name)
        _harmed = OrNull(wrappedValue: harmed)
    }

    var status: Int32 {
        switch outcome {
        case .survived: ExitStatus.success
        case .hole, .contradiction: ExitStatus.violation
        case .unfinished: ExitStatus.clean
        }
    }

    /// The page without a final line break.
    var text: String {
        var lines = [title]
        if !guarantees.isEmpty { lines.append(table) }
        lines += asSmall.flatMap { other in
            WrappedText.lines("as small            ", exchange(other).split(separator: " ").map(String.init))
        }
        if !harmful.isEmpty {
            lines += WrappedText.lines(
                "can do harm         ", harmful, separator: ",", then: ": some case fails only with it")
        }
        if let harmed {
            lines.append(
                harmed.isEmpty
                    ? "the suite           every case that passes on \(design) passes on the repaired design"
                    : "the suite           fails on the repaired design: " + harmed.joined(separator: ", "))
        }
        if outcome == .survived { lines.append(worth) }
        if outcome == .survived, !guarantees.isEmpty {
            lines += WrappedText.lines(
                "search on it        ",
                ["fuzz-removal run --design \(design)"] + guarantees.map { "--with \($0.guarantee)" }, continued: " \\")
        }
        return lines.joined(separator: "\n")
    }

    private var title: String {
        let count = "\(guarantees.count) guarantee\(guarantees.count == 1 ? "" : "s")"
        switch outcome {
        case .survived where guarantees.isEmpty:
            return "\(target) survives \(survived.grouped) executions as it is"
        case .survived:
            return "\(target) survives \(survived.grouped) executions with \(count)\n"
                + (isLeast ? "and with no fewer   " : "fewer not excluded  ")
                + "\(witnesses) witnesses, \(searched.grouped) executions of search"
        case .contradiction:
            return "\(target): no set of guarantees meets what \(witnesses) cases demand"
        case .hole: return "\(target): a case fails whatever is switched on: \(hole ?? "")"
        case .unfinished:
            return "\(target): unfinished; with these \(count) no case of \(witnesses) fails, after "
                + "\(survived.grouped) executions on them"
        }
    }

    /// What another set has in place of what.
    private func exchange(_ other: [String]) -> String {
        let own = guarantees.map(\.guarantee)
        let more = other.filter { !own.contains($0) }.joined(separator: " + ")
        return more + " instead of " + own.filter { !other.contains($0) }.joined(separator: " + ")
    }

    private var table: String {
        var table = TextTable([.text("guarantee"), .text("without it"), .text(""), .number("witnesses")])
        for (row, words) in zip(guarantees, shortest) {
            let room = max(12, GroupsPage.width - 20 - row.guarantee.count - 12)
            table.add([row.guarantee, row.breaks ?? "-", ShortName.of(words, room), "\(row.witnesses)"])
        }
        return table.text
    }

    /// Nothing in n executions bounds the rate by 3/n, with a certainty of 95 of 100.
    private var worth: String {
        "what it is worth    a hole that is left shows less than once in \((survived / 3).grouped) executions of this search (95 %)"
    }
}
