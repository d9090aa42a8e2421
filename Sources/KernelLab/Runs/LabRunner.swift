public import SystemPackage

/// Takes cases to kernels, several guests at once.
///
/// Runs share a boot as long as each leaves the kernel as it found it. What an earlier run's end kept from running, and
/// what disagrees in a boot that it shared, gets a boot of its own.
public struct LabRunner: Sendable {
    private let cache: FilePath
    private let emulator: FilePath
    private let timeLimit: Duration
    private let guests: Int

    /// - Parameters:
    ///   - cache: The laboratory's folder, `.cache/kernel-lab` of the project.
    ///   - emulator: The emulator's name on the PATH, or its path.
    ///   - timeLimit: Of one guest with one case, boot included; each further case adds a third of it.
    ///   - guests: How many run at once.
    public init(
        cache: FilePath, emulator: FilePath = Guest.usualEmulator, timeLimit: Duration, guests: Int
    ) {
        self.cache = cache
        self.emulator = emulator
        self.timeLimit = timeLimit
        self.guests = guests
    }

    /// Predicts every job, runs its guests, and reports the jobs in their order; what was not complete when the task
    /// was cancelled is missing.
    /// - Parameter onEnd: Takes each report as soon as the last run of its job has ended.
    public func run(
        _ jobs: [LabJob], onEnd: @escaping @Sendable (LabReport) -> Void
    ) async throws(LabError) -> [LabReport] {
        // Before any kernel has run.
        let predictions = jobs.map { Prediction(of: $0.case, on: $0.target) }
        let folder = try ScratchFolder(in: cache.appending("runs"))
        defer { folder.remove() }
        var schedule = LabSchedule(jobs: jobs, predictions: predictions)
        let crew = Crew(jobs: jobs, folder: folder.path, guests: try await prepareGuests(jobs), timeLimit: timeLimit)
        do { try await work(crew, &schedule, onEnd) } catch let error as LabError { throw error } catch {
            throw .inputOutput("the guests could not be run: \(error)")
        }
        return schedule.reports.compactMap { $0 }
    }

    private func prepareGuests(_ jobs: [LabJob]) async throws(LabError) -> [LabKernel: Guest] {
        var guests: [LabKernel: Guest] = [:]
        for job in jobs where guests[job.kernel] == nil {
            guests[job.kernel] = try await Guest(kernel: job.kernel, cache: cache, emulator: emulator)
        }
        return guests
    }

    private func work(
        _ crew: Crew, _ schedule: inout LabSchedule, _ onEnd: @Sendable (LabReport) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: ([BootEntry], [LabRun]?).self) { group in
            var open = 0
            func startBoots() {
                while open < guests, !Task.isCancelled, let boot = schedule.next() {
                    open += 1
                    group.addTask { (boot, try await crew.boot(boot)) }
                }
            }
            startBoots()
            while open > 0, let (boot, runs) = try await group.next() {
                open -= 1
                if let runs { for report in schedule.take(runs, of: boot) { onEnd(report) } }
                startBoots()
            }
        }
    }

    /// What every boot needs.
    private struct Crew: Sendable {
        let jobs: [LabJob]
        /// For programs.
        let folder: FilePath
        let guests: [LabKernel: Guest]
        let timeLimit: Duration

        /// Runs the programs of one boot; what each said, as far as they got. Nil when the task was cancelled.
        func boot(_ entries: [BootEntry]) async throws(LabError) -> [LabRun]? {
            guard let guest = guests[jobs[entries[0].job].kernel] else { preconditionFailure("a boot without a guest") }
            var programs: [FilePath] = []
            for entry in entries { programs.append(try await program(of: entry)) }
            do { return try await run(programs, in: guest) } catch {
                // On a busy host a guest may fail to boot in its time; twice is no accident.
                guard error.kind == .unavailable, !Task.isCancelled else { throw error }
                return try await run(programs, in: guest)
            }
        }

        private func run(_ programs: [FilePath], in guest: Guest) async throws(LabError) -> [LabRun]? {
            let log = SerialLog()
            let end = try await guest.run(
                programs: programs, arguments: [], timeLimit: timeLimit + timeLimit / 3 * (programs.count - 1)
            ) { log.add($0) }
            return end == .cancelled ? nil : log.runs(hitTimeLimit: end == .timeLimit)
        }

        private func program(of entry: BootEntry) async throws(LabError) -> FilePath {
            let c = jobs[entry.job].case
            let program = folder.appending("program-\(entry.job)-\(entry.turn)")
            let source = CExport.program(of: c, name: "case", rounds: CExport.rounds(of: c))
            try await GuestProgram.compile(source: source, into: program)
            return program
        }
    }
}
