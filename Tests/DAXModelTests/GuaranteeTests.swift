import RemovalFuzz
import Testing

@testable import DAXModel

/// Named guarantees: what they say of themselves, and what switching one does.
@Suite(.timeLimit(.minutes(5))) struct GuaranteeTests {
    @Test func eachSaysWhatItIs() {
        #expect(Set(Guarantee.allCases.map(\.name)).count == Guarantee.allCases.count)
        for guarantee in Guarantee.allCases {
            #expect(!guarantee.name.isEmpty && guarantee.name.allSatisfy { $0.isLowercase || $0 == "-" })
            #expect(guarantee.statement.hasSuffix("."), "\(guarantee.name)")
            #expect(!guarantee.kernels.isEmpty, "\(guarantee.name)")
            #expect(Guarantee.named(guarantee.name) == guarantee)
        }
        #expect(Guarantee.placebo.cost == .nothing && Guarantee.placebo.harm == [])
    }

    @Test func setsAreSets() {
        var set: GuaranteeSet = [.placebo, .insertionGate]
        #expect(set.members == [.insertionGate, .placebo], "in the order of the table")
        #expect(set.contains(.placebo) && !set.contains(.preRemove))
        set.remove(.placebo)
        #expect(set == [.insertionGate])
        #expect(set.union([.preRemove]).subtracting([.insertionGate]) == [.preRemove])
        #expect(GuaranteeSet(Guarantee.allCases).members == Guarantee.allCases)
    }

    /// What the design has already is nothing that was added.
    @Test func targetsCountOnlyWhatChanges() throws {
        let merged = try #require(Design.named("merged"))
        let target = Target(merged, with: [.preRemove, .insertionGate], without: [.walksInodes, .killsAllMappers])
        #expect(target.added == [.insertionGate])
        #expect(target.removed == [.killsAllMappers])
        #expect(target.guarantees.contains(.insertionGate) && !target.guarantees.contains(.killsAllMappers))
        #expect(target.guarantees.contains(.rangeClamped), "of the profile")
    }

    /// Cases for those whose moment generated cases hardly ever meet.
    private static let rare: [Guarantee: String] = [
        .publishesHolderWithOperations:
            "op 1 t0 mount\nop 2 t1 unbind\npreempt t0 op 1 at do_mount:set_holder_ops run t1\n",
        .publishesHolderAfterBorn:
            "op 1 t0 mount\nop 2 t1 unbind\npreempt t0 op 1 at do_mount:xlog_recover run t1\n",
        .goesOnWithoutTransaction: "op 1 t0 mount\nop 2 t1 unbind\nfault transaction-allocation t1 op 2\n",
        .goesOnAfterFailedAGFRead: "op 1 t0 mount\nop 2 t1 unbind\nfault agf-read t1 op 2\n",
        .goesOnAfterFailedFreeze: "op 1 t0 mount\nop 2 t1 unbind\nfault freeze-sync t1 op 2\n",
        .killListCannotFail: """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+1
        op 4 t1 mmap m0 d0 pages 0+1 shared write
        op 5 t1 store m0 page 0
        op 6 t0 unbind
        fault kill-allocation t0 op 6

        """,
        .killsLeaderlessGroups: """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+1
        op 4 t1 mmap m0 d0 pages 0+1 shared write
        op 5 t1 store m0 page 0
        op 6 t1 thread t2
        op 7 t1 exit
        op 8 t0 unbind

        """,
        .waitsForTransientInodes: """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 close d0
        op 4 t0 umount
        op 5 t0 mount
        op 6 t1 open f0 d0
        op 7 t0 unbind
        preempt t1 op 6 at xfs_iget:unlock_new_inode run t0

        """,
    ]

    /// A mark on a page that is there, and that nobody reads: the model keeps no HWPoison.
    private static let beyondTheModel: Set<Guarantee> = [.leavesPagesUnpoisoned]

    /// A guarantee that changes no execution would be a name only.
    @Test(arguments: Guarantee.allCases.filter { !beyondTheModel.contains($0) }) func switchingChangesExecutions(
        guarantee: Guarantee
    ) throws {
        // Some act only where another is lacking, and the walk that they are about is done.
        var bases = Design.all.map { Target($0) }
        bases.append(Target(Design.named("reference")!, without: [.walksInodes]))
        bases.append(Target(Design.named("merged")!, without: [.killsAllMappers]))
        // With and without it, all else equal.
        let pairs = bases.map { base in
            (
                Target(base.design, with: [guarantee], without: base.removed.subtracting([guarantee])),
                Target(base.design, without: base.removed.union([guarantee]))
            )
        }
        var executor = Executor(target: bases[0])
        for seed in 0..<100 as Range<UInt64> {
            let made = Made(seed: seed)
            for (with, without) in pairs {
                if made.digest(on: with, &executor) != made.digest(on: without, &executor) { return }
            }
        }
        let rare = try workload(try #require(Self.rare[guarantee], "\(guarantee.name) changes nothing on any design"))
        let isDifferent = pairs.contains { Made(rare).digest(on: $0) != Made(rare).digest(on: $1) }
        #expect(isDifferent, "\(guarantee.name) changes nothing even in its own case")
    }

    /// A line that stands idle is a step all the same: what a preemption names stays where it was.
    @Test func anIdleLineIsAStep() throws {
        let v10 = try #require(Design.named("v10"))
        let subject = try workload("op 1 t0 mount\nop 2 t0 unbind\n")
        var names: [[String]] = []
        for target in [Target(v10), Target(v10, without: [.dropsPagecache]), Target(v10, without: [.frozenDuringWalk])]
        {
            names.append(Made.callbackSteps(of: subject, on: target))
        }
        #expect(names[0].contains("super_drop_pagecache") && names[0].contains("freeze_super"))
        #expect(names[1] == names[0] && names[2] == names[0])
    }

    /// The design without the drop is v10 without that guarantee.
    @Test func v10WithoutItsDropIsTheExperiment() throws {
        let v10 = try #require(Design.named("v10"))
        let without = try #require(Design.named("v10-without-drop"))
        for seed in 0..<300 as Range<UInt64> {
            let made = Made(seed: seed)
            #expect(
                made.digest(on: Target(v10, without: [.dropsPagecache])) == made.digest(on: Target(without)),
                "seed \(seed)")
            #expect(
                made.digest(on: Target(without, with: [.dropsPagecache])) == made.digest(on: Target(v10)),
                "seed \(seed)")
        }
    }

    /// Whatever is switched on and off, an execution comes to an end and replays.
    @Test func anyCombinationRuns() {
        for seed in 0..<600 as Range<UInt64> {
            var random = Random(seed: seed)
            var added = GuaranteeSet()
            var removed = GuaranteeSet()
            for guarantee in Guarantee.allCases where random.chance(1, in: 3) {
                if random.chance(1, in: 2) { added.insert(guarantee) } else { removed.insert(guarantee) }
            }
            let design = Design.all[random.below(Design.all.count)]
            let target = Target(design, with: added, without: removed)
            let made = Made(seed: seed)
            #expect(made.digest(on: target) == made.digest(on: target), "seed \(seed)")
        }
    }
}

/// Ghosts: where a guarantee that is off would have acted.
@Suite(.timeLimit(.minutes(5))) struct GhostTests {
    /// Watching changes nothing, and without it there are none.
    @Test func ghostsHaveNoEffect() {
        for seed in 0..<400 as Range<UInt64> {
            let target = Target(Design.all[Int(seed) % Design.all.count])
            let made = Made(seed: seed)
            var watching = Executor(target: target)
            watching.watchesGhosts = true
            let watched = watching.run(made.subject, plan: made.plan).digest
            var plain = Executor(target: target)
            #expect(watched == plain.run(made.subject, plan: made.plan).digest, "seed \(seed)")
            let isSame = watching.state == plain.state
            #expect(isSame, "seed \(seed)")
            #expect(plain.ghosts.isEmpty, "seed \(seed)")
            for ghost in watching.ghosts { #expect(!target.guarantees.contains(ghost.guarantee), "seed \(seed)") }
        }
    }

    /// A guarantee without a ghost changes nothing: whoever looks for a cure need not try it.
    ///
    /// Those that bring a line with them change the steps wherever the callback comes by, whether the line acts or not.
    @Test func noGhostNoDifference() {
        let withLines = Set(CallbackStep.Action.allCases.compactMap(\.guarantee)).union([.shutsDownBeforeThaw])
        let asked = Guarantee.allCases.filter { !withLines.contains($0) }
        var silent = 0
        var haunted = 0
        for seed in 0..<300 as Range<UInt64> {
            let design = Design.all[Int(seed) % Design.all.count]
            let plain = Target(design)
            let made = Made(seed: seed)
            var executor = Executor(target: plain)
            executor.watchesGhosts = true
            let digest = executor.run(made.subject, plan: made.plan).digest
            let ghosts = GuaranteeSet(executor.ghosts.map(\.guarantee))
            for guarantee in asked where !plain.guarantees.contains(guarantee) {
                if ghosts.contains(guarantee) {
                    haunted += 1
                } else {
                    silent += 1
                    #expect(
                        made.digest(on: Target(design, with: [guarantee])) == digest,
                        "seed \(seed), \(design.name): \(guarantee.name)")
                }
            }
        }
        #expect(silent > 500 && haunted > 300)
    }

    @Test func aGhostSaysWhere() throws {
        let subject = try workload(
            """
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t1 write d0 pages 0+1
            op 4 t1 mmap m0 d0 pages 0+1 shared write sync
            op 5 t1 store m0 page 0
            op 6 t0 unbind
            """)
        var executor = Executor(target: Target(try #require(Design.named("merged"))))
        executor.watchesGhosts = true
        _ = executor.run(subject)
        let places = Dictionary(
            uniqueKeysWithValues: executor.ghosts.map { ($0.guarantee, StepTable.shared.qualified($0.step)) })
        #expect(places[.deletesDirtyEntries] == "invalidate_inode_pages2_range:dax_invalidate_mapping_entry_sync")
        #expect(places[.insertionGate] == nil, "no fault came after the removal had begun")
    }
}

/// A case with a plan, both functions of a seed.
private struct Made {
    let subject: Case
    let plan: SchedulePlan

    init(seed: UInt64) {
        var random = Random(seed: seed)
        let mask = SwarmMask(random: &random)
        subject = Generator.make(mask: mask, random: &random)
        let seed = random.next()
        plan =
            switch seed % 3 {
            case 0: .recorded
            case 1: .bounded(seed: seed, count: 1 + Int(seed % 3), length: 300)
            default: .free(.pause, seed: seed, lookahead: 8)
            }
    }

    init(_ subject: Case) {
        self.subject = subject
        plan = .recorded
    }

    func digest(on target: Target) -> UInt64 {
        var executor = Executor(target: target)
        return executor.run(subject, plan: plan).digest
    }

    func digest(on target: Target, _ executor: inout Executor) -> UInt64 {
        executor.retarget(target)
        return executor.run(subject, plan: plan).digest
    }

    /// Steps of the callback in the order in which they were executed.
    static func callbackSteps(of subject: Case, on target: Target) -> [String] {
        Timeline(of: subject, on: target).events.filter { $0.path == "xfs_dax_notify_failure" }.map(\.step)
    }
}
