import DAXModel

/// A digest and the version of what it folds.
public struct RecordedDigest: Hashable, Sendable {
    public var value: UInt64
    public var version: UInt16

    public init(value: UInt64, version: UInt16) {
        self.value = value
        self.version = version
    }
}

/// Where a case must fail, and how, or where it must pass.
public struct Expectation: Hashable, Sendable {
    /// Without a profile: the design's default.
    public var target: TargetName
    /// The signature that must be among the violations; nil: there must be no violation.
    public var signature: String?

    public init(_ target: TargetName, signature: String? = nil) {
        self.target = target
        self.signature = signature
    }
}

/// Where in a campaign a case was found.
public struct Discovery: Hashable, Sendable {
    /// The campaign's seed.
    public var seed: UInt64
    /// Executions of the campaign until then.
    public var executions: UInt64

    public init(seed: UInt64, executions: UInt64) {
        self.seed = seed
        self.executions = executions
    }
}

/// A case with everything a file records about it. A plain case is a crasher that records nothing.
public struct Crasher: Hashable, Sendable {
    public var `case`: Case
    /// The target it was found on, its profile included; nil for a plain case.
    public var target: TargetName?
    /// Signatures of all violations it showed there, in the order they were found. At most `signatureLimit`.
    public var signatures: [String]
    /// Digest of the execution on `target`.
    public var digest: RecordedDigest?
    public var found: Discovery?
    /// At most `expectationLimit`.
    public var expectations: [Expectation]
    /// Free text, one line each. At most `noteLimit`.
    public var notes: [String]

    public init(
        case: Case, target: TargetName? = nil, signatures: [String] = [], digest: RecordedDigest? = nil,
        found: Discovery? = nil, expectations: [Expectation] = [], notes: [String] = []
    ) {
        self.case = `case`
        self.target = target
        self.signatures = signatures
        self.digest = digest
        self.found = found
        self.expectations = expectations
        self.notes = notes
    }

    /// Version of the record, in both of its forms.
    public static var formatVersion: Int { 1 }
    public static var signatureLimit: Int { 64 }
    public static var expectationLimit: Int { 32 }
    public static var noteLimit: Int { 32 }
    /// Most bytes of one signature or note.
    public static var lineLimit: Int { 512 }
}
