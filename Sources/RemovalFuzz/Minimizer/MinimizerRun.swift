import DAXModel

/// One minimization under way: the best case so far, and the gate that every candidate passes.
struct MinimizerRun {
    private let budget: Minimizer.Budget
    private let trial: Minimizer.Trial
    private let isCancelled: () -> Bool
    private let onProgress: (Minimizer.Progress) -> Void

    private let base: Case
    private(set) var best: Case
    private(set) var cost: CaseCost
    private(set) var execution: Execution?
    private(set) var executions = 0
    private(set) var stop: Minimizer.Stop?
    var phase = Minimizer.Phase.start
    /// Hashes of the candidates that did not show the violation, without regard to ids. Never iterated.
    private var refused = Set<UInt64>()

    init(
        _ base: Case, budget: Minimizer.Budget, trial: @escaping Minimizer.Trial,
        isCancelled: @escaping () -> Bool, onProgress: @escaping (Minimizer.Progress) -> Void
    ) {
        self.budget = budget
        self.trial = trial
        self.isCancelled = isCancelled
        self.onProgress = onProgress
        self.base = base
        best = base.canonical
        cost = CaseCost(best)
    }

    mutating func minimize() -> Minimizer.Result {
        guard reproduce() else {
            return result(isOneMinimal: false, isVerified: false, stop: stop ?? .notReproduced)
        }
        var isOneMinimal = false
        repeat {
            reduceToFixpoint()
            isOneMinimal = stop == nil && !dropAnyOne()
        } while !isOneMinimal && stop == nil
        phase = .verification
        let isVerified = verify()
        return result(isOneMinimal: isOneMinimal, isVerified: isVerified, stop: stop ?? .finished)
    }

    private func result(isOneMinimal: Bool, isVerified: Bool, stop: Minimizer.Stop) -> Minimizer.Result {
        Minimizer.Result(
            best: execution == nil ? base : best, execution: execution, executions: executions,
            isOneMinimal: isOneMinimal, isVerified: isVerified, stop: stop,
            droppedOperations: base.operations.count - best.operations.count,
            droppedFaults: base.faults.count - best.faults.count)
    }

    // MARK: Executions

    /// One call of the caller's trial, unless the end has come. One execution is kept for the verification.
    private mutating func run(_ candidate: Case, _ plan: SchedulePlan) -> Execution? {
        if stop == nil && executions + 1 >= budget.executions { stop = .budgetExhausted }
        if stop == nil && isCancelled() { stop = .cancelled }
        guard stop == nil else { return nil }
        executions += 1
        return trial(candidate, plan)
    }

    /// Shows the violation with the case as it was given, or under some schedule, and writes down the decisions.
    private mutating func reproduce() -> Bool {
        let given = best
        guard let found = execute(given, allowance: Limits.preemptions) else { return false }
        (best, execution) = found
        cost = CaseCost(best)
        report()
        return true
    }

    private mutating func verify() -> Bool {
        guard stop != .cancelled, executions < budget.executions else { return false }
        executions += 1
        return trial(best, .recorded) != nil
    }

    private func report() { onProgress(Minimizer.Progress(phase: phase, best: best, executions: executions)) }

    // MARK: The gate

    /// Makes the candidate the best case if its cost is smaller and it shows the violation, by itself or with decisions
    /// that a seeded schedule finds for it.
    mutating func consider(_ candidate: Case) -> Bool {
        guard stop == nil else { return false }
        let candidateCost = CaseCost(candidate)
        guard candidateCost < cost else { return false }
        let key = candidate.renumbered.hash
        guard !refused.contains(key) else { return false }
        guard let found = execute(candidate, allowance: candidateCost.preemptionAllowance(under: cost)) else {
            if stop == nil { refused.insert(key) }
            return false
        }
        let foundCost = CaseCost(found.case)
        guard foundCost < cost else {
            refused.insert(key)
            return false
        }
        (best, execution) = (found.case, found.execution)
        cost = foundCost
        report()
        return true
    }

    /// As `consider`, for a candidate that differs in nothing but the operations' ids.
    mutating func considerRenamed(_ candidate: Case) {
        guard CaseCost(candidate) < cost, let execution = run(candidate, .recorded) else { return }
        best = candidate
        cost = CaseCost(best)
        self.execution = execution
        report()
    }

    /// The candidate with the decisions under which it shows the violation when it is replayed.
    private mutating func execute(_ candidate: Case, allowance: Int) -> (case: Case, execution: Execution)? {
        if let execution = run(candidate, .recorded) { return settle(candidate, execution, allowance) }
        guard allowance > 0 else { return nil }
        var seeds = Random(seed: candidate.renumbered.hash)
        for index in 0..<budget.schedules {
            let (keeps, plan) = schedule(
                index, seed: seeds.next(), allowance: allowance, rule: candidate.rule ?? base.rule)
            var start = candidate
            if !keeps { start.preemptions = [] }
            guard let execution = run(start, plan) else { continue }
            if let settled = settle(start, execution, allowance) { return settled }
        }
        return nil
    }

    /// Bakes the decisions that took place into the case and replays it if that changed it.
    private mutating func settle(
        _ candidate: Case, _ execution: Execution, _ allowance: Int
    ) -> (case: Case, execution: Execution)? {
        guard execution.preemptions != candidate.preemptions else { return (candidate, execution) }
        guard execution.preemptions.count <= min(allowance, Limits.preemptions) else { return nil }
        var baked = candidate
        baked.preemptions = execution.preemptions
        if let replay = run(baked, .recorded) { return (baked, replay) }
        return nil
    }

    /// The seeded schedules in their order, and whether the candidate's own decisions stay.
    /// - Parameter rule: The rule of the decisions that it may add.
    private func schedule(
        _ index: Int, seed: UInt64, allowance: Int, rule: SchedulingRule?
    ) -> (keeps: Bool, plan: SchedulePlan) {
        if rule == .free { return freeSchedule(index, seed: seed) }
        let length = max(1, execution?.steps ?? 1000)
        switch index % 6 {
        case 0: return (true, .bounded(seed: seed, count: 1, length: length))
        case 1: return (false, .bounded(seed: seed, count: min(2, allowance), length: length))
        case 2: return (false, .pct(seed: seed, depth: 3, length: length))
        case 3: return (false, .bounded(seed: seed, count: min(3, allowance), length: length))
        case 4: return (true, .bounded(seed: seed, count: min(2, allowance), length: length))
        default: return (false, .random(seed: seed, interval: max(2, length / 8)))
        }
    }

    private func freeSchedule(_ index: Int, seed: UInt64) -> (keeps: Bool, plan: SchedulePlan) {
        let strategies: [FreeStrategy] = [.walk, .nested, .pause]
        return (index % 2 == 0, .free(strategies[index % 3], seed: seed, lookahead: 4))
    }
}
