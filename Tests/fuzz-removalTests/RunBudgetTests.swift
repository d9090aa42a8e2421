import DAXModel
import RemovalFuzz
import Testing

@testable import fuzz_removal

/// What a campaign spends on minimizing it does not search with.
@Suite(.timeLimit(.minutes(5))) struct RunBudgetTests {
    @Test func `minimizing gets a tenth of the executions`() async throws {
        let found = try SampleFinding()
        let plan = RunPlan(
            targets: [found.target], seed: 1, jobs: 1, maxExecutions: 4000, corpus: "", crashes: "", ignored: [],
            isJSON: true)
        let coordinator = RunCoordinator(plan, known: [], initialCorpus: 0, started: .now)
        let finding = Finding(
            signature: found.record.witness.signature, group: found.record.group,
            observable: found.record.witness.observable, bug: nil, isConsequence: false, executions: 7,
            case: found.crasher.case)
        await coordinator.receive(WorkerMessage.finding(target: 0, finding).line, from: 0)
        let tally = WorkerTally(executions: 4000, steps: 4000, features: 1)
        await coordinator.receive(WorkerMessage.progress(saved: 0, tallies: [tally]).line, from: 0)
        let next = try #require(await coordinator.nextUnfinished())
        #expect(next.0 == found.record.key && next.1 == 400)
    }
}
