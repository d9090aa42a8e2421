import DAXModel
import RemovalFuzz
import Testing

@testable import fuzz_removal

/// A condition of the model that does not hold ends a worker, and not the campaign.
@Suite(.timeLimit(.minutes(5))) struct ModelTrapTests {
    private static let target = Target(Design.named("merged")!)

    /// The worker says how far it is and which case it was executing, and ends with a status of its own.
    @Test func aTrapTellsTheCase() async throws {
        let result = await #expect(
            processExitsWith: .exitCode(ExitStatus.software), observing: [\.standardOutputContent]
        ) {
            let target = Target(Design.named("merged")!)
            let search = Search(target: target, seed: 3)
            var events = SearchEvents()
            search.advance(executions: 20, into: &events)
            let tally = WorkerTally(executions: 20, steps: 7, features: 1)
            ModelTrap.watch(search, target: 0, progress: .progress(saved: 4, tallies: [tally]))
            ModelTrap.arrange()
            preconditionFailure("a condition that does not hold")
        }
        let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
        let lines = output.split(separator: "\n").compactMap { WorkerMessage(line: String($0), targets: [Self.target]) }
        guard case .progress(let saved, let tallies) = lines.first, case .stopped(0, let stopped) = lines.last else {
            Issue.record("\(output)")
            return
        }
        #expect(saved == 4 && tallies[0].executions == 20)
        // The case that this search executes then.
        let search = Search(target: Self.target, seed: 3)
        var events = SearchEvents()
        search.advance(executions: 20, into: &events)
        #expect(stopped == search.underWay)
        #expect(throws: Never.self) { try stopped.validate() }
        #expect(!stopped.operations.isEmpty)
    }

    private func coordinator(jobs: Int) -> (RunCoordinator, RunPlan) {
        var plan = RunPlan(
            targets: [Self.target], seed: 1, jobs: jobs, corpus: "corpus", crashes: "crashes", ignored: [],
            isJSON: true)
        plan.maxExecutions = 1000
        return (RunCoordinator(plan, known: [], initialCorpus: 0, started: .now), plan)
    }

    private static let stopped = WorkerMessage.stopped(
        target: 0, Case(operations: [Operation(id: 1, task: 0, call: .mount)])
    ).line
    private static func progress(_ executions: UInt64, saved: UInt64) -> String {
        WorkerMessage.progress(saved: saved, tallies: [WorkerTally(executions: executions, steps: 1, features: 1)]).line
    }

    /// Another worker goes on where the model has stopped one, with what is left to do; the counts go on too.
    @Test func aStoppedWorkerIsReplaced() async throws {
        let (coordinator, plan) = coordinator(jobs: 1)
        await coordinator.receive(Self.progress(300, saved: 2), from: 0)
        await coordinator.receive(Self.stopped, from: 0)
        let next = try #require(await coordinator.workerEnded(0, status: "exited(70)"))
        #expect(next.life == 1 && next.executions == 300)
        let first = plan.workerArguments()[0]
        let second = plan.workerArguments(life: next.life, done: next.executions)[0]
        #expect(first.suffix(2) != second.suffix(2) && second.contains("700") && first.contains("1000"))
        #expect(first[2] != second[2], "the same seed stops in the same case")

        await coordinator.receive(Self.progress(700, saved: 1), from: 0)
        await coordinator.receive(WorkerMessage.done.line, from: 0)
        #expect(await coordinator.workerEnded(0, status: nil) == nil)
        await coordinator.add(stopped: .success("crashes/model-stopped/a.case.zst"), on: Self.target)
        await coordinator.add(stopped: .success("crashes/model-stopped/a.case.zst"), on: Self.target)
        let report = await coordinator.report()
        #expect(report.executions == 1000 && report.corpus == 3)
        #expect(report.modelStopped == ["crashes/model-stopped/a.case.zst"])
        #expect(report.text.contains("the model stopped in 1 case, a fault of this program"))
        #expect(await coordinator.failure == nil)
    }

    /// A worker that stops again and again is given up; one that ends without a word is not replaced.
    @Test func someWorkersAreGivenUp() async {
        let (coordinator, _) = coordinator(jobs: 2)
        var replaced = 0
        for _ in 0..<100 {
            await coordinator.receive(Self.stopped, from: 0)
            guard await coordinator.workerEnded(0, status: "exited(70)") != nil else { break }
            replaced += 1
        }
        #expect(replaced == 16)
        #expect(await coordinator.failure == nil)
        #expect(await coordinator.workerEnded(1, status: "signalled(9)") == nil)
        #expect(await coordinator.failure?.status == ExitStatus.software)
    }

    /// The file of the case is none of the findings' folder.
    @Test func theCaseIsSavedBesidesTheFindings() async throws {
        let bench = try Workbench()
        let plan = RunPlan(
            targets: [Self.target], seed: 1, jobs: 1, corpus: bench.path("corpus"), crashes: bench.path("crashes"),
            ignored: [], isJSON: true)
        let stopped = Case(operations: [Operation(id: 1, task: 0, call: .mount)])
        let file = try await GroupSaver(plan, deadline: Deadline()).keep(stopped).get()
        #expect(file.hasPrefix(bench.path("crashes/model-stopped/")))
        #expect(try CaseFile.read(file).case == stopped)
        #expect(try KnownGroups(plan.crashStore).records.isEmpty)
    }
}
