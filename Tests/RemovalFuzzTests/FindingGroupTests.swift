import DAXModel
import Testing

@testable import RemovalFuzz

/// Findings of one cause stand together and findings of two do not: a page of groups is only as good as their key.
@Suite struct FindingGroupTests {
    private func target(_ design: String) throws -> Target { Target(try #require(Design.named(design))) }

    private func execution(_ design: String, rmapbt: Bool = true, _ lines: String) throws -> Execution {
        let text = "case 1\nmkfs rmapbt=\(rmapbt ? 1 : 0)\n" + lines
        var executor = Executor(target: try target(design))
        return executor.run(try Case(text: text))
    }

    private static let mapped = """
        op 1 t0 mount
        op 2 t0 create f0 d0
        op 3 t0 fallocate d0 pages 0+1
        op 4 t0 mmap m0 d0 pages 0+1 shared write
        op 5 t0 store m0 page 0
        op 6 t1 unbind

        """

    /// One hole shows as stale references, a missing signal, an oops at umount and what follows it: one group.
    @Test func `what one step passes by is one group`() throws {
        let execution = try execution("merged", rmapbt: false, Self.mapped)
        #expect(execution.violations.count > 2)
        let passed = try #require(execution.violations.first?.provenance.passed)
        #expect(passed.reason == .notReached && StepTable.shared.step(passed.step) == "xfs_has_rmapbt")
        #expect(execution.groups.allSatisfy { $0 == .passedBy(passed) }, "\(execution.signatures)")
    }

    /// Two reasons of the thread's crash are two groups, also in one execution.
    @Test func `two reasons are two groups`() throws {
        let groups = Set(try execution("v10-without-drop", Self.mapped).groups)
        let reasons = groups.compactMap { group -> PassReason? in
            guard case .passedBy(let passing) = group else { return nil }
            return passing.reason
        }
        #expect(Set(reasons) == [.scopeCurrent, .emptyKillList], "\(groups)")
    }

    /// What a dead task's locks hang or lose is not a finding of its own.
    @Test func `the consequences of an oops belong to its group`() throws {
        let lines = Self.mapped + "op 7 t0 umount\nop 8 t2 umount\n"
        let execution = try execution("notify-6.1", rmapbt: false, lines)
        let cause = try #require(execution.violations.firstIndex { $0.observable == .oops })
        let consequences = execution.violations.indices.filter { execution.violations[$0].isConsequence }
        let groups = execution.groups
        #expect(consequences.allSatisfy { groups[$0] == groups[cause] })
        #expect(execution.index(of: execution.signatures[cause], in: groups[cause]) == cause)
        #expect(execution.index(of: execution.signatures[cause], in: .made(.afterKill)) == nil)
    }

    /// A removal that dies with the device locked hangs whoever wants the device next: one cause, one line.
    @Test func `a hang behind an oops belongs to the oops`() throws {
        let execution = try execution(
            "merged",
            """
            op 1 t0 mount
            op 2 t0 unbind
            op 3 t1 umount
            fault freeze-sync t0 op 2
            preempt t0 op 2 at freeze_super:sb_freeze_write run t1

            """)
        let hang = try #require(execution.violations.firstIndex { $0.oracleKind == .liveness })
        #expect(execution.violations[hang].isConsequence)
        #expect(FindingGroup(execution.violations[hang]) != execution.groups[hang])
        #expect(Set(execution.groups) == [.other(.access, .superblock, .none)])
    }

    @Test func `a hang is grouped by who waits for what`() throws {
        let execution = try execution(
            "notify-6.1", Self.mapped + "preempt t0 op 5 at xfs_iomap_write_direct:xfs_ilock_EXCL run t1\n")
        let groups = Set(execution.groups.filter { if case .hang = $0 { true } else { false } })
        #expect(groups.count == 1, "\(execution.signatures)")
        let name = try #require(groups.first).fileStem(on: try target("notify-6.1"))
        #expect(name == "notify-6.1--hang-agf-dax-entry")
        #expect(KnownBugs.row(of: execution.violations[0], on: "notify-6.1") == "B31")
    }

    private static let targets =
        Design.all.flatMap { design in design.profiles.map { Target(design, $0) } }
        + [
            Target(.all[1], with: [.insertionGate]), Target(.all[0], .v6_1_0, on: .emulation, with: [.walksInodes]),
            Target(.all[5], with: [.placebo], without: GuaranteeSet(Guarantee.allCases).subtracting([.placebo])),
        ]

    /// Two groups with one name would fight for one file.
    @Test(arguments: targets) func `file names are unique, short and plain`(_ target: Target) {
        let paths: Set = [
            "xfs_dax_notify_failure", "xfs_rmap_query_range", "mf_dax_kill_procs", "super_drop_pagecache",
            "invalidate_inode_pages2_range", "kill_dax",
        ]
        let table = StepTable.shared
        var seen: Set<String> = []
        let steps = table.all.filter { paths.contains(table.path($0)) && seen.insert(table.qualified($0)).inserted }
        var groups = RemovalPhase.allCases.map { FindingGroup.made($0) }
        for step in steps + [.none] {
            let passings = PassReason.allCases.map { Provenance.Passing(reason: $0, step: step) }
            groups += passings.map { .passedBy($0) }
        }
        groups += [.leftFrozen, .frozenByUser, .notShutDown].map { .leftBehind($0) }
        for oracle in Oracle.allCases {
            for object in ObjectClass.allCases { groups.append(.other(oracle, object, .lost)) }
        }
        let ends: [HangRoot.End] = [.nobody, .died, .exited, .awake, .frozenByKernel, .frozenByUser]
        var named: Set<String> = []
        for (index, step) in table.all.enumerated() where named.insert(table.qualified(step)).inserted {
            groups.append(.hang(ends[index % ends.count], [.groupHeader], takenAt: step))
        }
        let names = groups.map { $0.fileStem(on: target) }
        #expect(Set(names).count == names.count)
        for name in names {
            #expect(name.utf8.count <= FindingGroup.stemLimit && name.hasPrefix(target.design.name), "\(name)")
            let isPlain = name.utf8.allSatisfy { (33...126).contains($0) && $0 != UInt8(ascii: "/") }
            #expect(isPlain && !name.contains(" ") && !name.contains("*"), "\(name)")
        }
    }

    @Test func `names say what passed by`() throws {
        let merged = try target("merged")
        let refused = try #require(StepTable.shared.all.first { StepTable.shared.step($0) == "xfs_has_rmapbt" })
        let group = FindingGroup.passedBy(Provenance.Passing(reason: .notReached, step: refused))
        #expect(group.fileStem(on: merged) == "merged--not-walked-xfs_has_rmapbt")
        #expect(FindingGroup.made(.afterItsWalk).fileStem(on: merged) == "merged--made-after-its-walk")
        let older = Target(try #require(Design.named("notify-6.1")), .v6_1_0)
        #expect(group.fileStem(on: older) == "notify-6.1@6.1.0--not-walked-xfs_has_rmapbt")
        let gated = Target(merged.design, with: [.insertionGate], without: [.preRemove])
        #expect(group.fileStem(on: gated) == "merged+insertion-gate~pre-remove--not-walked-xfs_has_rmapbt")
        let other = Target(merged.design, on: .emulation)
        #expect(group.fileStem(on: other) == "merged@6.12.y@emulation--not-walked-xfs_has_rmapbt")
        // However many guarantees: the design in front, and what passed by at the end.
        let most = Target(merged.design, with: GuaranteeSet(Guarantee.allCases))
        let long = group.fileStem(on: most)
        #expect(
            long.wholeMatch(of: /merged\+holder-published-.*-[0-9a-f]{6}--not-walked-xfs_.*-[0-9a-f]{6}/) != nil,
            "\(long)")
        #expect(group.fileStem(on: Target(merged.design, with: [.insertionGate])) != group.fileStem(on: merged))
    }
}
