/// Who can execute a step: kinds of operations, and what the kernel starts by itself.
public struct Performers: BitwiseCopyable, Hashable, Sendable {
    /// Operation kinds by raw value, and the two reserved bits.
    private var bits: UInt64 = 0

    private static var exitBySignal: UInt64 { 1 << 62 }
    private static var inodegc: UInt64 { 1 << 63 }

    /// Of the steps of a path, on whichever design.
    init(of path: Path) {
        let bit: UInt64 = 1 << UInt64(path.rawValue)
        for kind in OperationKind.allCases {
            let paths = (kind.entry?.reachable ?? 0) | (kind.fileCallee?.reachable ?? 0)
            if paths & bit != 0 { bits |= 1 << UInt64(kind.rawValue) }
        }
        if Path.do_exit.reachable & bit != 0 { bits |= Performers.exitBySignal }
        if Path.xfs_inodegc_worker.reachable & bit != 0 { bits |= Performers.inodegc }
    }

    /// Whether operations of this kind can come to it.
    public func contains(_ kind: OperationKind) -> Bool { bits & 1 << UInt64(kind.rawValue) != 0 }

    /// Whether what has this reserved id can come to it. The closing never counts: nobody preempts it.
    public func contains(reserved id: UInt16) -> Bool {
        switch id {
        case OperationID.exitBySignal: bits & Performers.exitBySignal != 0
        case OperationID.inodegc: bits & Performers.inodegc != 0
        default: false
        }
    }

    /// Adds those of another step.
    public mutating func formUnion(_ other: Performers) { bits |= other.bits }
}
