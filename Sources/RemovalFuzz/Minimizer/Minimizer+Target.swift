import DAXModel

extension Minimizer {
    /// Shrinks a case that shows a violation on a target, without ever taking another violation for it.
    ///
    /// - Parameters:
    ///   - base: A valid case.
    ///   - signature: The identity of the violation that every smaller case has to show.
    public static func minimize(
        _ base: Case, signature: String, on target: Target, budget: Budget = Budget(),
        isCancelled: () -> Bool = { false }, onProgress: (Progress) -> Void = { _ in }
    ) -> Result {
        var executor = Executor(target: target)
        return minimize(
            base, budget: budget,
            trial: { candidate, plan in
                let execution = executor.run(candidate, plan: plan)
                return execution.violations.contains { $0.signature == signature } ? execution : nil
            },
            isCancelled: isCancelled, onProgress: onProgress)
    }
}
