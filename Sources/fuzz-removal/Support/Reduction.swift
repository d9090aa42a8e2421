import DAXModel
import RemovalFuzz

/// Minimizing a case against one violation: the one place that knows how the minimizer is called.
struct Reduction {
    /// The smallest case found, which shows the violation by itself; nil where the given case did not show it.
    let `case`: Case?
    /// Executions that it took.
    let executions: Int
    /// Nothing more could be left out; otherwise it was cut short.
    let isFinished: Bool

    /// - Parameters:
    ///   - shows: Whether an execution has the violation that is meant.
    ///   - isCancelled: Asked before each execution, with the number of those done; the best so far counts.
    init(
        of case: Case, on target: Target, budget: Int, shows: (Execution) -> Bool, isCancelled: (Int) -> Bool
    ) {
        let replayer = Replayer()
        var count = 0
        self.init(
            Minimizer.minimize(
                `case`, budget: Minimizer.Budget(executions: budget),
                trial: { candidate, plan in
                    let execution = replayer.run(candidate, on: target, plan: plan)
                    return shows(execution) ? execution : nil
                },
                isCancelled: {
                    count += 1
                    return isCancelled(count)
                }))
    }

    private init(_ result: Minimizer.Result) {
        self.case = result.execution == nil ? nil : result.best
        executions = result.executions
        isFinished = result.stop == .finished
    }
}
