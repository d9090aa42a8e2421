import Synchronization
public import SystemPackage

/// Makes the seven steps in guests, several at once, each in a guest of its own.
public struct SevenStepsRunner: Sendable {
    /// What the program is told.
    public struct Options: Hashable, Sendable {
        /// Keep a load that an error or SIGBUS has stopped until step 6 is over.
        public var lingers: Bool
        /// Use the namespace as it is, and make no pfn device of it.
        public var isRaw: Bool
        /// Of the first run's load; each further run has the next.
        public var seed: UInt64

        public init(lingers: Bool, isRaw: Bool, seed: UInt64) {
            self.lingers = lingers
            self.isRaw = isRaw
            self.seed = seed
        }

        /// The seed of a run, which counts from 0.
        public func seed(ofRun index: Int) -> UInt64 { seed &+ UInt64(index) }

        func arguments(ofRun index: Int) -> [String] {
            ["--seed", String(seed(ofRun: index))] + (lingers ? ["--linger"] : []) + (isRaw ? ["--raw"] : [])
        }
    }

    private let kernel: LabKernel
    private let cache: FilePath
    private let emulator: FilePath
    private let timeLimit: Duration
    private let guests: Int

    /// - Parameters:
    ///   - cache: The laboratory's folder, `.cache/kernel-lab` of the project.
    ///   - emulator: The emulator's name on the PATH, or its path.
    ///   - timeLimit: Of one guest, boot included.
    ///   - guests: How many run at once.
    public init(
        kernel: LabKernel, cache: FilePath, emulator: FilePath = Guest.usualEmulator, timeLimit: Duration, guests: Int
    ) {
        self.kernel = kernel
        self.cache = cache
        self.emulator = emulator
        self.timeLimit = timeLimit
        self.guests = guests
    }

    /// Runs the guests, and stops early when the task is cancelled.
    /// - Parameter onEnd: Takes each run that came to its end, with its number from 0; one at a time.
    public func run(
        _ count: Int, _ options: Options, onEnd: @escaping @Sendable (Int, SevenStepsRun) -> Void
    ) async throws(LabError) {
        let folder = try ScratchFolder(in: cache.appending("runs"))
        defer { folder.remove() }
        let guest = try await Guest(kernel: kernel, cache: cache, emulator: emulator)
        let program = folder.path.appending("seven-steps")
        let source = String(decoding: PackageResources.seven_steps_c, as: UTF8.self)
        try await GuestProgram.compile(source: source, into: program)
        do {
            try await withThrowingTaskGroup(of: (Int, SevenStepsRun?).self) { group in
                for index in 0..<count {
                    if index >= guests, let (ended, run) = try await group.next(), let run { onEnd(ended, run) }
                    guard !Task.isCancelled else { break }
                    let arguments = options.arguments(ofRun: index)
                    group.addTask { (index, try await one(guest, program, arguments)) }
                }
                for try await (ended, run) in group { if let run { onEnd(ended, run) } }
            }
        } catch let error as LabError { throw error } catch {
            throw .inputOutput("the guests could not be run: \(error)")
        }
    }

    /// Nil when the task was cancelled.
    private func one(
        _ guest: Guest, _ program: FilePath, _ arguments: [String]
    ) async throws(LabError) -> SevenStepsRun? {
        let lines = SevenStepsLog()
        let end = try await guest.run(programs: [program], arguments: arguments, timeLimit: timeLimit) {
            lines.add($0)
        }
        return end == .cancelled ? nil : lines.run(hitTimeLimit: end == .timeLimit)
    }
}

/// The log of a guest while it grows.
private final class SevenStepsLog: Sendable {
    private let state = Mutex(SevenStepsRun())

    func add(_ line: String) { state.withLock { $0.add(line) } }

    func run(hitTimeLimit: Bool) -> SevenStepsRun {
        state.withLock { run in
            run.hitTimeLimit = hitTimeLimit
            return run
        }
    }
}
