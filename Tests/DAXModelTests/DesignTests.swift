import RemovalFuzz
import Testing

@testable import DAXModel

/// A design that nobody has written yet: where the lines of guarantees go when it does things in another order.
@Suite(.timeLimit(.minutes(5))) struct DesignTests {
    /// `merged`, but it shuts down before it walks.
    private static func shutsDownFirst(_ walk: [CallbackLine], having guarantees: GuaranteeSet = []) -> Design {
        Design(
            "shut-down-first", origin: "an exercise", profiles: [.v6_12_y],
            guarantees: guarantees.union([
                .preRemove, .frozenDuringWalk, .killsAllMappers, .invalidatesRecords, .shutsDownBeforeThaw,
                .thawsUserFreeze,
            ]),
            callback: [.checkBorn, .checkReverseMap, .freeze, .shutdown(.forceUmount)] + walk
                + [.thaw(.kernel, .ifOurs), .thaw(.userspace, .always), .finish(.error)])
    }

    private static let reverseMap: [CallbackLine] = [.allocateTransaction, .walkReverseMap, .cancelTransaction]

    /// The steps that are run.
    private static func steps(
        _ design: Design, with added: GuaranteeSet = [], without removed: GuaranteeSet = []
    ) -> [String] {
        Target(design, with: added, without: removed).callbackSteps.filter { !$0.isIdle }.map(\.name)
    }

    private static let inodes = ["kill_procs", "s_inode_list", "truncate_inode_pages_range", "iput"]

    @Test func linesStandAsWritten() {
        #expect(
            Self.steps(Self.shutsDownFirst(Self.reverseMap)) == [
                "SB_BORN", "xfs_has_rmapbt", "freeze_super", "freeze_super_done", "xfs_force_shutdown",
                "xfs_trans_alloc_empty", "xfs_rmap_query_range", "xfs_trans_cancel", "thaw_super_KERNEL",
                "thaw_super_USERSPACE", "notify_done",
            ])
    }

    /// One walk takes the other's place, wherever that is.
    @Test func walksAreExchangedInPlace() {
        let walksInodes = Self.steps(Self.shutsDownFirst(Self.reverseMap), with: [.walksInodes])
        #expect(walksInodes.firstRange(of: ["xfs_force_shutdown"] + Self.inodes + ["thaw_super_KERNEL"]) != nil)
        for walk in [[.killMappers, .walkInodes], [.walkInodes]] as [[CallbackLine]] {
            let design = Self.shutsDownFirst(walk, having: [.walksInodes])
            let own = Self.steps(design)
            #expect(own.firstRange(of: ["xfs_force_shutdown"] + Self.inodes + ["thaw_super_KERNEL"]) != nil)
            let other = Self.steps(design, without: [.walksInodes])
            let reverseMap = ["xfs_trans_alloc_empty", "xfs_rmap_query_range", "xfs_trans_cancel"]
            #expect(other.firstRange(of: ["xfs_force_shutdown"] + reverseMap + ["thaw_super_KERNEL"]) != nil)
        }
    }

    /// What is added beside the walk keeps its place among the other lines.
    @Test func gateClosesBeforeTheFreeze() {
        let steps = Self.steps(Self.shutsDownFirst(Self.reverseMap), with: [.insertionGate, .superBlockHeld])
        #expect(steps.prefix(5) == ["super_lock", "SB_BORN", "xfs_has_rmapbt", "set_revoked", "freeze_super"])
        #expect(steps.suffix(2) == ["deactivate_super", "notify_done"])
    }

    /// Without the guarantee the line would be moved; a design that does not say it is a mistake.
    @Test func theOrderOfShutdownAndThawIsSaid() async {
        await #expect(processExitsWith: .failure) {
            _ = Design(
                "silent", origin: "an exercise", profiles: [.v6_12_y], guarantees: [.frozenDuringWalk],
                callback: [.freeze, .shutdown(.forceUmount), .thaw(.kernel, .ifOurs), .finish(.error)])
        }
        await #expect(processExitsWith: .failure) {
            _ = Design(
                "contrary", origin: "an exercise", profiles: [.v6_12_y],
                guarantees: [.frozenDuringWalk, .shutsDownBeforeThaw],
                callback: [.freeze, .thaw(.kernel, .ifOurs), .shutdown(.forceUmount), .finish(.error)])
        }
    }
}
