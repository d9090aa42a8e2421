import DAXModel

/// A violation whose signature a search saw for the first time.
public struct Finding: Sendable {
    /// What it was found on.
    public var target: TargetName
    public var signature: String
    /// What a real kernel would show.
    public var observable: String
    /// It came after an oops of the same execution.
    public var isConsequence: Bool
    /// Executions on this target until it was found, that one included.
    public var executions: UInt64
    /// The case with all preemptions that took place: it shows the signature on replay.
    public var `case`: Case

    public init(
        target: TargetName, signature: String, observable: String, isConsequence: Bool, executions: UInt64, case: Case
    ) {
        self.target = target
        self.signature = signature
        self.observable = observable
        self.isConsequence = isConsequence
        self.executions = executions
        self.case = `case`
    }
}

/// What a part of a search led to, for the caller to write down. Made once, emptied and used again.
public struct SearchEvents: Sendable {
    /// First sights of signatures, in order.
    public var findings: [Finding] = []
    /// Cases that showed new features, worth keeping for other searches and later runs.
    public var interesting: [Case] = []

    public init() {}

    /// Forgets everything and keeps the memory.
    public mutating func removeAll() {
        findings.removeAll(keepingCapacity: true)
        interesting.removeAll(keepingCapacity: true)
    }
}

extension TargetName {
    /// The name of a target of this build.
    public init(_ target: Target) { self.init(design: target.design.name, profile: target.profile.name) }
}
