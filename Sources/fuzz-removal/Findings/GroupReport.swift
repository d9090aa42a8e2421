import DAXModel
import RemovalFuzz

/// One group of findings in `--json`, of `run` and of `list`.
struct GroupReport: Encodable {
    let design: String
    let profile: String
    /// The name of the group, and of its file without the suffix.
    let group: String
    /// The worst that a real kernel would show of the group.
    let breaks: String
    let isNew: Bool
    /// Rows of docs/catalogue.md.
    let bugs: [String]
    let executionsToFirst: UInt64?
    let operations: Int
    let preemptions: Int
    let faults: Int
    let isMinimized: Bool
    /// The signature that the file is about.
    let signature: String
    /// All that were met, in the order in which they were.
    let signatures: [String]
    let file: String?

    enum CodingKeys: String, CodingKey {
        case design, profile, group, breaks, bugs, operations, preemptions, faults, signature, signatures, file
        case isNew = "new"
        case isMinimized = "minimized"
        case executionsToFirst = "executions_to_first"
    }

    init(_ record: GroupRecord) {
        design = record.target.design.name
        profile = record.target.profile.name
        group = record.name
        breaks = record.severity.observable.name
        isNew = record.isNew
        bugs = record.bugs
        executionsToFirst = record.firstAt
        operations = record.witness.case.operations.count
        preemptions = record.witness.case.preemptions.count
        faults = record.witness.case.faults.count
        isMinimized = record.isMinimized
        signature = record.witness.signature
        signatures = record.sights.map(\.signature)
        file = record.file
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(design, forKey: .design)
        try container.encode(profile, forKey: .profile)
        try container.encode(group, forKey: .group)
        try container.encode(breaks, forKey: .breaks)
        try container.encode(isNew, forKey: .isNew)
        try container.encode(bugs, forKey: .bugs)
        // Present even when there is none.
        try container.encode(executionsToFirst, forKey: .executionsToFirst)
        try container.encode(operations, forKey: .operations)
        try container.encode(preemptions, forKey: .preemptions)
        try container.encode(faults, forKey: .faults)
        try container.encode(isMinimized, forKey: .isMinimized)
        try container.encode(signature, forKey: .signature)
        try container.encode(signatures, forKey: .signatures)
        try container.encode(file, forKey: .file)
    }
}
