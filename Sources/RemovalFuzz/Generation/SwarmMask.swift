import DAXModel

/// What one run leaves out: kinds of operations, modifiers and fault sites that are switched off (swarm testing).
///
/// A run that never closes a file, or never writes, reaches states that a run with everything in it dilutes away.
public struct SwarmMask: Hashable, Sendable {
    private var kindsOff: UInt64 = 0
    private var modifiersOff: CallModifiers = []
    private var sitesOff: UInt16 = 0

    /// Nothing is switched off.
    public init() {}

    /// Whether operations of this kind may be made.
    public func allows(_ kind: OperationKind) -> Bool { kindsOff & 1 << UInt64(kind.rawValue) == 0 }
    /// Whether all these modifiers may be set.
    public func allows(modifiers: CallModifiers) -> Bool { modifiersOff.isDisjoint(with: modifiers) }
    /// Whether faults at this site may be injected.
    public func allows(site: FaultSite) -> Bool { sitesOff & 1 << UInt16(site.rawValue) == 0 }

    /// Switches a kind of operation off.
    public mutating func switchOff(_ kind: OperationKind) { kindsOff |= 1 << UInt64(kind.rawValue) }
    /// Switches modifiers off.
    public mutating func switchOff(modifiers: CallModifiers) { modifiersOff.formUnion(modifiers) }
    /// Switches a fault site off.
    public mutating func switchOff(site: FaultSite) { sitesOff |= 1 << UInt16(site.rawValue) }

    private mutating func switchOn(_ kind: OperationKind) { kindsOff &= ~(1 << UInt64(kind.rawValue)) }

    /// A mask for one run: in one of eight nothing is off; otherwise every kind, modifier and site is off with one chance
    /// in four. What every workload needs stays on.
    public init(random: inout Random) {
        if random.chance(1, in: 8) { return }
        for kind in OperationKind.allCases where random.chance(1, in: 4) { switchOff(kind) }
        for modifier in CallModifiers.each where random.chance(1, in: 4) { switchOff(modifiers: modifier) }
        for site in FaultSite.allCases where random.chance(1, in: 4) { switchOff(site: site) }
        keepEssentials(&random)
    }

    private mutating func keepEssentials(_ random: inout Random) {
        for kind in [OperationKind.mount, .unbind, .create, .mmap, .end] { switchOn(kind) }
        if !allows(.write) && !allows(.truncate) && !allows(.fallocate) {
            switchOn(random.pick([OperationKind.write, .truncate, .fallocate]))
        }
        if !allows(.load) && !allows(.store) { switchOn(random.pick([OperationKind.load, .store])) }
        if !allows(modifiers: .shared) && !allows(.load) { switchOn(.load) }
    }
}
