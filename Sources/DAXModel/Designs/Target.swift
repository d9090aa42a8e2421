/// What the machine beneath the kernel does.
public enum Platform: String, CaseIterable, Sendable, Hashable {
    /// Real memory, and files that are large enough for PMDs: a page of the model stands for part of one.
    case hardware
    /// A guest under software emulation, whose programs map a few pages of 4 KiB: no PMD fits, and an instruction that
    /// writes a cache line back (CLWB) does nothing, so that it does not fault either.
    case emulation
}

/// What a case is run on.
public struct Target: Sendable {
    public internal(set) var design: Design
    public let profile: KernelProfile
    public let platform: Platform
    /// What is switched on beyond what the design and the profile have.
    public let added: GuaranteeSet
    /// What is switched off of it.
    public let removed: GuaranteeSet
    /// What is done wrong, in tests of the oracles.
    var faultyStep: FaultyStep?

    /// - Parameters:
    ///   - added: What the design and the profile have already is not counted.
    ///   - removed: What they lack is not counted.
    /// - Precondition: the design allows the profile; nothing is both added and removed.
    public init(
        _ design: Design, _ profile: KernelProfile? = nil, on platform: Platform = .hardware,
        with added: GuaranteeSet = [], without removed: GuaranteeSet = []
    ) {
        precondition(profile.map { design.profiles.contains($0) } ?? true)
        precondition(added.isDisjoint(with: removed), "a guarantee is switched on or off")
        self.design = design
        self.profile = profile ?? design.profiles[0]
        self.platform = platform
        let own = design.guarantees.union(self.profile.guarantees)
        self.added = added.subtracting(own)
        self.removed = removed.intersection(own)
    }

    /// All that holds on it.
    public var guarantees: GuaranteeSet {
        design.guarantees.union(profile.guarantees).union(added).subtracting(removed)
    }

    /// The target with guarantees switched on that it may lack.
    public func adding(_ guarantees: GuaranteeSet) -> Target {
        var target = Target(
            design, profile, on: platform, with: added.union(guarantees), without: removed.subtracting(guarantees))
        target.faultyStep = faultyStep
        return target
    }

    /// The text of its `TargetName`. Targets of one name are equal, and equal ones have one name.
    public var name: String { TargetName(self).description }
}

/// The switches of a target as plain values, which the step loop can read without touching a reference count.
struct Rules: BitwiseCopyable {
    var guarantees: GuaranteeSet
    var callback: Callback
    var looksUpBeforeCreating: Bool
    var readFaultsDirty: Bool
    var mapsPMDs: Bool
    var flushesFault: Bool
    var faultyStep: FaultyStep?

    init(_ target: Target) {
        guarantees = target.guarantees
        callback = Callback(of: target.design, with: target.guarantees)
        looksUpBeforeCreating = target.profile.looksUpBeforeCreating
        readFaultsDirty = target.profile.readFaultsDirty
        mapsPMDs = target.platform == .hardware
        flushesFault = target.platform == .hardware
        faultyStep = target.faultyStep
    }
}
