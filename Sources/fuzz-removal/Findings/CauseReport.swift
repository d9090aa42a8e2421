import DAXModel
import RemovalFuzz

/// One cause in `--json`, of `run`, `list` and `causes`.
struct CauseReport: Encodable {
    /// As it is accepted wherever a design is.
    let target: String
    /// "merged/insertion-gate".
    let cause: String
    /// All minimal sets of guarantees that cure it, by name.
    let cures: [[String]]
    /// The worst that a real kernel would show.
    let breaks: String
    /// None of its groups was known.
    let isNew: Bool
    /// Rows of docs/catalogue.md.
    let bugs: [String]
    @OrNull var executionsToFirst: UInt64?
    /// Its ways: names of groups, that of the best witness first.
    let groups: [String]
    /// All signatures that were met.
    let signatures: [String]
    /// Its best witness.
    @OrNull var file: String?

    enum CodingKeys: String, CodingKey {
        case target, cause, cures, breaks, bugs, groups, signatures, file
        case isNew = "new"
        case executionsToFirst = "executions_to_first"
    }

    /// nil for a line without a cause.
    init?(_ line: PageLine) {
        guard let cause = line.cause else { return nil }
        target = line.target.name
        self.cause = line.name
        cures = cause.cures.map { $0.members.map(\.name) }
        breaks = line.severity.observable.name
        isNew = line.isNew
        bugs = line.bugs
        _executionsToFirst = OrNull(wrappedValue: line.firstAt)
        groups = line.ways.map(\.name)
        signatures = Array(Set(line.ways.flatMap { $0.sights.map(\.signature) })).sorted()
        _file = OrNull(wrappedValue: line.best.file)
    }

    static func all(of records: [GroupRecord]) -> [CauseReport] {
        PageLine.lines(of: records, by: .cause).compactMap { CauseReport($0) }
    }
}
