/// A property that is watched, and what a real kernel would show of its violation.
public enum Oracle: UInt8, CaseIterable, Codable, Sendable, BitwiseCopyable {
    case access, staleReference, liveness, freezeState, signalOwed, signalInnocent, durability, balance, errno, epoch

    /// The first word of a signature.
    public var name: String {
        switch self {
        case .access: "access"
        case .staleReference: "stale-reference"
        case .liveness: "liveness"
        case .freezeState: "freeze-state"
        case .signalOwed: "signal-owed"
        case .signalInnocent: "signal-innocent"
        case .durability: "durability"
        case .balance: "balance"
        case .errno: "errno"
        case .epoch: "epoch"
        }
    }
}

extension Oracle {
    /// What its violations are about.
    public var objects: [ObjectClass] {
        switch self {
        case .access: [.pageStruct, .pageTableEntry, .superblock, .perag]
        case .staleReference: [.daxEntry, .pageTableEntry]
        case .liveness: [.task, .superblock]
        case .freezeState: [.superblock]
        case .signalOwed, .signalInnocent: [.process]
        case .durability: [.file, .superblock]
        case .balance: [.srcu, .reference, .superblock, .perag, .file, .holder]
        case .errno: [.file]
        case .epoch: [.pageStruct, .pageTableEntry]
        }
    }
}

/// What a real kernel shows when a violation happens there; the clearest first.
public enum Observable: UInt8, CaseIterable, Codable, Sendable, BitwiseCopyable {
    case oops, hang, data, signal, errno, nothing

    public var name: String {
        switch self {
        case .oops: "oops"
        case .signal: "signal"
        case .errno: "errno"
        case .hang: "hang"
        case .data: "data"
        case .nothing: "nothing"
        }
    }
}

/// The class of object that a violation is about.
public enum ObjectClass: UInt8, CaseIterable, Codable, Sendable, BitwiseCopyable {
    case pageStruct, daxEntry, pageTableEntry, superblock, process, task, file, holder, srcu, perag
    case reference

    public var name: String {
        switch self {
        case .pageStruct: "struct-page"
        case .daxEntry: "dax-entry"
        case .pageTableEntry: "page-table-entry"
        case .superblock: "super-block"
        case .process: "thread-group"
        case .task: "task"
        case .file: "file"
        case .holder: "dax-holder"
        case .srcu: "srcu"
        case .perag: "perag"
        case .reference: "reference"
        }
    }
}

/// A violation found in one execution: a value with an identity.
public struct Violation: BitwiseCopyable, Sendable {
    /// 64-bit hash of what the signature says: the same for equal signatures, without building the text.
    public internal(set) var identity: UInt64 = 0
    /// The step count at which it was found.
    public internal(set) var atStep = 0
    /// The task that was running.
    public internal(set) var task = 0
    private var hang = HangRoot(end: .nobody, edges: [], takenAt: nil)
    /// Where the object came from and what passed it by.
    public internal(set) var provenance: Provenance
    /// Where it was detected.
    public internal(set) var step: StepID
    /// The step that called the path of `step`, where the same path is reached from several: evict, truncate, fsync.
    public internal(set) var caller: StepID
    var oracle: Oracle
    public internal(set) var object: ObjectClass
    /// Tells apart violations that the other parts do not: what is wrong, as a result or a state; 0 for nothing.
    public internal(set) var detail: Detail
    /// What a real kernel would show.
    public internal(set) var observable: Observable
    /// It came after an oops of the same execution: its consequence, as far as one can tell.
    public internal(set) var isConsequence = false
    private var isHang = false

    init(
        oracle: Oracle, object: ObjectClass, step: StepID, caller: StepID = .none,
        provenance: Provenance = Provenance(), detail: Detail = .none, observable: Observable
    ) {
        self.oracle = oracle
        self.object = object
        self.step = step
        self.caller = caller
        self.provenance = provenance
        self.detail = detail
        self.observable = observable
    }

    /// What an empty place of the log holds.
    static var blank: Violation { Violation(oracle: .access, object: .pageStruct, step: .none, observable: .nothing) }

    /// Of a task that does not get on: what keeps it. No part of the identity.
    public internal(set) var root: HangRoot? {
        get { isHang ? hang : nil }
        set {
            isHang = newValue != nil
            if let newValue { hang = newValue }
        }
    }

    /// What is wrong, where oracle, object and step do not say it.
    public enum Detail: UInt8, CaseIterable, Codable, Sendable, BitwiseCopyable {
        case none, leftFrozen, notShutDown, lost, foreign, missingFile, mountFailed, heldLock, stillReferenced
        case succeededAfterShutdown, frozenByUser

        /// The word of a signature, if it needs one.
        public var name: String? {
            switch self {
            case .none: nil
            case .leftFrozen: "left-frozen"
            case .frozenByUser: "frozen-by-user"
            case .notShutDown: "not-shut-down"
            case .lost: "lost"
            case .foreign: "foreign"
            case .missingFile: "missing-file"
            case .mountFailed: "mount-failed"
            case .heldLock: "held-lock"
            case .stillReferenced: "still-referenced"
            case .succeededAfterShutdown: "succeeded"
            }
        }
    }

    public var oracleKind: Oracle { oracle }

    /// Its identity as text: oracle, object, where it was detected, and where the object came from. No task, digest or
    /// design is part of it.
    public var signature: String {
        let table = StepTable.shared
        var parts = [oracle.name, object.name, table.qualified(step)]
        if caller != .none { parts[2] += "<" + table.path(caller) }
        if let detail = detail.name { parts.append(detail) }
        if provenance.creator != .none {
            parts.append("created=" + table.qualified(provenance.creator))
            parts.append(provenance.phase.name)
        }
        if let passed = provenance.passed {
            parts.append("passed=" + passed.reason.name + "@" + table.qualified(passed.step))
        }
        return parts.joined(separator: "/")
    }

    @inline(never) func computeIdentity() -> UInt64 {
        var digest = Digest()
        digest.fold(Digest.hash(oracle.name))
        digest.fold(Digest.hash(object.name))
        digest.fold(Digest.hash(detail.name ?? ""))
        digest.fold(StepTable.shared.hash(optional: step))
        digest.fold(StepTable.shared.pathHash(optional: caller))
        provenance.fold(into: &digest)
        return digest.value
    }
}

/// The violations of one execution, each identity once, in the order they were found.
struct ViolationLog: BitwiseCopyable {
    private var list = PerViolation<Violation>(repeating: .blank)
    private(set) var count = 0
    /// Violations beyond the capacity.
    private(set) var dropped = 0
    /// The execution had an oops.
    var oopsed = false
    /// Bytes that the alignment of the counts leaves over.
    private var spare = InlineArray<7, UInt8>(repeating: 0)

    subscript(index: Int) -> Violation {
        precondition(index < count)
        return list[index]
    }

    /// Makes a log equal to another.
    static func copy(_ source: UnsafeMutablePointer<ViolationLog>, to target: UnsafeMutablePointer<ViolationLog>) {
        copyFirst(max(source.pointee.count, target.pointee.count), of: &source.pointee.list, to: &target.pointee.list)
        target.pointee.count = source.pointee.count
        target.pointee.dropped = source.pointee.dropped
        target.pointee.oopsed = source.pointee.oopsed
    }

    /// Adds a violation unless its identity is there already. Returns the identity if it is new.
    mutating func record(_ violation: Violation) -> UInt64? {
        let identity = violation.computeIdentity()
        for index in 0..<count where list[index].identity == identity { return nil }
        guard count < Limits.violations else {
            dropped += 1
            return nil
        }
        list[count] = violation
        list[count].identity = identity
        count += 1
        return identity
    }
}
