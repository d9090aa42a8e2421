/// Whom the notify callback kills of those who map a file.
enum KillScope: UInt8, Sendable {
    /// Only the task that runs the callback, and threads that opted in to early kill.
    case current
    /// Every thread group with the file mapped.
    case all
}

/// What is invalidated for each reverse-map record.
enum RecordInvalidation: UInt8, Sendable {
    case none
    /// The DAX entries of the record's pages.
    case range
    /// The DAX entries of the whole file.
    case file
}

/// A removal design: the steps of its notify callback and the switches of the parts it shares with other designs.
public struct Design: Sendable {
    /// The name users select it by.
    public internal(set) var name: String
    /// Where the design comes from, for `designs`.
    public let origin: String
    /// The path of its notify callback.
    let notify: Path
    let killScope: KillScope
    /// MF_MEM_PRE_REMOVE is known: metadata records do not ask for a shutdown.
    let preRemove: Bool
    /// Pages are marked HWPoison as in an ordinary memory failure.
    let poisonsPages: Bool
    /// What the callback of a reverse-map record invalidates after the kill.
    let recordInvalidation: RecordInvalidation
    /// All cached inodes are invalidated up front (`super_drop_pagecache`).
    let dropsPagecache: Bool
    /// Entries are inserted only while the super block is not revoked, checked under the entry lock.
    let gatesInsertion: Bool
    /// `fs_dax_get_by_bdev` publishes the holder together with its operations.
    let publishesHolderAtomically: Bool
    /// Profiles it may be paired with; the first is the default.
    public let profiles: [KernelProfile]

    /// Every design, in the order of their history. Adding a design means adding its file and a name here.
    public static let all: [Design] = [
        .notify61, .v10, .v10WithoutDrop, .seedProposal, .merged, .reference,
    ]

    /// The design of this name, or nil.
    public static func named(_ name: String) -> Design? { all.first { $0.name == name } }
}

/// What the machine beneath the kernel does.
public enum Platform: Sendable, Hashable {
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
    /// What is done wrong, in tests of the oracles.
    var faultyStep: FaultyStep?

    /// - Precondition: the design allows the profile.
    public init(_ design: Design, _ profile: KernelProfile? = nil, on platform: Platform = .hardware) {
        precondition(profile.map { design.profiles.contains($0) } ?? true)
        self.design = design
        self.profile = profile ?? design.profiles[0]
        self.platform = platform
    }

    /// "design@profile".
    public var name: String { design.name + "@" + profile.name }
}

/// The switches of a target as plain values, which the step loop can read without touching a reference count.
struct Rules: BitwiseCopyable {
    var notify: Path
    var killScope: KillScope
    var preRemove: Bool
    var poisonsPages: Bool
    var recordInvalidation: RecordInvalidation
    var dropsPagecache: Bool
    var gatesInsertion: Bool
    var publishesHolderAtomically: Bool
    var freeze: KernelProfile.FreezeSemantics
    var diskRemoval: KernelProfile.DiskRemoval
    var clampsWholeDevice: Bool
    var looksUpBeforeCreating: Bool
    var readFaultsDirty: Bool
    var mapsPMDs: Bool
    var flushesFault: Bool
    var faultyStep: FaultyStep?

    init(_ target: Target) {
        let design = target.design
        notify = design.notify
        killScope = design.killScope
        preRemove = design.preRemove
        poisonsPages = design.poisonsPages
        recordInvalidation = design.recordInvalidation
        dropsPagecache = design.dropsPagecache
        gatesInsertion = design.gatesInsertion
        publishesHolderAtomically = design.publishesHolderAtomically
        freeze = target.profile.freeze
        diskRemoval = target.profile.diskRemoval
        clampsWholeDevice = target.profile.clampsWholeDevice
        looksUpBeforeCreating = target.profile.looksUpBeforeCreating
        readFaultsDirty = target.profile.readFaultsDirty
        mapsPMDs = target.platform == .hardware
        flushesFault = target.platform == .hardware
        faultyStep = target.faultyStep
    }
}
