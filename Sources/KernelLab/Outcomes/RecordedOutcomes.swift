import RemovalFuzz

/// What guests with one kernel showed of one case, condensed to what is compared.
public struct RecordedOutcomes: Hashable, Sendable {
    /// The case's file below the laboratory's folder, without its ending: "table/fsynced-record".
    public var caseName: String
    /// Hash of the case's text: what was seen belongs to this case and to no later one of that name.
    public var caseHash: String
    /// The day of the run, as "2026-11-22".
    public var day: String
    /// The kernel's package with its version, or its release where that is not known.
    public var kernel: String
    /// What the guests showed, each outcome once, in the order it was seen first.
    public var outcomes: [Outcome]

    public init(caseName: String, caseHash: String, day: String, kernel: String, outcomes: [Outcome]) {
        self.caseName = caseName
        self.caseHash = caseHash
        self.day = day
        self.kernel = kernel
        self.outcomes = outcomes
    }

    /// What the guests of a report showed; nil where no run came far enough.
    /// - Parameter today: The day of runs that do not say theirs.
    public init?(_ report: LabReport, caseName: String, today: String) {
        var outcomes: [Outcome] = []
        for comparison in report.result.comparisons where !outcomes.contains(comparison.seen) {
            outcomes.append(comparison.seen)
        }
        guard !outcomes.isEmpty else { return nil }
        let job = report.job
        self.init(
            caseName: caseName, caseHash: RecordedOutcomes.hash(of: job.case),
            day: report.runs.compactMap(\.day).last ?? today, kernel: job.kernel.package ?? job.kernel.release,
            outcomes: outcomes)
    }

    /// The hash that stands beside a case's name.
    public static func hash(of c: Case) -> String { StableHash.hexadecimal(c.text) }

    /// Whether this was seen of the case as it is now.
    public func isAbout(_ c: Case) -> Bool { caseHash == RecordedOutcomes.hash(of: c) }

    /// The verdict on the model of today: what was seen beside its prediction.
    public func judged(by prediction: Prediction) -> LabResult {
        var result = LabResult(prediction: prediction)
        for outcome in outcomes { result.add(outcome) }
        return result
    }
}

/// What one kernel showed of the laboratory's cases: a file that is committed, and compared with the model without a
/// guest.
public struct OutcomeFile: Hashable, Sendable {
    /// Most bytes of a file.
    public static var sizeLimit: Int { 4 << 20 }

    /// What reports call the kernel: "6.1".
    public var kernel: String
    /// In the order of their cases' names.
    public var records: [RecordedOutcomes]

    public init(kernel: String, records: [RecordedOutcomes]) {
        self.kernel = kernel
        self.records = records.sorted { $0.caseName.utf8.lexicographicallyPrecedes($1.caseName.utf8) }
    }
    /// Reads the text form.
    public init(text bytes: [UInt8]) throws(OutcomeFileError) { self = try OutcomeParser.parse(bytes) }
}
