import Corpus
import RemovalFuzz
import SystemPackage

/// Runs a campaign from its first worker to its last saved file.
struct CampaignLoop {
    let plan: RunPlan

    /// - Returns: the coordinator, when nothing is left to do.
    func run() async throws(Failure) -> RunCoordinator {
        try plan.prepare()
        let corpus = Store(directory: FilePath(plan.corpus))
        let files = try storing { () throws(CorpusError) in try corpus.names().count }
        let coordinator = RunCoordinator(plan, initialCorpus: files)
        let interrupts = Interrupts { Task { await coordinator.stop(.interrupted) } }
        let saving = Task { await save(coordinator) }
        let background = [Task { await tick(coordinator) }, Task { await waitForTimeLimit(coordinator) }]
        await search(coordinator)
        await coordinator.searchEnded()
        await saving.value
        for task in background { task.cancel() }
        withExtendedLifetime(interrupts) {}
        return coordinator
    }

    /// Runs all workers to their ends.
    private func search(_ coordinator: RunCoordinator) async {
        await withTaskGroup(of: Void.self) { group in
            for (index, arguments) in plan.workerArguments().enumerated() {
                group.addTask { await work(index, arguments, coordinator) }
            }
        }
    }

    private func work(_ index: Int, _ arguments: [String], _ coordinator: RunCoordinator) async {
        do {
            let status = try await WorkerProcess.run(arguments: arguments, stop: await coordinator.makeStop()) { line in
                await coordinator.receive(line, from: index)
            }
            await coordinator.workerEnded(index, status: status)
        } catch {
            await coordinator.fail(.inputOutput("cannot run a worker process: \(error); try fewer --jobs"))
        }
    }

    /// Minimizes and saves findings, one by one, until the search is over and nothing is queued.
    private func save(_ coordinator: RunCoordinator) async {
        let saver = FindingSaver(plan, haste: coordinator.haste)
        for await pending in coordinator.pending {
            let (saved, failure) = await saver.save(pending)
            await coordinator.add(saved, failure: failure)
        }
    }

    private func tick(_ coordinator: RunCoordinator) async {
        while (try? await Task.sleep(for: ProgressDisplay.interval)) != nil { await coordinator.showProgress() }
    }

    private func waitForTimeLimit(_ coordinator: RunCoordinator) async {
        guard let seconds = plan.maxSeconds else { return }
        if (try? await Task.sleep(for: .seconds(seconds))) != nil { await coordinator.stop(.timeLimit) }
    }
}
