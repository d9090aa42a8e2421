import DAXModel

/// Rows of docs/catalogue.md, by the parts of a violation: which known bug a finding is.
public enum KnownBugs {
    /// What a violation must have to be of a row. Parts that are nil may be anything.
    private struct Row {
        var name: String
        var oracles: [Oracle]?
        var object: ObjectClass?
        var step: Set<StepID>?
        var creator: Set<StepID>?
        var phases: [RemovalPhase]?
        /// nil: anything; `.some(nil)`: nothing passed the object by.
        var reason: PassReason??
        var passedAt: Set<StepID>?
        var detail: Violation.Detail?
        /// The objects of a cycle of waits.
        var cycle: [WaitObject]?
        /// nil: every design.
        var designs: [String]?
    }

    private static let thawsBeforeShutdown = ["v10", "v10-without-drop", "seed-proposal"]

    /// The first row that fits counts: what passed an object by comes before where it was noticed.
    private static let rows: [Row] = [
        Row(name: "B31", cycle: [.groupHeader, .daxEntry]),
        Row(name: "B28", oracles: [.access], step: NamedSteps.step("dax_flush")),
        Row(name: "B12", oracles: [.freezeState], detail: .frozenByUser),
        Row(name: "B06", oracles: [.freezeState], detail: .leftFrozen, designs: thawsBeforeShutdown),
        Row(name: "B07", oracles: [.freezeState], passedAt: NamedSteps.step("freeze_super_done"), detail: .notShutDown),
        Row(name: "B32", reason: .notReached, passedAt: NamedSteps.step("xfs_trans_alloc_empty")),
        Row(name: "B22", reason: .notReached, passedAt: NamedSteps.step("xfs_has_rmapbt")),
        Row(name: "B05", reason: .notReached, passedAt: NamedSteps.step("xfs_alloc_read_agf")),
        Row(
            name: "B07", reason: .notReached, passedAt: NamedSteps.step("freeze_super_done"),
            designs: thawsBeforeShutdown),
        Row(name: "B01", oracles: [.signalOwed], reason: .scopeCurrent),
        Row(
            name: "B01", oracles: [.signalOwed], reason: .unmappedNotSignalled,
            designs: ["v10", "v10-without-drop"]),
        Row(name: "B25", reason: .refusedDirty),
        Row(name: "B26a", oracles: [.signalOwed], reason: .allocationFailed),
        Row(name: "B26c", oracles: [.signalOwed], reason: .leaderGone),
        Row(name: "B04", reason: .inodeSkipped, passedAt: NamedSteps.step("s_inode_list")),
        Row(name: "B04", phases: [.afterItsWalk], reason: .emptyKillList, designs: ["v10"]),
        Row(name: "B24", reason: .inodeSkipped, passedAt: NamedSteps.step("xfs_iget")),
        Row(name: "B02", phases: [.before], reason: .emptyKillList, designs: ["notify-6.1", "v10-without-drop"]),
        Row(name: "B02", phases: [.before], reason: .unmappedOnly, designs: ["notify-6.1", "v10-without-drop"]),
        Row(name: "B29", oracles: [.access], object: .superblock),
        Row(name: "B29", oracles: [.balance], object: .holder),
        Row(name: "B17", oracles: [.access], object: .perag),
        Row(name: "B27", phases: [.afterKill, .afterPagemap], reason: .some(nil)),
        Row(
            name: "B03", creator: NamedSteps.path("xfs_dax_read_fault"),
            phases: [.afterItsWalk, .afterThaw, .afterShutdown],
            reason: .some(nil), designs: thawsBeforeShutdown + ["merged"]),
        Row(
            name: "B08", creator: NamedSteps.path("xfs_dax_write_fault"), phases: [.afterItsWalk], reason: .some(nil),
            designs: thawsBeforeShutdown),
        Row(
            name: "B09", creator: NamedSteps.path("xfs_dax_write_fault"), phases: [.afterThaw], reason: .some(nil),
            designs: thawsBeforeShutdown),
        Row(name: "B32", phases: [.afterThaw], reason: .some(nil), designs: ["merged"]),
    ]

    /// Whether a row says where the damage shows rather than what lets it happen: other rows of a group tell more.
    public static func isSymptom(_ row: String) -> Bool { row == "B28" }

    /// The row of a violation on a design, such as "B03"; nil where none is known, and for what only follows an oops.
    public static func row(of violation: Violation, on design: String) -> String? {
        violation.isConsequence ? nil : rows.first { fits($0, violation, design) }?.name
    }

    private static func fits(_ row: Row, _ violation: Violation, _ design: String) -> Bool {
        let (provenance, passed) = (violation.provenance, violation.provenance.passed)
        if let designs = row.designs, !designs.contains(design) { return false }
        if let oracles = row.oracles, !oracles.contains(violation.oracleKind) { return false }
        if let object = row.object, object != violation.object { return false }
        if let steps = row.step, !steps.contains(violation.step) { return false }
        if let detail = row.detail, detail != violation.detail { return false }
        if let cycle = row.cycle, violation.root.map({ $0.end != .cycle || $0.edges.map(\.object) != cycle }) ?? true {
            return false
        }
        if let reason = row.reason, reason != passed?.reason { return false }
        if let steps = row.passedAt, !(passed.map { steps.contains($0.step) } ?? false) { return false }
        guard row.creator != nil || row.phases != nil else { return true }
        guard provenance.creator != .none else { return false }
        if let steps = row.creator, !steps.contains(provenance.creator) { return false }
        return row.phases?.contains(provenance.phase) ?? true
    }
}
