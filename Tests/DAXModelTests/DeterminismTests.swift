import DAXModel
import RemovalFuzz
import Testing

@Suite struct DeterminismTests {
    /// A generated case with a schedule: both a function of the seed.
    private static func make(seed: UInt64) -> (subject: Case, plan: SchedulePlan) {
        var random = Random(seed: seed)
        let mask = SwarmMask(random: &random)
        let subject = Generator.make(mask: mask, random: &random)
        let plan: SchedulePlan =
            switch seed % 4 {
            case 0: .recorded
            case 1: .random(seed: random.next(), interval: 4 + random.below(60))
            case 2: .pct(seed: random.next(), depth: 2 + random.below(4), length: 300)
            default: .bounded(seed: random.next(), count: 1 + random.below(3), length: 300)
            }
        return (subject, plan)
    }

    /// The same digest again, on an executor that has run other cases, on a fresh one, and by replay of what took place.
    @Test(arguments: Design.all.map(\.name))
    func sameDigestAgain(design: String) throws {
        let target = try target(design)
        var used = Executor(target: target)
        var preempted = 0
        for seed in 0..<120 as Range<UInt64> {
            let (subject, plan) = Self.make(seed: seed)
            let first = used.run(subject, plan: plan)
            let second = used.run(subject, plan: plan)
            #expect(second.digest == first.digest, "seed \(seed): on the same executor")
            var fresh = Executor(target: target)
            let third = fresh.run(subject, plan: plan)
            #expect(third.digest == first.digest, "seed \(seed): on a fresh executor")
            var recorded = subject
            recorded.preemptions = first.preemptions
            let replayed = fresh.run(recorded, plan: .recorded)
            #expect(replayed.digest == first.digest, "seed \(seed): replayed")
            #expect(replayed.signatures == first.signatures, "seed \(seed)")
            #expect(replayed.skippedPreemptions == 0, "seed \(seed)")
            #expect(replayed.steps == first.steps && third.steps == first.steps, "seed \(seed)")
            preempted += first.preemptions.isEmpty ? 0 : 1
        }
        #expect(preempted > 40)
    }

    /// Telling an execution does not change it.
    @Test func watchersSeeTheSameExecution() throws {
        for kernel in LabKernel.allCases {
            var executor = Executor(target: kernel.target)
            for seed in 1000..<1040 as Range<UInt64> {
                let (subject, plan) = Self.make(seed: seed)
                let plain = executor.run(subject, plan: plan)
                let seen = Observation(of: subject, on: kernel.target, plan: plan)
                #expect(seen.execution.digest == plain.digest, "seed \(seed)")
                let told = Timeline(of: subject, on: kernel.target, plan: plan)
                #expect(told.execution.digest == plain.digest, "seed \(seed)")
            }
        }
    }

    /// One case gives another digest on another target.
    @Test func targetsDiffer() throws {
        let subject = try workload(
            """
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t1 write d0 pages 0+1
            op 4 t1 mmap m0 d0 pages 0+1 shared write
            op 5 t1 store m0 page 0
            op 6 t0 unbind
            """)
        var digests = Set<UInt64>()
        for design in Design.all {
            for profile in design.profiles {
                var executor = Executor(target: Target(design, profile))
                digests.insert(executor.run(subject).digest)
            }
        }
        #expect(digests.count == Design.all.reduce(0) { $0 + $1.profiles.count })
    }
}

/// Executions that differ have different digests: a replay that says "reproduced" was the same one.
@Suite struct DigestTests {
    private func digest(_ lines: String) throws -> UInt64 {
        let head = "case 1\nmkfs rmapbt=1\nop 1 t0 mount\n"
        var executor = Executor(target: Target(try #require(Design.named("merged"))))
        return executor.run(try Case(text: head + lines)).digest
    }

    /// The same steps with the same results, under another name.
    @Test func theStateAtTheEndCounts() throws {
        #expect(try digest("op 2 t0 create f0 d0\n") != digest("op 2 t0 create f1 d0\n"))
    }

    /// The same steps, and the same file at the end: only what the load has read differs.
    @Test func resultsCount() throws {
        let file = "op 2 t0 create f0 d0\nop 3 t0 write d0 pages 0+2\nop 4 t0 mmap m0 d0 pages 0+2 shared read-only\n"
        #expect(try digest(file + "op 5 t0 load m0 page 0\n") != digest(file + "op 5 t0 load m0 page 1\n"))
    }
}
