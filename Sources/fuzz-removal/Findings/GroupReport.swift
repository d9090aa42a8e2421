import DAXModel
import RemovalFuzz

/// One group of findings in `--json`, of `run` and of `list`.
struct GroupReport: Encodable {
    /// As it is accepted wherever a design is.
    let target: String
    let design: String
    let profile: String
    /// The name of the group, and of its file without the suffix.
    let group: String
    /// The worst that a real kernel would show of the group.
    let breaks: String
    let isNew: Bool
    /// What the target lacks; null while nobody has asked.
    @OrNull var lacks: String?
    /// Rows of docs/catalogue.md.
    let bugs: [String]
    @OrNull var executionsToFirst: UInt64?
    let operations: Int
    let preemptions: Int
    let faults: Int
    let isMinimized: Bool
    /// The signature that the file is about.
    let signature: String
    /// All that were met, in the order in which they were.
    let signatures: [String]
    @OrNull var file: String?

    enum CodingKeys: String, CodingKey {
        case target, design, profile, group, breaks, lacks, bugs, operations, preemptions, faults, signature,
            signatures, file
        case isNew = "new"
        case isMinimized = "minimized"
        case executionsToFirst = "executions_to_first"
    }

    init(_ record: GroupRecord) {
        target = record.target.name
        design = record.target.design.name
        profile = record.target.profile.name
        group = record.name
        breaks = record.severity.observable.name
        isNew = record.isNew
        _lacks = OrNull(wrappedValue: record.lacks?.text)
        bugs = record.bugs
        _executionsToFirst = OrNull(wrappedValue: record.firstAt)
        operations = record.witness.case.operations.count
        preemptions = record.witness.case.preemptions.count
        faults = record.witness.case.faults.count
        isMinimized = record.isMinimized
        signature = record.witness.signature
        signatures = record.sights.map(\.signature)
        _file = OrNull(wrappedValue: record.file)
    }
}
