import Synchronization

/// The serial log of one guest while it grows, cut into the runs of its programs.
final class SerialLog: Sendable {
    private struct State {
        /// What came before the first program belongs to the first.
        var runs = [LabRun()]
        var hasBegun = false
    }

    private let state = Mutex(State())

    func add(_ line: String) {
        state.withLock { state in
            if line.contains(GuestScript.begins) {
                if state.hasBegun { state.runs.append(LabRun()) }
                state.hasBegun = true
            }
            state.runs[state.runs.count - 1].add(line)
        }
    }

    /// What each program said that began. A guest that ended at its time limit did so in the last one.
    func runs(hitTimeLimit: Bool) -> [LabRun] {
        state.withLock { state in
            var runs = state.runs
            runs[runs.count - 1].hitTimeLimit = hitTimeLimit
            return runs
        }
    }
}
