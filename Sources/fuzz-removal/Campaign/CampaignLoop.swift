import Corpus
import RemovalFuzz
import SystemPackage

/// Runs a campaign from its first worker to its last saved file.
struct CampaignLoop {
    let plan: RunPlan

    /// Time for what is under way when somebody interrupts: the graces of both, and of writing, are two seconds.
    private static let grace = Duration.milliseconds(1200)

    /// - Returns: the coordinator, when nothing is left to do.
    func run() async throws(Failure) -> RunCoordinator {
        let started = ContinuousClock.now
        try plan.prepare()
        let corpus = Store(directory: FilePath(plan.corpus))
        let files = try storing { () throws(CorpusError) in try corpus.names().count }
        let coordinator = RunCoordinator(plan, known: try known(), initialCorpus: files, started: started)
        if let seconds = plan.maxSeconds {
            coordinator.deadline.bring(forwardTo: started + .seconds(seconds))
        }
        let interrupts = Interrupts {
            coordinator.deadline.bring(forwardTo: .now + CampaignLoop.grace)
            Task { await coordinator.stop(.interrupted) }
        }
        let saving = Task { await save(coordinator) }
        let background = [Task { await tick(coordinator) }, Task { await waitForTimeLimit(coordinator, started) }]
        await search(coordinator)
        await coordinator.searchEnded()
        await saving.value
        for task in background { task.cancel() }
        withExtendedLifetime(interrupts) {}
        return coordinator
    }

    /// The groups that the folder of findings holds already, on the targets of this campaign.
    private func known() throws(Failure) -> [GroupRecord] {
        let found = try KnownGroups(plan.crashStore)
        for failure in found.failures.prefix(5) { Console.warning("not used: " + failure.sentence) }
        if found.failures.count > 5 { Console.warning("and \(found.failures.count - 5) more files were not used") }
        if let sentence = found.unreadSentence { Console.warning(sentence) }
        if !found.silent.isEmpty {
            Console.warning(
                "\(found.silent.count) files of \(plan.crashes) no longer show what they record, \(found.silent[0]) "
                    + "first; replay says which")
        }
        return found.records.filter { record in plan.targets.contains { $0.name == record.target.name } }
    }

    /// Runs all workers to their ends.
    private func search(_ coordinator: RunCoordinator) async {
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<plan.jobs {
                group.addTask { await work(index, coordinator) }
            }
        }
    }

    /// Runs a worker, and another in its place where the model has stopped it.
    private func work(_ index: Int, _ coordinator: RunCoordinator) async {
        do {
            var arguments = plan.workerArguments()[index]
            while true {
                let stop = await coordinator.makeStop()
                let status = try await WorkerProcess.run(arguments: arguments, stop: stop) { line in
                    await coordinator.receive(line, from: index)
                }
                guard let next = await coordinator.workerEnded(index, status: status) else { return }
                arguments = plan.workerArguments(life: next.life, done: next.executions)[index]
            }
        } catch {
            await coordinator.fail(.inputOutput("cannot run a worker process: \(error); try fewer --jobs"))
        }
    }

    /// Saves each new group at once, and at the end what is left, minimized as far as time and executions allow.
    private func save(_ coordinator: RunCoordinator) async {
        let saver = GroupSaver(plan, deadline: coordinator.deadline)
        for await work in coordinator.work {
            switch work {
            case .save(let key): await save(key, with: saver, coordinator)
            case .keep(let finding, let target, let executions):
                if let failure = await saver.keep(finding, on: target, executions: executions) {
                    await coordinator.fail(failure)
                }
            case .stopped(let stopped, let target): await coordinator.add(stopped: saver.keep(stopped), on: target)
            }
        }
        while let (key, budget) = await coordinator.nextUnfinished() {
            guard let record = await coordinator.record(key) else { continue }
            await coordinator.add(key, await saver.save(record, budget: budget), isFinal: true)
        }
    }

    private func save(_ key: GroupKey, with saver: GroupSaver, _ coordinator: RunCoordinator) async {
        guard let record = await coordinator.record(key) else { return }
        let budget = await coordinator.backgroundBudget()
        await coordinator.add(key, await saver.save(record, budget: budget), isFinal: false)
    }

    private func tick(_ coordinator: RunCoordinator) async {
        while (try? await Task.sleep(for: ProgressDisplay.interval)) != nil { await coordinator.showProgress() }
    }

    /// Stops the search in time for what is still to be minimized: that takes a tenth of the whole at most.
    private func waitForTimeLimit(_ coordinator: RunCoordinator, _ started: ContinuousClock.Instant) async {
        guard let seconds = plan.maxSeconds else { return }
        let end = started + .seconds(seconds)
        while true {
            let left = end - ContinuousClock.now
            let reserve = await coordinator.minimizingReserve(ofSeconds: seconds)
            guard left > reserve else { break }
            let nap = min(left - reserve, .milliseconds(200))
            guard (try? await Task.sleep(for: nap)) != nil else { return }
        }
        await coordinator.stop(.timeLimit)
    }
}
