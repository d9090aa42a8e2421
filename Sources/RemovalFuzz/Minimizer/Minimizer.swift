import DAXModel

/// Shrinks a case that shows something until nothing of it can be left out: operations, faults, preemptions and
/// arguments together.
///
/// What "shows something" means is the caller's: `Trial` asks whether the identity of the violation that is meant is
/// among those of an execution. A candidate is first tried with the decisions that survive in it; if they no longer
/// fit, a few seeded schedules look for others, which are then written into the candidate. What is kept always
/// shows the violation by itself, replayed without any strategy.
public enum Minimizer {
    /// Executes a case under a plan; nil: the violation that is meant did not occur.
    public typealias Trial = (Case, SchedulePlan) -> Execution?

    /// What the search may cost.
    public struct Budget: Hashable, Sendable {
        /// Most executions, the final verification included.
        public var executions: Int
        /// Seeded schedules for each candidate that does not show the violation by itself.
        public var schedules: Int

        public init(executions: Int = 20_000, schedules: Int = 6) {
            self.executions = executions
            self.schedules = schedules
        }
    }

    /// What is being reduced.
    public enum Phase: String, CaseIterable, Sendable {
        case start, decisions, tasks, loops, operations, faults, preemptions, options, arguments, order, identities
        case verification
    }

    /// How far it has come.
    public struct Progress: Sendable {
        public var phase: Phase
        /// The smallest case so far.
        public var best: Case
        public var executions: Int
    }

    /// What came out.
    public struct Result: Sendable {
        /// The smallest case found, with the decisions that make it show the violation; the given case if it does not.
        public var best: Case
        /// The execution of `best`; nil if the given case did not show the violation under any schedule tried.
        public var execution: Execution?
        /// Executions that were used.
        public var executions: Int
        /// No single operation, fault or preemption can be dropped with the others as they are. A loop counts as one:
        /// its two ends go together.
        public var isOneMinimal: Bool
        /// The result was executed once more at the end and showed the violation again.
        public var isVerified: Bool
        /// Why it ended.
        public var stop: Stop
        /// Operations that turned out not to be needed.
        public var droppedOperations: Int
        /// Faults that turned out not to be needed.
        public var droppedFaults: Int
    }

    /// Why a minimization ended.
    public enum Stop: Sendable { case finished, notReproduced, budgetExhausted, cancelled }

    /// Shrinks a case.
    ///
    /// A function of its arguments: seeds are derived from the candidates. Costs at most `budget.executions` calls of
    /// `trial`.
    ///
    /// - Parameters:
    ///   - base: A valid case.
    ///   - isCancelled: Asked before every execution; the best case so far is the result.
    ///   - onProgress: Called for every reduction.
    public static func minimize(
        _ base: Case, budget: Budget = Budget(), trial: Trial, isCancelled: () -> Bool = { false },
        onProgress: (Progress) -> Void = { _ in }
    ) -> Result {
        withoutActuallyEscaping(trial) { trial in
            withoutActuallyEscaping(isCancelled) { isCancelled in
                withoutActuallyEscaping(onProgress) { onProgress in
                    var run = MinimizerRun(
                        base, budget: budget, trial: trial, isCancelled: isCancelled, onProgress: onProgress)
                    return run.minimize()
                }
            }
        }
    }
}
