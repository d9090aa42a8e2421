import DAXModel

/// A violation whose signature a search saw for the first time in its group, on the target of that search.
public struct Finding: Sendable {
    public var signature: String
    /// What it has in common with others of its cause.
    public var group: FindingGroup
    /// What a real kernel would show.
    public var observable: Observable
    /// The row of the catalogue of known bugs, where there is one.
    public var bug: String?
    /// It came after an oops of the same execution.
    public var isConsequence: Bool
    /// Executions on this target until it was found, that one included.
    public var executions: UInt64
    /// The case with all preemptions that took place: it shows the signature on replay.
    public var `case`: Case

    public init(
        signature: String, group: FindingGroup, observable: Observable, bug: String?,
        isConsequence: Bool, executions: UInt64, case: Case
    ) {
        self.signature = signature
        self.group = group
        self.observable = observable
        self.bug = bug
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
