import DAXModel
import RemovalFuzz

/// One replay in `--json`.
struct ReplayReport: Encodable {
    let file: String
    let design: String
    let target: String
    let verdict: Verdict
    /// The status that this replay alone would end with.
    let status: Int32
    let signatures: [String]
    let digest: String
    /// Preemptions of the case, and the lines of those that did not take place.
    let preemptions: Int
    let idlePreemptions: [String]
    /// Faults of the case, and the lines of those that did not strike.
    let faults: Int
    let idleFaults: [String]

    private enum CodingKeys: String, CodingKey {
        case file, design, target, verdict, status, signatures, digest, preemptions, faults
        case idlePreemptions = "idle_preemptions"
        case idleFaults = "idle_faults"
    }

    init(_ file: String, _ target: Target, _ verdict: Verdict, status: Int32, _ execution: Execution, of case: Case) {
        self.file = file
        design = target.design.name
        self.target = target.name
        self.verdict = verdict
        self.status = status
        signatures = execution.signatures
        let digits = String(execution.digest, radix: 16)
        digest = String(repeating: "0", count: 16 - digits.count) + digits
        let idle = IdleParts(of: `case`, in: execution)
        (preemptions, idlePreemptions) = (`case`.preemptions.count, idle.preemptions.map(\.text))
        (faults, idleFaults) = (`case`.faults.count, idle.faults.map(\.text))
    }
}

/// All replays of one command.
struct ReplaySummary: Encodable {
    /// A file that could not be replayed.
    struct Unreadable: Encodable {
        let file: String
        let error: String
    }

    /// One for each file and target, in their order.
    var files: [ReplayReport] = []
    var unreadable: [Unreadable] = []
    /// Files that name no design, where no option does.
    var undesigned: [String] = []

    /// Replays and files that came to none.
    var count: Int { files.count + unreadable.count + undesigned.count }

    private enum CodingKeys: String, CodingKey { case files, unreadable, undesigned, summary }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(files, forKey: .files)
        try container.encode(unreadable, forKey: .unreadable)
        try container.encode(undesigned, forKey: .undesigned)
        try container.encode(counts, forKey: .summary)
    }

    /// How many replays had each verdict, by its name; files that are not readable; parts that did not take place.
    private var counts: [String: Int] {
        var counts: [String: Int] = [:]
        for verdict in Verdict.allCases { counts[verdict.rawValue] = files.count { $0.verdict == verdict } }
        counts["unreadable"] = unreadable.count
        counts["undesigned"] = undesigned.count
        counts["idle_preemptions"] = idlePreemptions
        counts["idle_faults"] = idleFaults
        return counts
    }

    private var idlePreemptions: Int { files.reduce(0) { $0 + $1.idlePreemptions.count } }
    private var idleFaults: Int { files.reduce(0) { $0 + $1.idleFaults.count } }

    /// "12 replays: 3 reproduced, 9 clean, 1 file not readable; 2 preemptions did not take place".
    var line: String {
        var words: [String] = []
        for verdict in Verdict.allCases {
            let count = files.count { $0.verdict == verdict }
            if count > 0 { words.append("\(count) \(verdict.rawValue)") }
        }
        if !unreadable.isEmpty { words.append("\(unreadable.count) not readable") }
        if !undesigned.isEmpty { words.append("\(undesigned.count) without a design") }
        var idle: [String] = []
        if idlePreemptions > 0 { idle.append(ReplaySummary.count(idlePreemptions, "preemption")) }
        if idleFaults > 0 { idle.append(ReplaySummary.count(idleFaults, "fault")) }
        let tail = idle.isEmpty ? "" : "; \(idle.joined(separator: " and ")) did not take place"
        return "\(ReplaySummary.count(files.count, "replay")): \(words.joined(separator: ", "))\(tail)"
    }

    private static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
