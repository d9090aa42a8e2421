import DAXModel
import RemovalFuzz

/// Minimizing a case against one signature: the one place that knows how the minimizer is called.
struct Reduction {
    /// The smallest case found, which shows the signature by itself; nil where the given case did not show it.
    let `case`: Case?
    /// Executions that it took.
    let executions: Int

    /// - Parameter isCancelled: Asked before each execution, with the number of those done; the best so far counts.
    init(
        of case: Case, signature: String, on target: Target, budget: Int, isCancelled: (Int) -> Bool = { _ in false }
    ) {
        var count = 0
        let result = Minimizer.minimize(
            `case`, signature: signature, on: target, budget: Minimizer.Budget(executions: budget),
            isCancelled: {
                count += 1
                return isCancelled(count)
            })
        self.case = result.execution == nil ? nil : result.best
        executions = result.executions
    }
}
