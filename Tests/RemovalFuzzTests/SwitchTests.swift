import DAXModel
import Testing

@testable import RemovalFuzz

/// Decisions without a stack: as people write them, as they take place, and as the minimizer leaves them.
@Suite(.timeLimit(.minutes(5))) struct SwitchTests {
    private static let merged = Target(Design.named("merged")!)
    private static let workload = """
        case 1
        mkfs rmapbt=1
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+1
        op 4 t1 mmap m0 d0 pages 0+1 shared write
        op 5 t1 store m0 page 0
        op 6 t0 unbind

        """
    private static let before = "switch t1 op 5 before dax_iomap_fault:dax_insert_entry run t0\n"
    private static let after = "switch t0 op 6 after kill_dax:synchronize_srcu_wait run t1\n"

    @Test func aSwitchIsALine() throws {
        let subject = try Case(text: Self.workload + Self.before + Self.after)
        #expect(subject.preemptions.map(\.moment) == [.before, .after])
        #expect(subject.rule == .free)
        #expect(subject.text.hasSuffix(Self.before + Self.after))
        #expect(try Case(encoded: subject.encoded) == subject)
        let later = Self.before.replacing(" run", with: " occurrence 2 run")
        #expect(try Case(text: Self.workload + later).preemptions[0].occurrence == 2)
    }

    /// One rule holds for all of a case's decisions, and a step has one at most.
    @Test(arguments: [
        (before + before.replacing("switch", with: "preempt").replacing("before", with: "at"), "switch"),
        (before + before.replacing("run t0", with: "run t2"), "a second switch of the same step"),
        (before.replacing("before", with: "at"), "before"),
        (before.replacing("run t0", with: "run t1"), "t1"),
        (before.replacing("op 5", with: "op 6"), "op 6"),
    ])
    func whatCannotBeIsRefused(lines: String, word: String) {
        let text = Self.workload + lines
        #expect {
            _ = try Case(text: text)
        } throws: { error in
            "\(error)".contains(word)
        }
    }

    /// Before a step: the other task goes on from there, and nobody owes the first one a turn. After a step: only where it has
    /// blocked or ended.
    @Test func aSwitchTakesPlace() throws {
        var executor = Executor(target: Self.merged)
        let both = executor.run(try Case(text: Self.workload + Self.before + Self.after))
        #expect(both.takenPreemptions == 0b01 && both.skippedPreemptions == 1, "nothing blocks at a free SRCU domain")
        #expect(both.preemptions.map(\.moment) == [.before])
        // What is recorded replays.
        var baked = try Case(text: Self.workload)
        baked.preemptions = both.preemptions
        #expect(executor.run(baked).digest == both.digest)
        // After an operation that ends another than the next in order may go on.
        let ended = try Case(
            text: Self.workload + "op 7 t2 umount\nswitch t1 op 5 after xfs_dax_write_fault:dax_iomap_fault run t2\n")
        #expect(executor.run(ended).skippedPreemptions == 1, "the step is followed by others")
        // The mount is done, and t0 goes on at once with what is its next.
        let early = executor.run(try Case(text: Self.workload + "switch t0 op 1 after do_mount:sb_born run t0\n"))
        #expect(early.skippedPreemptions == 0 && early.preemptions.map(\.moment) == [.after])
        let order = Timeline(
            of: try Case(text: Self.workload + "switch t0 op 1 after do_mount:sb_born run t0\n"), on: Self.merged)
        let next = order.events.map(\.operation).first { $0.hasPrefix("op 2") || $0.hasPrefix("op 6") }
        #expect(next?.hasPrefix("op 6") == true)
    }

    /// A finding of the search keeps its rule, and of its decisions those without which it is not there.
    @Test(arguments: 1...3 as ClosedRange<UInt64>) func everySwitchThatIsLeftIsNeeded(seed: UInt64) throws {
        let search = Search(target: Self.merged, seed: seed)
        var events = SearchEvents()
        search.advance(executions: 4000, into: &events)
        let found = events.findings.filter { $0.case.preemptions.count > 3 }
        #expect(!found.isEmpty, "seed \(seed)")
        var executor = Executor(target: Self.merged)
        for finding in found.prefix(3) {
            let small = Minimizer.minimize(finding.case, signature: finding.signature, on: Self.merged).best
            func shows(_ subject: Case) -> Bool { executor.run(subject).signatures.contains(finding.signature) }
            #expect(shows(small), "seed \(seed): \(finding.signature)")
            #expect(small.preemptions.count < finding.case.preemptions.count, "seed \(seed): \(finding.signature)")
            #expect(small.rule == .free || small.preemptions.isEmpty, "seed \(seed)")
            for index in small.preemptions.indices {
                var less = small
                less.preemptions.remove(at: index)
                #expect(!shows(less), "seed \(seed): decision \(index) of\n\(small.text)")
            }
        }
    }
}
