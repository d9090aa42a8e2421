import RemovalFuzz
import Testing

@testable import DAXModel

/// What is kept of how things came about and how a removal passed them by: each comes from an event, and the reports say it.
@Suite struct ProvenanceTests {
    private static let mapped = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+2
        op 4 t1 mmap m0 d0 pages 0+2 shared write
        op 5 t1 store m0 page 0

        """

    /// What a target says of how the removal passed by what an oracle found, as "reason step"; sorted, each once.
    private static func passings(
        _ subject: Case, _ target: Target, _ oracle: Oracle, before step: String? = nil,
        damage: @escaping DamagedRun.Change = { _ in }
    ) throws -> [String] {
        var violations: [Violation]
        if let step {
            violations = try DamagedRun.violations(of: subject, on: target, before: step, damage: damage)
        } else {
            var executor = Executor(target: target)
            violations = executor.run(subject).violations
        }
        violations.removeAll { $0.oracle != oracle }
        let words = violations.compactMap(\.provenance.passed).map {
            $0.reason.name + ($0.step == .none ? "" : " " + StepTable.shared.qualified($0.step))
        }
        return Set(words).sorted()
    }

    // MARK: Where something came from

    @Test func anEntryAndAPageTableEntryKnowTheirFault() throws {
        var seen: [Provenance] = []
        let subject = try workload(Self.mapped + "op 6 t0 unbind\n")
        _ = try DamagedRun.violations(of: subject, on: try target("merged"), before: "unbind_store:device_lock") {
            seen = [$0.entries[0].provenance, $0.ptes[$0.pteSlot(AreaID(0), Page(0))].provenance]
        }
        #expect(seen.map(\.phase) == [.before, .before])
        for provenance in seen {
            #expect(StepTable.shared.qualified(provenance.creator).hasSuffix(":dax_iomap_fault"), "\(provenance)")
        }
    }

    /// A removal says nothing of what is done on the device's next binding.
    @Test func aNewBindingBeginsBeforeItsRemoval() throws {
        var phases: [RemovalPhase] = []
        let subject = try workload(
            "op 1 t0 mount\nop 2 t0 unbind\nop 3 t0 umount\nop 4 t0 bind\nop 5 t0 mount\nop 6 t1 create f0 d0\n"
                + "op 7 t1 write d0 pages 0+1\nop 8 t1 mmap m0 d0 pages 0+1 shared write\nop 9 t1 store m0 page 0\n")
        _ = try DamagedRun.violations(of: subject, on: try target("merged"), before: "closing:kill_all_tasks") {
            phases = [$0.entries[0].provenance.phase]
        }
        #expect(phases == [.before])
    }

    /// A page that is mapped again when the walk has been there.
    @Test func aPageThatTheWalkHasReached() throws {
        let lines =
            Self.mapped + """
                op 6 t1 mce-kill early
                op 7 t1 sigaction handler
                op 8 t0 unbind
                op 9 t1 load m0 page 0
                preempt t0 op 8 at mf_dax_kill_procs:dax_lock_mapping_entry occurrence 1 run t1
                """
        var executor = Executor(target: try target("notify-6.1"))
        let execution = executor.run(try workload(lines))
        #expect(execution.skippedPreemptions == 0)
        let phases = execution.violations.filter { $0.oracle == .staleReference && $0.object == .pageTableEntry }
            .map(\.provenance.phase)
        #expect(phases == [.afterItsWalk])
    }

    // MARK: How the removal passed it by

    /// The holder is there without its operations: the callback is not called, and nothing is walked.
    @Test func aHolderWithoutOperations() throws {
        let passed = try Self.passings(
            workload(Self.mapped + "op 6 t0 unbind\n"), target("merged"), .staleReference,
            before: "kill_dax:dax_holder_notify_failure"
        ) { $0.daxDevices[$0.driver.epoch].holderOps = false }
        #expect(passed == ["not-walked kill_dax:dax_holder_notify_failure"])
    }

    /// Nobody holds the device: there is nobody to tell.
    @Test func noHolder() throws {
        let passed = try Self.passings(
            workload(Self.mapped + "op 6 t0 unbind\n"), target("merged"), .staleReference,
            before: "kill_dax:holder_data"
        ) { $0.daxDevices[$0.driver.epoch].holderData = 0 }
        #expect(passed == ["not-walked kill_dax:holder_data"])
    }

    /// A walk over the inodes that does not wait for one that is being freed leaves its entries.
    @Test func anInodeThatIsBeingFreed() throws {
        let lines =
            Self.mapped + """
                op 6 t1 munmap m0
                op 7 t1 close d0
                op 8 t1 unlink f0
                op 9 t0 unbind
                preempt t1 op 8 at evict:truncate_inode_pages_final run t0
                """
        let reference = try #require(Design.named("reference"))
        let loose = Target(reference, without: [.waitsForTransientInodes])
        let reasons = try Self.passings(workload(lines), loose, .staleReference)
        #expect(reasons.count == 1 && reasons[0].hasPrefix("inode-skipped xfs_dax_notify_failure:"), "\(reasons)")
        #expect(try Self.passings(workload(lines), Target(reference), .staleReference) == [])
    }

    /// A walk over the inodes signals each process by itself; why one is spared is said as on a kill list.
    @Test func aMapperThatTheWalkOverTheInodesSpares() throws {
        let reference = try #require(Design.named("reference"))
        let loose = Target(reference, without: [.killListCannotFail])
        let subject = try workload(Self.mapped + "op 6 t0 unbind\nfault kill-allocation t0 op 6\n")
        let reasons = try Self.passings(subject, loose, .signalOwed)
        #expect(reasons.count == 1 && reasons[0].hasPrefix("allocation-failed xfs_dax_notify_failure:"), "\(reasons)")
        #expect(try Self.passings(subject, Target(reference), .signalOwed) == [])
    }
}
