/// One named thing that a removal does or lacks, of the size of one kernel patch, which can be switched on and off.
///
/// It changes steps; it asks no case, and is named after no bug. The order is the one of the table that `designs` prints.
public enum Guarantee: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    // The super block and its way into the callback
    case publishesHolderWithOperations, publishesHolderAfterBorn, superBlockHeld
    // Before the walk
    case insertionGate, frozenDuringWalk, freezeHolders, goesOnAfterFailedFreeze, waitsForFreezer, flushesFirst
    case dropsPagecache
    // The walk
    case rangeClamped, preRemove, goesOnWithoutReverseMap, goesOnWithoutTransaction, goesOnAfterFailedAGFRead
    case walkReleasesAGF, walksInodes, waitsForTransientInodes
    // Who is signalled
    case killsAllMappers, killsLeaderlessGroups, killsUnpopulatedMappers, killListCannotFail
    // What is taken away
    case leavesPagesUnpoisoned, unmapsWithoutKillList, invalidatesRecords, invalidatesWholeFiles
    case deletesDirtyEntries, unmapsAfterDeletion
    // The end
    case shutsDownBeforeThaw, shutsDownOnEveryWayOut, thawsOnEveryWayOut, thawsUserFreeze, diskDeathShutsDown
    case drainsFaults
    // Nothing
    case placebo

    /// All, each with a file of its own.
    var declaration: Declaration {
        switch self {
        case .publishesHolderWithOperations: .publishesHolderWithOperations
        case .publishesHolderAfterBorn: .publishesHolderAfterBorn
        case .superBlockHeld: .superBlockHeld
        case .insertionGate: .insertionGate
        case .frozenDuringWalk: .frozenDuringWalk
        case .freezeHolders: .freezeHolders
        case .goesOnAfterFailedFreeze: .goesOnAfterFailedFreeze
        case .waitsForFreezer: .waitsForFreezer
        case .flushesFirst: .flushesFirst
        case .dropsPagecache: .dropsPagecache
        case .rangeClamped: .rangeClamped
        case .preRemove: .preRemove
        case .goesOnWithoutReverseMap: .goesOnWithoutReverseMap
        case .goesOnWithoutTransaction: .goesOnWithoutTransaction
        case .goesOnAfterFailedAGFRead: .goesOnAfterFailedAGFRead
        case .walkReleasesAGF: .walkReleasesAGF
        case .walksInodes: .walksInodes
        case .waitsForTransientInodes: .waitsForTransientInodes
        case .killsAllMappers: .killsAllMappers
        case .killsLeaderlessGroups: .killsLeaderlessGroups
        case .killsUnpopulatedMappers: .killsUnpopulatedMappers
        case .killListCannotFail: .killListCannotFail
        case .leavesPagesUnpoisoned: .leavesPagesUnpoisoned
        case .unmapsWithoutKillList: .unmapsWithoutKillList
        case .invalidatesRecords: .invalidatesRecords
        case .invalidatesWholeFiles: .invalidatesWholeFiles
        case .deletesDirtyEntries: .deletesDirtyEntries
        case .unmapsAfterDeletion: .unmapsAfterDeletion
        case .shutsDownBeforeThaw: .shutsDownBeforeThaw
        case .shutsDownOnEveryWayOut: .shutsDownOnEveryWayOut
        case .thawsOnEveryWayOut: .thawsOnEveryWayOut
        case .thawsUserFreeze: .thawsUserFreeze
        case .diskDeathShutsDown: .diskDeathShutsDown
        case .drainsFaults: .drainsFaults
        case .placebo: .placebo
        }
    }

    /// The name users select it by.
    public var name: String { declaration.name }
    /// What holds with it, as a sentence.
    public var statement: String { declaration.statement }
    /// The kernels that have it.
    public var kernels: String { declaration.kernels }
    /// What it costs a kernel.
    public var cost: Cost { declaration.cost }
    /// The harm it may do; nothing for one that only takes schedules away.
    public var harm: Harm { declaration.harm }

    /// The guarantee of this name, or nil.
    public static func named(_ name: String) -> Guarantee? { allCases.first { $0.name == name } }

    /// What a guarantee says of itself.
    struct Declaration: Sendable {
        var name: String
        var statement: String
        var kernels: String
        var cost: Cost
        var harm: Harm = []
    }

    /// What a kernel has to add, the cheapest first.
    public enum Cost: UInt8, CaseIterable, Comparable, Sendable {
        case nothing, check, state, walk, wait

        public var name: String { "\(self)" }
        public static func < (a: Cost, b: Cost) -> Bool { a.rawValue < b.rawValue }
    }

    /// What it may do that could hurt.
    public struct Harm: OptionSet, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// It waits for somebody.
        public static let waits = Harm(rawValue: 1 << 0)
        /// It takes a lock that it did not take before.
        public static let locks = Harm(rawValue: 1 << 1)
        /// Something fails that did not.
        public static let fails = Harm(rawValue: 1 << 2)
        /// It touches what may be gone.
        public static let touches = Harm(rawValue: 1 << 3)

        /// "waits", "locks", and so on.
        public var names: [String] {
            let all: [(Harm, String)] = [
                (.waits, "waits"), (.locks, "locks"), (.fails, "fails"), (.touches, "touches"),
            ]
            return all.filter { contains($0.0) }.map(\.1)
        }

        /// "waits, locks", or "none".
        public var words: String { isEmpty ? "none" : names.joined(separator: ", ") }
    }
}

/// Guarantees together.
public struct GuaranteeSet: BitwiseCopyable, Hashable, Sendable, SetAlgebra {
    public typealias Element = Guarantee
    private var bits: UInt64 = 0

    public init() {}
    private init(bits: UInt64) { self.bits = bits }

    @inline(__always) public func contains(_ member: Guarantee) -> Bool { bits & 1 << UInt64(member.rawValue) != 0 }

    @discardableResult
    public mutating func insert(_ member: Guarantee) -> (inserted: Bool, memberAfterInsert: Guarantee) {
        defer { bits |= 1 << UInt64(member.rawValue) }
        return (!contains(member), member)
    }
    @discardableResult
    public mutating func update(with member: Guarantee) -> Guarantee? { insert(member).inserted ? nil : member }
    @discardableResult
    public mutating func remove(_ member: Guarantee) -> Guarantee? {
        defer { bits &= ~(1 << UInt64(member.rawValue)) }
        return contains(member) ? member : nil
    }

    public func union(_ other: GuaranteeSet) -> GuaranteeSet { GuaranteeSet(bits: bits | other.bits) }
    public func intersection(_ other: GuaranteeSet) -> GuaranteeSet { GuaranteeSet(bits: bits & other.bits) }
    public func symmetricDifference(_ other: GuaranteeSet) -> GuaranteeSet { GuaranteeSet(bits: bits ^ other.bits) }
    public mutating func formUnion(_ other: GuaranteeSet) { bits |= other.bits }
    public mutating func formIntersection(_ other: GuaranteeSet) { bits &= other.bits }
    public mutating func formSymmetricDifference(_ other: GuaranteeSet) { bits ^= other.bits }

    /// Those in it, in the order of the table.
    public var members: [Guarantee] { Guarantee.allCases.filter { contains($0) } }
    public var isEmpty: Bool { bits == 0 }
}
