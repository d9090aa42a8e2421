import RemovalFuzz
import Testing

@testable import DAXModel

@Suite struct FaultyStepTests {
    /// Nothing that was found with a faulty step can be taken for a finding of the design's own.
    @Test(arguments: FaultyStep.allCases) func theNameTells(step: FaultyStep) throws {
        let target = try reference(step)
        #expect(target.name == "reference-faulty-\(step)@6.12.y")
        #expect(TargetName(target).design == "reference-faulty-\(step)")
        #expect(Design.named(target.design.name) == nil, "no command takes it")
        #expect(try #require(Design.named("reference")).name == "reference", "the plain design keeps its name")
    }

    /// Where no faulty step comes by, the execution is that of the plain design, bit for bit.
    @Test(arguments: FaultyStep.allCases) func elsewhereNothingChanges(step: FaultyStep) throws {
        let subject = try workload("op 1 t0 mount\nop 2 t0 chdir mount-point\nop 3 t0 chdir out\nop 4 t0 umount\n")
        // These come by in every execution: its closing binds and mounts.
        let everywhere: [FaultyStep] = [.deviceUnlockLeftOut, .holderLeftInPlace]
        guard !everywhere.contains(step) else { return }
        var plain = Executor(target: try target("reference"))
        var faulty = Executor(target: try reference(step))
        #expect(faulty.run(subject).digest == plain.run(subject).digest)
    }
}
